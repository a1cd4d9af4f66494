// What ipywidgets leaves out for those who do not see the page, and what the theme leaves out for those without a mouse.
(() => {
  const set = (element, name, value) => {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  };
  const text = (parent, selector) => parent.querySelector(selector)?.textContent.trim() ?? "";

  // A slider is called by its label and reads out its value, and in an explorer what that value shows.
  const nameSlider = (slider) => {
    const handle = slider.querySelector("[role=slider]");
    if (!handle) return;
    const state = shown.get(slider.closest(".tx-explorer"));
    set(handle, "aria-label", text(slider, ".widget-label") || "value");
    set(handle, "aria-valuetext", [text(slider, ".widget-readout"), state].filter(Boolean).join(". "));
  };

  const nameToggles = (toggles) => {
    set(toggles, "role", "group");
    set(toggles, "aria-label", text(toggles, ".widget-label") || "choice");
    for (const button of toggles.querySelectorAll("button")) {
      set(button, "aria-pressed", String(button.classList.contains("mod-active")));
    }
  };

  const stateOf = (explorer) =>
    [...explorer.querySelectorAll(".tx-state")]
      .filter((state) => getComputedStyle(state).display !== "none")
      .map((state) => state.textContent.trim())
      .join(" ");

  // Says the state when it has changed, not when the page opens.
  const shown = new WeakMap();
  const announce = (explorer) => {
    const state = stateOf(explorer);
    let live = explorer.querySelector(":scope > .tx-live");
    if (!live) {
      live = Object.assign(document.createElement("div"), { className: "tx-live" });
      live.setAttribute("aria-live", "polite");
      explorer.append(live);
    } else if (shown.has(explorer) && shown.get(explorer) !== state) {
      live.textContent = state;
    }
    if (state) shown.set(explorer, state);
  };

  // What scrolls can be reached and scrolled by the keyboard.
  const SCROLLING = "div.math, .tx-state, mjx-container[display=true], .pst-scrollable-table-container, .cell_output pre, .cell_output .text_html, .highlight pre";
  const focusScrolling = (boxes) => {
    const scrolls = boxes.map((box) => box.scrollWidth > box.clientWidth);
    boxes.forEach((box, i) => (scrolls[i] ? set(box, "tabindex", "0") : box.removeAttribute("tabindex")));
  };

  // All of this within an explorer, or within the whole page.
  const refresh = (part) => {
    (part === document ? part.querySelectorAll(".tx-explorer") : [part]).forEach(announce);
    part.querySelectorAll(".widget-slider").forEach(nameSlider);
    part.querySelectorAll(".widget-toggle-buttons").forEach(nameToggles);
    focusScrolling([...part.querySelectorAll(SCROLLING)]);
    // A role that is no longer one, and not allowed in a list
    part.querySelectorAll("[role=doc-biblioentry]").forEach((entry) => set(entry, "role", "listitem"));
  };

  const pending = new Set();
  const schedule = (part) => {
    if (pending.size === 0) {
      requestAnimationFrame(() => {
        (pending.has(document) ? [document] : [...pending]).forEach(refresh);
        pending.clear();
      });
    }
    pending.add(part);
  };
  // A slider that moves changes its explorer alone; a figure that is computed here names itself, and changes often
  const changed = ({ target }) => {
    const element = target.closest ? target : target.parentElement;
    if (element && !element.closest(".tx-free")) schedule(element.closest(".tx-explorer") ?? document);
  };
  new MutationObserver((changes) => changes.forEach(changed)).observe(document.body, {
    subtree: true,
    childList: true,
    characterData: true,
    attributeFilter: ["aria-valuetext", "class", "open"],
  });
  addEventListener("resize", () => schedule(document));
  schedule(document);
})();
