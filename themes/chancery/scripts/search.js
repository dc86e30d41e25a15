// @ts-check
"use strict";

/**
 * A part of a page: its anchor, its heading, its words as folded by the site.
 * @typedef {[anchor: string, heading: string, words: string]} Section
 * @typedef {[anchor: string, words: string]} Need
 * @typedef {[path: string, title: string, summary: string, language: string, needs: Need[],
 *   sections: Section[]]} Page
 * @typedef {{table: Table, pages: Page[]}} SiteIndex
 */

/** Finds pages of a site, or of the portal, by the index of its texts. */
const findTexts = (() => {
  const MOST = 30;
  /** What a word counts for, by where it stands; twice where it is written just as it was typed. */
  const WEIGHT = { title: 16, need: 14, heading: 8, summary: 4, body: 2 };
  /** @type {Words | undefined} */
  let words;
  /** Folded titles, headings and the like, which come again with each key. @type {Map<string, string>} */
  const kept = new Map();

  /** @param {Words} words @param {string} text */
  const folded = (words, text) => {
    const found = kept.get(text) ?? words.fold(text);
    kept.set(text, found);
    return found;
  };

  /**
   * Gives what a text is worth to a term.
   * @param {Words} words @param {string} text @param {string} term @param {string} typed
   * @param {number} weight
   */
  const worth = (words, text, term, typed, weight) => {
    const level = words.level(folded(words, text), term);
    if (!level) return 0;
    const exact = typed.split(/\s+/).some((one) => text.toLowerCase().includes(one));
    return weight * (exact ? 2 : 1) * (level / 3);
  };

  /**
   * Gives what a page is worth and the part of it that answers best; nothing when a term is lost.
   * @param {Words} words @param {Page} page @param {string[]} terms @param {string} typed
   */
  const weigh = (words, page, terms, typed) => {
    const [, title, summary, , needs, sections] = page;
    let sum = 0;
    let named = 0;
    const parts = sections.map(() => 0);
    const wishes = needs.map(() => 0);
    for (const term of terms) {
      const name = worth(words, title, term, typed, WEIGHT.title);
      let best = Math.max(name, worth(words, summary, term, typed, WEIGHT.summary));
      named += name;
      needs.forEach(([, text], at) => {
        const value = worth(words, text, term, typed, WEIGHT.need);
        wishes[at] += value;
        best = Math.max(best, value);
      });
      sections.forEach(([, heading, body], at) => {
        const level = words.level(` ${body}`, term);
        const value = Math.max(worth(words, heading, term, typed, WEIGHT.heading),
          level && WEIGHT.body * level);
        parts[at] += value;
        best = Math.max(best, value);
      });
      if (!best) return undefined;
      sum += best;
    }
    return { sum, part: top(parts, named), wish: top(wishes, named) };
  };

  /**
   * Gives the place of the highest value, or -1 where the page as a whole is the better answer.
   * @param {number[]} values @param {number} named
   */
  const top = (values, named) => {
    const most = Math.max(named, ...values);
    return most > named ? values.indexOf(most) : -1;
  };

  /**
   * @param {DOMStringMap} where the addresses of the index and of the pages, as the field gives them
   * @param {string} typed
   * @returns {Promise<Found>}
   */
  return async ({ source = "", folder = "", tail = "" }, typed) => {
    /** @type {SiteIndex} */
    const index = await load(source);
    words ??= new Words(index.table, document.documentElement.lang);
    const speaker = words;
    const terms = speaker.terms(typed);
    const found = terms.length ? index.pages.flatMap((page) => {
      const value = weigh(speaker, page, terms, typed.toLowerCase());
      return value ? [{ page, ...value }] : [];
    }) : [];
    found.sort((a, b) => b.sum - a.sum);
    const results = found.slice(0, MOST).map(({ page, part, wish }) => {
      const [path, title, summary, language, needs, sections] = page;
      const need = needs[wish];
      const [anchor, heading] = need
        ? [need[0], sections.find((one) => one[0] === need[0])?.[1] || need[1]]
        : sections[part] ?? ["", ""];
      const href = `${folder}${path}${tail}${anchor && `#${anchor}`}`;
      const note = need && heading !== need[1] ? `${need[1]} · ${heading}` : heading;
      return { href, title, note, summary, language };
    });
    return { results, terms, words: speaker };
  };
})();

{
  const root = document.getElementById("site-search");
  // On the portal posts are found too: posts.js begins there.
  if (root && !root.dataset.posts) {
    new SearchField(root, async (typed) => [await findTexts(root.dataset, typed)]);
  }
}
