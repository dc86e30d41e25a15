// @ts-check
"use strict";

/**
 * One line of the results; language: that of its words where it is not the page's.
 * @typedef {{href: string, title: string, note: string, summary: string, language: string}} Result
 * Results with what was looked for in them, and how words are compared there.
 * @typedef {{results: Result[], terms: string[], words: Words}} Found
 */

/** What data files leave behind for whoever loaded them. @type {any} */
var chanceryData;

/** @type {Map<string, Promise<any>>} */
const loaded = new Map();

/**
 * Loads a data file, once. A script element, since pages opened from a disk may fetch nothing.
 * @param {string} address
 * @returns {Promise<any>}
 */
function load(address) {
  let found = loaded.get(address);
  if (!found) {
    found = new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = () => resolve(chanceryData);
      script.onerror = () => {
        loaded.delete(address);
        script.remove();
        reject(new Error(address));
      };
      document.head.append(script);
    });
    loaded.set(address, found);
  }
  return found;
}

/** A field that shows what is found below it, as somebody types. */
class SearchField {
  /**
   * @param {HTMLElement} root
   * @param {(typed: string) => Promise<Found[]>} find
   */
  constructor(root, find) {
    this.root = root;
    this.find = find;
    this.input = /** @type {HTMLInputElement} */ (root.querySelector("input"));
    this.list = /** @type {HTMLElement} */ (root.querySelector(".search-results"));
    this.status = /** @type {HTMLElement} */ (root.querySelector("[role=status]"));
    this.turn = 0;
    this.timer = 0;
    this.input.addEventListener("input", () => this.look());
    root.hidden = false;
    addEventListener("pageshow", () => {
      // Only now: to go to the anchor of an address, a browser takes the focus away.
      if (location.hash === `#${root.id}`) this.input.focus();
      // One that comes back to the page has kept what was typed.
      this.look();
    });
  }

  /** Shows what is found for what stands in the field now. */
  async look() {
    const turn = ++this.turn;
    const typed = this.input.value.trim();
    if (!typed) {
      this.list.replaceChildren();
      this.say("");
      return;
    }
    try {
      const found = await this.find(typed);
      if (turn !== this.turn) return;
      const lines = found.flatMap((part) => part.results.map((one) => this.line(one, part)));
      this.list.replaceChildren(...lines);
      const { nothing, count, formats } = this.root.dataset;
      const number = new Intl.NumberFormat(formats, { numberingSystem: "latn" });
      const said = lines.length ? count : nothing;
      this.say((said ?? "").replace("{count}", number.format(lines.length)));
    } catch {
      if (turn === this.turn) this.say(this.root.dataset.failed ?? "");
    }
  }

  /** Says something once the typing pauses, so that a screen reader is not talked over. @param {string} text */
  say(text) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { this.status.textContent = text; }, text ? 300 : 0);
  }

  /**
   * @param {Result} result
   * @param {Found} found
   */
  line(result, { terms, words }) {
    const line = document.createElement("li");
    const link = document.createElement("a");
    link.href = result.href;
    link.append(words.marked(result.title, terms));
    line.append(link);
    for (const [name, text] of [["search-note", result.note], ["search-summary", result.summary]]) {
      if (!text) continue;
      const piece = document.createElement("p");
      piece.className = name;
      piece.append(words.marked(text, terms));
      line.append(piece);
    }
    if (result.language) {
      line.lang = result.language;
      line.dir = "auto";
    }
    return line;
  }
}
