// @ts-check
"use strict";

/**
 * Stands where the worker was that kept the pages of help, when a ministry no longer lets browsers
 * keep them: takes it from them, and what it kept. A missing file would leave both as they are.
 */
const leaving = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

leaving.addEventListener("install", () => { leaving.skipWaiting(); });
leaving.addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([caches.delete("help"), leaving.registration.unregister()]));
});
