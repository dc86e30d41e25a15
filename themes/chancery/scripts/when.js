// @ts-check
"use strict";

/**
 * Gives the times of an event by the reader's clock; nothing where it shows what the page says.
 * @param {string} begins with its offset from UTC
 * @param {string} ends the same, or nothing
 * @param {DOMStringMap} texts
 */
function whenText(begins, ends, texts) {
  const moments = [begins, ends].filter(Boolean).map((text) => new Date(text));
  const there = /([+-])(\d{2}):(\d{2})$/.exec(begins);
  const ahead = there ? Number(`${there[1]}1`) * (Number(there[2]) * 60 + Number(there[3])) : 0;
  if (moments[0].getTimezoneOffset() === -ahead) return "";
  const format = new Intl.DateTimeFormat(texts.formats, {
    day: "numeric", month: "short", hour: "numeric", minute: "2-digit", calendar: "gregory",
    numberingSystem: "latn",
  });
  const [first, last] = moments;
  const said = last ? format.formatRange(first, last) : format.format(first);
  return (texts.yours ?? "{time}").replace("{time}", said);
}

const whenTexts = document.currentScript?.dataset;
if (whenTexts?.formats) {
  const lines = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-begins]"));
  for (const line of lines) {
    const { begins = "", ends = "" } = line.dataset;
    const said = whenText(begins, ends, whenTexts);
    if (said) {
      const yours = document.createElement("span");
      yours.textContent = said;
      line.after(" ", yours);
    }
  }
}
