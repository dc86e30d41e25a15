// @ts-check
"use strict";

/**
 * Keeps the pages of help of the languages that a reader has read in, and gives them when there is
 * no network. All else comes from the network, as without this.
 */
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const KEPT = "help";
const ROOT = new URL("./", worker.location.href);
/** The language of a page, and what of help it is. */
const PAGE = /^([a-z]{2,3}(?:-[A-Za-z]{2,4})*)\/(help\/|emergency\.html)?/;

/** Keeps what help in a language needs, where it is not kept yet. @param {string} language */
async function keep(language) {
  const cache = await caches.open(KEPT);
  for (const path of ["help/", "emergency.html"]) {
    const address = new URL(`${language}/${path}`, ROOT);
    if (await cache.match(address)) continue;
    const answer = await fetch(address);
    if (answer.ok) await cache.put(address, answer);
  }
}

/**
 * Gives what the network has, and keeps it where it is help or how pages look. Without a network:
 * what is kept, else the help in the language of the page that was asked for.
 * @param {Request} request
 * @param {string} path below the root of the site
 */
async function answer(request, path) {
  const [, language = "", help = ""] = PAGE.exec(path) ?? [];
  try {
    const found = await fetch(request);
    if (found.ok && (help || path.startsWith("assets/site."))) {
      const copy = found.clone();
      const cache = await caches.open(KEPT);
      await cache.put(request, copy);
    }
    return found;
  } catch (fault) {
    const kept = await caches.match(request, { ignoreSearch: true });
    const instead = language && await caches.match(new URL(`${language}/help/`, ROOT));
    if (kept || instead) return /** @type {Response} */ (kept || instead);
    throw fault;
  }
}

worker.addEventListener("install", () => { worker.skipWaiting(); });
worker.addEventListener("activate", (event) => { event.waitUntil(worker.clients.claim()); });
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(ROOT.href)) return;
  const path = request.url.slice(ROOT.href.length).split(/[?#]/, 1)[0];
  if (request.mode !== "navigate" && !path.startsWith("assets/site.")) return;
  event.respondWith(answer(request, path));
});
worker.addEventListener("message", (event) => {
  if (typeof event.data === "string" && /^[A-Za-z-]{2,20}$/.test(event.data)) {
    event.waitUntil(keep(event.data));
  }
});
