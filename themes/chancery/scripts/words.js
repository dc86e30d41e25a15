// @ts-check
"use strict";

/**
 * What a language takes for the same: marks that do not count (code points and ranges of them, in
 * hexadecimal), what stands for letters after decomposition, and for whole letters before it.
 * @typedef {{ignored: string, letters: Record<string, string>, own: Record<string, string>}} Table
 */

/** Scripts that put no spaces between words. */
const UNSPACED = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]/u;
/** Words to look for inside of others: without spaces, after an article, or in a compound. */
const INNER = new RegExp(`${UNSPACED.source}|[\\p{sc=Arab}\\p{sc=Hebr}]|.{5}`, "u");

/** Words in the form in which they are compared; the same as common/folding.py, in every letter. */
class Words {
  /** @param {Table} table @param {string} language */
  constructor(table, language) {
    this.table = table;
    this.language = language;
    const ranges = table.ignored.replace(/[0-9a-f]+/g, "\\u$&").replace(/ /g, "");
    this.ignored = new RegExp(`[${ranges}]`, "g");
    /** @type {Map<string, string>} */
    this.known = new Map();
  }

  /** Folds one character. @param {string} character */
  character(character) {
    let folded = this.known.get(character);
    if (folded === undefined) {
      folded = this.table.own[character] ?? this.parts(character);
      this.known.set(character, folded);
    }
    return folded;
  }

  /** @param {string} character */
  parts(character) {
    if (/\p{Cf}/u.test(character)) return "";
    const plain = character.toLowerCase().normalize("NFKD").toLowerCase();
    const part = (/** @type {string} */ one) =>
      this.table.letters[one] ?? (/[\p{L}\p{N}\p{M}]/u.test(one) ? one : " ");
    return Array.from(plain.replace(this.ignored, ""), part).join("");
  }

  /** Folds a text, with a space before each word. @param {string} text */
  fold(text) {
    const folded = Array.from(text.normalize("NFC"), (one) => this.character(one)).join("");
    return ` ${folded.trim().replace(/ +/g, " ")}`;
  }

  /** Gives the words of what was typed; without spaces, as the browser divides them. @param {string} text */
  terms(text) {
    let typed = text;
    if (UNSPACED.test(text) && "Segmenter" in Intl) {
      const segmenter = new Intl.Segmenter(this.language, { granularity: "word" });
      typed = Array.from(segmenter.segment(text), (one) => one.segment).join(" ");
    }
    return [...new Set(this.fold(typed).split(" "))].filter(Boolean);
  }

  /**
   * Says how a term stands in a folded text: not at all (0), inside (1), as a beginning (2) or the
   * whole (3) of a word.
   * @param {string} folded @param {string} term
   */
  level(folded, term) {
    if (`${folded} `.includes(` ${term} `)) return 3;
    if (folded.includes(` ${term}`)) return 2;
    return INNER.test(term) && folded.includes(term) ? 1 : 0;
  }

  /** Gives a text in which the terms are marked. @param {string} text @param {string[]} terms */
  marked(text, terms) {
    const characters = Array.from(text.normalize("NFC"));
    /** Where in the text each place of the folded one is from. @type {number[]} */
    const from = [0];
    let folded = " ";
    characters.forEach((one, at) => {
      const piece = this.character(one);
      folded += piece;
      for (let unit = 0; unit < piece.length; unit++) from.push(at);
    });
    from.push(characters.length);
    const inside = characters.map(() => false);
    for (const term of terms) {
      const sought = INNER.test(term) ? term : ` ${term}`;
      for (let at = folded.indexOf(sought); at >= 0; at = folded.indexOf(sought, at + 1)) {
        const end = at + sought.length;
        inside.fill(true, from[end - term.length], Math.max(from[end], from[end - 1] + 1));
      }
    }
    const fragment = document.createDocumentFragment();
    for (let at = 0, end = 0; at < characters.length; at = end) {
      while (end < characters.length && inside[end] === inside[at]) end++;
      const piece = characters.slice(at, end).join("");
      const mark = document.createElement("mark");
      mark.append(piece);
      fragment.append(inside[at] ? mark : piece);
    }
    return fragment;
  }
}
