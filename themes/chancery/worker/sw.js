// @ts-check
"use strict";

/**
 * Keeps help now and its file, of the languages that a reader has read in, and how they look, and
 * gives them when there is no network. All else comes from the network, as without this. What is
 * kept is the same for every reader, so that it tells nobody which pages somebody has read.
 */
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const KEPT = "help";
const ROOT = new URL("./", worker.location.href);
/** The language of a page, and what of help it is; nothing below help is kept. */
const PAGE = /^([a-z]{2,3}(?:-[A-Za-z]{2,4})*)\/(?:(help\/|emergency\.html)$)?/;
/** How pages look. */
const LOOKS = "assets/site.";

/** How long a reader waits for the network, in milliseconds, before what is kept is given. */
const PATIENCE = 3000;

/** Gives the path of an address below the root of the site. @param {string} url */
function pathOf(url) {
  return url.slice(ROOT.href.length).split(/[?#]/, 1)[0];
}

/** Says whether what has a path may be kept. @param {string} path */
function mayKeep(path) {
  return Boolean(PAGE.exec(path)?.[2]) || path.startsWith(LOOKS);
}

/** Takes away what earlier versions kept besides. */
async function forget() {
  const cache = await caches.open(KEPT);
  const other = (await cache.keys()).filter(({ url }) => !mayKeep(pathOf(url)));
  await Promise.all(other.map((request) => cache.delete(request)));
}

/** Keeps what help in a language needs, as it is now. @param {string} language */
async function keep(language) {
  const cache = await caches.open(KEPT);
  for (const path of ["help/", "emergency.html"]) {
    const address = new URL(`${language}/${path}`, ROOT);
    const answer = await fetch(address, { cache: "no-cache" });
    // Browsers refuse to open a page with an answer that was redirected, as hosts do that leave
    // out .html.
    const whole = answer.redirected ? new Response(answer.body, answer) : answer;
    if (answer.ok) await cache.put(address, whole);
  }
}

/**
 * Leads to the kept page of help: that in a language, else the one that was kept last. By its own
 * address, since its links are relative.
 * @param {Cache} cache
 * @param {string} language
 */
async function insteadOf(cache, language) {
  const pages = (await cache.keys()).map((request) => request.url)
    .filter((url) => PAGE.exec(pathOf(url))?.[2] === "help/");
  const wanted = new URL(`${language}/help/`, ROOT).href;
  const found = pages.includes(wanted) ? wanted : pages.at(-1);
  return found && Response.redirect(found);
}

/**
 * Gives what the network has, and keeps it where it is help or how pages look. Without a network,
 * or while one keeps a reader waiting: what is kept. Without both: the way to help.
 * @param {FetchEvent} event
 * @param {string} path below the root of the site
 */
async function answer(event, path) {
  const { request } = event;
  const [, language = "", help = ""] = PAGE.exec(path) ?? [];
  const cache = await caches.open(KEPT);
  const kept = await cache.match(request, { ignoreSearch: true, ignoreVary: true });
  // The name of how pages look says what is in it.
  if (kept && !help) return kept;
  // What is below help may be a danger to have read: where a host does not say so, neither does
  // the browser keep it for itself.
  const quiet = request.mode === "navigate" && path.includes("/help/") && !help;
  const network = quiet ? fetch(request, { cache: "no-store" }) : fetch(request);
  if (mayKeep(path)) {
    const copied = network.then((found) => found.ok ? cache.put(request, found.clone()) : undefined);
    // A full disk, or a host whose answers may not be kept: then nothing is missing but the copy.
    event.waitUntil(copied.catch(() => {}));
  }
  const answers = [network];
  if (kept) answers.push(new Promise((give) => { setTimeout(give, PATIENCE, kept); }));
  try {
    return await Promise.race(answers);
  } catch (fault) {
    const instead = kept || (request.mode === "navigate" && await insteadOf(cache, language));
    if (instead) return instead;
    throw fault;
  }
}

worker.addEventListener("install", () => { worker.skipWaiting(); });
worker.addEventListener("activate", (event) => {
  event.waitUntil(forget().then(() => worker.clients.claim()));
});
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(ROOT.href)) return;
  const path = pathOf(request.url);
  if (request.mode !== "navigate" && !path.startsWith(LOOKS)) return;
  event.respondWith(answer(event, path));
});
worker.addEventListener("message", (event) => {
  if (typeof event.data === "string" && /^[A-Za-z-]{2,20}$/.test(event.data)) {
    event.waitUntil(keep(event.data));
  }
});
