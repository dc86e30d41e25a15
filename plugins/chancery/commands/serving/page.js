// Loads a page anew when it has changed, and shows over it what is wrong with its sources. Only the
// local server of `chancery serve` puts this into pages; the sites themselves have none of it.
"use strict";
(() => {
  const own = document.currentScript.dataset.version;
  let stream = null;
  let panel = null;
  let hidden = "";

  // A browser keeps few connections open to one host: only pages that are in view take one.
  const follow = () => {
    if (document.visibilityState === "hidden") {
      stream?.close();
      stream = null;
    } else if (!stream) {
      stream = new EventSource(`/-/events?path=${encodeURIComponent(location.pathname)}`);
      stream.onmessage = (event) => take(JSON.parse(event.data));
    }
  };

  const take = (state) => {
    if (state.version && state.version !== own) {
      stream.close();
      location.reload();
      return;
    }
    const gone = state.version
      ? []
      : [{ level: "warning", place: location.pathname, said: "This page is not there any more." }];
    show({ ...state, problems: [...gone, ...state.problems] });
  };

  const make = (name, text, parent) => {
    const element = document.createElement(name);
    element.textContent = text;
    parent.append(element);
    return element;
  };

  const show = (state) => {
    const said = JSON.stringify([state.problems, state.more]);
    panel?.remove();
    panel = null;
    if (!state.problems.length && !state.more) hidden = "";
    if ((!state.problems.length && !state.more) || said === hidden) return;
    panel = document.createElement("chancery-problems");
    const root = panel.attachShadow({ mode: "open" });
    const styles = make("link", "", root);
    styles.rel = "stylesheet";
    styles.href = "/-/page.css";
    const box = make("section", "", root);
    box.setAttribute("aria-label", "Problems");
    box.setAttribute("aria-live", "polite");
    box.dir = "ltr";
    box.lang = "en";
    const head = make("div", "", box);
    make("strong", state.started ? "Problems" : "Nothing was built: this page is as it was.", head);
    const all = make("a", "All problems and sites", head);
    all.href = "/-/";
    const close = make("button", "Hide", head);
    close.type = "button";
    close.addEventListener("click", () => {
      hidden = said;
      panel.remove();
    });
    const list = make("ul", "", box);
    for (const problem of state.problems) {
      const item = make("li", "", list);
      item.className = problem.level;
      make("strong", problem.level, item);
      item.append(" ");
      make("code", problem.place, item);
      make("p", problem.said, item);
      if (problem.excerpt) make("pre", problem.excerpt, item);
    }
    if (state.more) make("p", `${state.more} more, here or on other sites.`, box);
    document.body.append(panel);
  };

  document.addEventListener("visibilitychange", follow);
  follow();
})();
