// @ts-check
"use strict";

/** Lets a browser keep the pages of help in the language of the page. @param {string} worker */
async function keepHelp(worker) {
  try {
    await navigator.serviceWorker.register(worker);
    const ready = await navigator.serviceWorker.ready;
    ready.active?.postMessage(document.documentElement.lang);
  } catch {
    // A browser may forbid it: then nothing is missing but this.
  }
}

const offlineWorker = document.currentScript?.dataset.worker;
if (offlineWorker && "serviceWorker" in navigator) keepHelp(offlineWorker);
