// @ts-check
"use strict";

/**
 * A post as the portal lists it, in the language of the page.
 * @typedef {[title: string, country: string, href: string, note: string]} PostLine
 * Names, folded, by what they lead to: a country's code or a post's number.
 * @typedef {Record<string, string[]>} Names
 * @typedef {{table: Table, posts: PostLine[], countries: Record<string, number[]>,
 *   shards: string[]}} PostList
 */

{
  const MOST = 40;
  const root = document.getElementById("site-search");

  /**
   * Gives how well a name answers: as a whole (5), at its beginning (4), by its words (1 to 3).
   * @param {Words} words @param {string} name @param {string} typed @param {string[]} terms
   */
  const answer = (words, name, typed, terms) => {
    if (` ${name}` === typed) return 5;
    if (` ${name}`.startsWith(typed)) return 4;
    return Math.min(...terms.map((term) => words.level(` ${name}`, term)));
  };

  /** Gives the name of the file in which names with a word that begins so stand. @param {string} word */
  const shard = (word) => {
    const code = word.codePointAt(0) ?? 0;
    return (code < 0x250 ? code : code & ~0xff).toString(16);
  };

  /** @type {Words | undefined} */
  let words;

  /**
   * @param {DOMStringMap} where the addresses of the list, of the names and of the portal's language
   * @param {string} typed
   * @returns {Promise<Found>}
   */
  const findPosts = async ({ posts = "", folder = "", names = "" }, typed) => {
    /** @type {PostList} */
    const index = await load(posts);
    words ??= new Words(index.table, document.documentElement.lang);
    const speaker = words;
    const folded = speaker.fold(typed);
    const terms = folded.split(" ").filter(Boolean);
    const name = shard(terms[0] ?? "");
    /** @type {Names} */
    const inside = terms.length && index.shards.includes(name)
      ? await load(`${names}${name}.js`) : {};
    /** @type {Map<number, number>} */
    const values = new Map();
    index.posts.forEach(([title, country], at) => {
      const own = speaker.fold(`${title} ${country}`).slice(1);
      const value = terms.length ? answer(speaker, own, folded, terms) : 0;
      if (value) values.set(at, value);
    });
    for (const [key, known] of Object.entries(inside)) {
      const value = Math.max(...known.map((one) => answer(speaker, one, folded, terms)));
      for (const post of value ? index.countries[key] ?? [Number(key)] : []) {
        values.set(post, Math.max(value, values.get(post) ?? 0));
      }
    }
    const found = [...values].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, MOST);
    const results = found.map(([at]) => {
      const [title, country, href, note] = index.posts[at];
      const address = /^https?:/.test(href) ? href : `${folder}${href}`;
      return { href: address, title, note: country, summary: note, language: "" };
    });
    return { results, terms, words: speaker };
  };

  if (root) {
    // Posts first: whoever names a place wants the post there, and few texts name one.
    new SearchField(root, (typed) =>
      Promise.all([findPosts(root.dataset, typed), findTexts(root.dataset, typed)]));
  }
}
