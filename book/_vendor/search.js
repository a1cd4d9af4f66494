// Search: what is found leads to the words themselves, also from a folder, where a browser reads no other page.
(() => {
  // Sphinx's own marks, made of elements, would get into the state of the widgets
  localStorage.removeItem("sphinx_highlight_terms");

  // What is no text, or cannot be read when it is cut in two
  const ASIDE = "script, style, svg, .math, .tx-explorer, .headerlink";
  const wordsOf = (name) => new URLSearchParams(location.search).get(name)?.match(/[\p{Letter}\p{Number}_]+/gu) ?? [];

  // Each result takes along the words that were looked for, and their stems
  const prepare = (results) => {
    DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = location.protocol !== "file:";
    Search.htmlToText = (page, anchor) => {
      const found = new DOMParser().parseFromString(page, "text/html");
      found.querySelectorAll(ASIDE).forEach((element) => element.remove());
      return (found.getElementById(anchor.slice(1)) ?? found.querySelector(".bd-article"))?.textContent ?? "";
    };
    const stemmer = new Stemmer();
    const words = wordsOf("q").map((word) => word.toLowerCase());
    const sought = new URLSearchParams({ words: [...words, ...words.map((word) => stemmer.stemWord(word))].join(" ") });
    const take = () => results.querySelectorAll("li > a").forEach((link) => (link.search = sought));
    new MutationObserver(take).observe(results, { childList: true, subtree: true });
  };

  // Short words whole, others as beginnings
  const pattern = (words) => {
    const each = words.map((word) => (word.length > 2 ? `${word}[\\p{Letter}\\p{Number}_]*` : `${word}(?![\\p{Letter}\\p{Number}_])`));
    return new RegExp(`(?<![\\p{Letter}\\p{Number}_])(?:${each.join("|")})`, "giu");
  };

  // A range for each place in the text of the article where one of the words stands
  const places = (article, words) => {
    const accept = (text) => (text.parentElement.closest(ASIDE) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    const texts = document.createTreeWalker(article, NodeFilter.SHOW_TEXT, accept);
    const found = [];
    while (texts.nextNode()) {
      for (const { index, 0: word } of texts.currentNode.data.matchAll(pattern(words))) {
        const range = new Range();
        range.setStart(texts.currentNode, index);
        range.setEnd(texts.currentNode, index + word.length);
        found.push(range);
      }
    }
    return found;
  };

  const arrive = (article, words) => {
    const found = places(article, words);
    if (!found.length) return;
    if (window.Highlight) CSS.highlights.set("tx-sought", new Highlight(...found));
    if (location.hash) return;
    const elements = found.map((range) => range.startContainer.parentElement);
    const show = () => (elements.find((element) => element.checkVisibility()) ?? elements[0]).scrollIntoView({ block: "center" });
    addEventListener("load", () => {
      const folded = !elements.some((element) => element.checkVisibility()) && elements[0].closest(".toggle-hidden, details");
      if (folded) folded.querySelector("button, summary").click();
      show();
      // What is above may have grown meanwhile
      window.MathJax?.startup?.promise.then(show);
    });
  };

  const results = document.getElementById("search-results");
  const article = document.querySelector(".bd-article");
  const words = wordsOf("words");
  if (results) prepare(results);
  else if (article && words.length) arrive(article, words);
})();
