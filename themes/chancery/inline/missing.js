// @ts-check
"use strict";

/**
 * Leads the links of the page for lost addresses to where its site is on the host that served it,
 * a mirror for one: only the address that was asked for tells how deep that is.
 * @param {DOMStringMap} site its id, its addresses, the path its links have, and its languages
 * @returns {string} the path of its root on this host; empty where nothing tells
 */
function rootOfSite({ site = "", addresses = "", languages = "" }) {
  const known = addresses.split(" ").find((one) => location.href.startsWith(one));
  if (known) return new URL(known).pathname;
  // What begins with two slashes would be the name of another host in a link.
  const path = location.pathname.replace(/^\/+/, "/");
  const folder = site ? path.indexOf(`/${site}/`) : -1;
  if (folder >= 0) return path.slice(0, folder + site.length + 2);
  const parts = path.split("/");
  const language = parts.findIndex((one) => languages.split(" ").includes(one));
  return language > 0 ? `${parts.slice(0, language).join("/")}/` : "";
}

/** Leads the links there. */
function stayHere() {
  const { dataset } = document.documentElement;
  const root = location.protocol === "file:" ? "" : rootOfSite(dataset);
  if (!root) return;
  for (const link of document.links) {
    const href = link.getAttribute("href") ?? "";
    const below = href.startsWith(dataset.path ?? "") && href.slice((dataset.path ?? "").length);
    if (below !== false && href.startsWith("/")) link.href = root + below;
  }
}

/** Hides alerts that have ended, as the script of other pages does. */
function hideEnded() {
  for (const one of /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll("[data-until], [data-after]")
  )) {
    const { until = "", after = "" } = one.dataset;
    const now = Date.now();
    one.hidden = Date.parse(until) <= now || (after !== "" && !(Date.parse(after) <= now));
  }
}

stayHere();
hideEnded();
