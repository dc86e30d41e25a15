// @ts-check
"use strict";

/**
 * Says whether a counter is open at a minute since 1970, and until when, where that is known.
 * Nothing is known before the first minute, after the last, and in those behind a question mark.
 * @param {string} told minutes: the first since 1970, then how many it is closed and open in turn;
 *   after some of which nothing is known it begins with closed again
 * @param {number} now
 * @returns {{open: boolean, until: number | null} | null}
 */
function openAt(told, now) {
  const [start, ...lasting] = told.split(" ");
  let end = Number(start);
  let open = false;
  if (now < end) return null;
  for (const [turn, minutes] of lasting.entries()) {
    const unsure = minutes.startsWith("?");
    end += Number(minutes.replace("?", ""));
    if (now < end) {
      const unknown = (lasting[turn + 1] ?? "?").startsWith("?");
      return unsure ? null : { open, until: unknown ? null : end };
    }
    open = !unsure && !open;
  }
  return null;
}

/**
 * Gives a time of day, with its day where that is not today's, as a zone's clocks show it.
 * @param {number} minute
 * @param {number} now
 * @param {string} formats
 * @param {string | undefined} timeZone the reader's own where it is left out
 */
function timeAt(minute, now, formats, timeZone) {
  /** @type {Intl.DateTimeFormatOptions} */
  const options = { timeZone, calendar: "gregory", numberingSystem: "latn" };
  const day = new Intl.DateTimeFormat("en", { timeZone, dateStyle: "short" });
  /** @type {Intl.DateTimeFormatOptions} */
  let named = {};
  if (day.format(minute * 60_000) !== day.format(now * 60_000)) named = { weekday: "short" };
  // In a week there is another day of the same name.
  if (minute - now > 6 * 24 * 60) named = { weekday: "short", day: "numeric", month: "short" };
  const format = new Intl.DateTimeFormat(formats, {
    ...options, ...named, hour: "numeric", minute: "2-digit",
  });
  return format.format(minute * 60_000);
}

/**
 * Gives what a reader is told of a counter now; nothing where that is not known.
 * @param {string} told
 * @param {string} zone
 * @param {number} now
 * @param {DOMStringMap} texts
 * @param {boolean} inverse whether somebody answers while the counter is shut
 */
function openText(told, zone, now, texts, inverse) {
  const found = openAt(told, now);
  if (!found) return "";
  const { until } = found;
  const open = found.open !== inverse;
  if (until === null) return (open ? texts.open : texts.shut) ?? "";
  const { formats = "en", yours = "" } = texts;
  const there = timeAt(until, now, formats, zone);
  const here = timeAt(until, now, formats, undefined);
  const said = ((open ? texts.closes : texts.opens) ?? "").replace("{time}", there);
  return here === there ? said : `${said} (${yours.replace("{time}", here)})`;
}

/**
 * Gives whether somebody answers now: open, shut, or nothing where that is not known.
 * @param {string} told
 * @param {number} now
 * @param {boolean} inverse
 */
function answers(told, now, inverse) {
  const found = openAt(told, now);
  if (!found) return "";
  return found.open !== inverse ? "open" : "shut";
}

/**
 * Puts numbers for help that nobody answers now behind those that somebody does, each in its order.
 * A list that a reader is in with the keyboard waits: what is moved loses the focus.
 */
function answeredFirst() {
  for (const list of document.querySelectorAll(".numbers-big")) {
    const items = /** @type {HTMLElement[]} */ ([...list.children]);
    items.forEach((item, place) => { item.dataset.place ??= String(place); });
    items.sort((one, other) => Number(one.dataset.place) - Number(other.dataset.place));
    const shut = (/** @type {HTMLElement} */ item) =>
      item.querySelector(':scope > [data-state="shut"]') !== null;
    const wanted = [...items.filter((item) => !shut(item)), ...items.filter(shut)];
    const right = wanted.every((item, place) => item === list.children[place]);
    if (!right && !list.contains(document.activeElement)) list.append(...wanted);
  }
}

/** Says of every counter of the page whether it is open. @param {DOMStringMap} texts */
function sayOpen(texts) {
  const now = Math.floor(Date.now() / 60_000);
  for (const line of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".hours-now"))) {
    try {
      const { told = "", zone = "", inverse } = line.dataset;
      line.textContent = openText(told, zone, now, texts, inverse !== undefined);
      line.dataset.state = answers(told, now, inverse !== undefined);
    } catch {
      // A browser may not know the zone: then the week alone has to do.
      line.textContent = "";
    }
    line.hidden = !line.textContent;
  }
}

const hoursTexts = document.currentScript?.dataset;
if (hoursTexts?.formats) {
  const tell = () => {
    sayOpen(hoursTexts);
    answeredFirst();
  };
  tell();
  setInterval(tell, 20_000);
  addEventListener("pageshow", tell);
}
