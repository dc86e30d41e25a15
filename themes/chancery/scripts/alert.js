// @ts-check
"use strict";

/**
 * Hides alerts above a page that have ended since it was made; in the page it says so. Says where
 * the next word is late.
 */
function lookAtAlerts() {
  const now = Date.now();
  for (const times of /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll(".alert-times[data-until]")
  )) {
    const { until = "", due = "" } = times.dataset;
    const over = Date.parse(until) <= now;
    show(times, ".alert-over", over);
    show(times, ".alert-holds", !over);
    show(times, ".alert-late", !over && Date.parse(due) <= now);
    const banner = /** @type {HTMLElement | null} */ (times.closest("body > .alert"));
    if (banner) banner.hidden = over;
  }
}

/**
 * @param {HTMLElement} within
 * @param {string} selector
 * @param {boolean} shown
 */
function show(within, selector, shown) {
  const found = /** @type {HTMLElement | null} */ (within.querySelector(selector));
  if (found) found.hidden = !shown;
}

lookAtAlerts();
setInterval(lookAtAlerts, 30000);
addEventListener("pageshow", lookAtAlerts);
