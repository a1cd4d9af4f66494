// The meaning of a term beside it, on hover and on focus; Escape closes it, and the pointer may move onto it.
(() => {
  let card, owner, closing;

  const close = () => {
    card?.remove();
    owner?.removeAttribute("aria-describedby");
    card = owner = undefined;
  };

  const open = (link) => {
    clearTimeout(closing);
    if (owner === link) return;
    close();
    const meaning = window.GLOSSARY?.[new URL(link.href).hash.slice(1)];
    if (!meaning) return;
    owner = link;
    card = Object.assign(document.createElement("div"), { className: "tx-card", id: "tx-card", innerHTML: meaning });
    card.setAttribute("role", "tooltip");
    card.addEventListener("mouseenter", () => clearTimeout(closing));
    card.addEventListener("mouseleave", closeSoon);
    document.body.append(card);
    link.setAttribute("aria-describedby", "tx-card");
    place();
    window.MathJax?.typesetPromise?.([card]).then(place);
  };

  const place = () => {
    if (!card) return;
    const { left, bottom } = owner.getBoundingClientRect();
    card.style.left = `${Math.max(16, Math.min(left, document.documentElement.clientWidth - card.offsetWidth - 16)) + scrollX}px`;
    card.style.top = `${bottom + scrollY + 4}px`;
  };

  // Long enough to move from the term onto its card
  const closeSoon = () => {
    clearTimeout(closing);
    closing = setTimeout(close, 300);
  };

  for (const term of document.querySelectorAll("a.reference .std-term")) {
    const link = term.closest("a");
    link.addEventListener("mouseenter", () => open(link));
    link.addEventListener("focus", () => open(link));
    link.addEventListener("mouseleave", closeSoon);
    link.addEventListener("blur", closeSoon);
  }
  addEventListener("keydown", (event) => event.key === "Escape" && close());
})();
