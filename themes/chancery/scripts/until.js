// @ts-check
"use strict";

/**
 * Shows what has ended since a page was made as what it is: hides what is to be seen until an
 * instant (data-until), shows what is to be seen after one (data-after), and hides what holds
 * nothing else any more (data-holds). Without scripts the dates of all of it are there to read.
 */
function lookAtTimes() {
  const now = Date.now();
  const passed = (/** @type {string | undefined} */ text) => Date.parse(text ?? "") <= now;
  const timed = /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll("[data-until], [data-after]")
  );
  for (const one of timed) {
    const { until, after } = one.dataset;
    one.hidden = passed(until) || (after !== undefined && !passed(after));
  }
  const holders = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-holds]"));
  for (const one of holders) {
    one.hidden = !one.querySelector("li:not([hidden])");
  }
}

lookAtTimes();
setInterval(lookAtTimes, 30000);
addEventListener("pageshow", lookAtTimes);
