(function () {
  "use strict";
  const form = document.getElementById("search"), query = document.getElementById("query");
  const status = document.getElementById("status"), found = document.getElementById("found");
  const plain = (text) => text.toLowerCase().replace(/\s+/g, " ");
  const articles = [...document.querySelectorAll(".article")].map((section) => ({
    section,
    text: plain((section.querySelector(".text") || section.querySelector("h2")).textContent),
    items: [...section.querySelectorAll(".norm, .clause")].map((node) => ({
      node, text: plain(node.textContent), status: node.dataset.status, norm: node.matches(".norm"),
    })),
  }));
  function search() {
    const words = plain(query.value).split(" ").filter(Boolean), wanted = status.value;
    const has = (text) => words.every((word) => text.includes(word));
    let norms = 0, clauses = 0, seen = 0;
    for (const article of articles) {
      const hits = article.items.filter((one) => has(one.text) && (!wanted || one.status === wanted));
      // An article whose own text has the words is shown whole.
      const whole = hits.length === 0 && !wanted && has(article.text);
      for (const one of article.items) one.node.hidden = !whole && !hits.includes(one);
      article.section.hidden = !whole && hits.length === 0;
      norms += hits.filter((one) => one.norm).length;
      clauses += hits.filter((one) => !one.norm).length;
      seen += article.section.hidden ? 0 : 1;
    }
    const all = words.length === 0 && !wanted;
    found.textContent = all ? "" : seen === 0 ? found.dataset.none
      : found.dataset.found.replace("{n}", norms).replace("{c}", clauses);
  }
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const first = document.querySelector(".article:not([hidden]) .norm:not([hidden])");
    if (first) first.focus();
  });
  query.addEventListener("input", search);
  status.addEventListener("change", search);
  document.addEventListener("keydown", (event) => {
    const writing = event.target.matches("input, select, textarea");
    if (event.key === "/" && !writing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      query.focus();
    } else if (event.key === "Escape" && (query.value || status.value)) {
      query.value = status.value = "";
      search();
      query.focus();
    }
  });
  // A link leads to its place even while that is not among what was found.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const aim = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (aim && (aim.hidden || aim.closest("[hidden]"))) {
      query.value = status.value = "";
      search();
    }
  });
  search();
})();
