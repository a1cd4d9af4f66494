// On paper an explorer shows the state it is in, some others beside it, and what can be chosen on the page.
(() => {
  const MOST = 6; // panels of other states
  const element = (tag, className, ...children) => {
    const made = Object.assign(document.createElement(tag), { className });
    made.append(...children);
    return made;
  };

  const selectorsOf = (explorer) => {
    const { selectors } = explorer.querySelector("[data-selectors]").dataset;
    const told = [...explorer.querySelectorAll(".tx-state")].find((state) => getComputedStyle(state).display !== "none");
    // HTML knows the names of attributes in small letters only
    return Object.entries(JSON.parse(selectors)).map(([key, options]) => {
      const data = key.toLowerCase(), control = explorer.querySelector(`.tx-key-${key}`);
      const label = control.querySelector(".widget-label").textContent;
      return { key, data, options, label, now: told.dataset[data], slides: control.matches(".widget-hslider") };
    });
  };

  const wordsOf = ({ options }, wanted) => options.find(([value]) => value === wanted)[1];

  // As few as `count` values but the present one, evenly spread from the first to the last
  const others = ({ options, now }, count) => {
    const values = options.map(([value]) => value).filter((value) => value !== now);
    const last = values.length - 1, few = Math.min(count, values.length);
    return Array.from({ length: few }, (_, i) => values[few > 1 ? Math.round((i * last) / (few - 1)) : last]);
  };

  const layersOf = (data) => `[data-${data}]`;
  const seen = ({ dataset }, state) =>
    state.every(([data, value]) => !(data in dataset) || dataset[data].split(" ").includes(value));

  // What is seen in a state, as elements of their own
  const inState = (originals, state) =>
    originals.filter((original) => seen(original, state)).map((original) => {
      const copy = original.cloneNode(true);
      for (const layer of copy.querySelectorAll(state.map(([data]) => layersOf(data)))) if (!seen(layer, state)) layer.remove();
      return copy;
    });

  const frames = (explorer, selectors, moved) => {
    const panels = [...explorer.querySelectorAll("[data-selectors] > .tx-panel")];
    const told = [...explorer.querySelectorAll(".tx-state")];
    const moving = panels.filter((panel) => panel.matches(layersOf(moved.data)) || panel.querySelector(layersOf(moved.data)));
    const stateAt = (value) => selectors.map(({ data, now }) => [data, data === moved.data ? value : now]);
    const each = moving.filter((panel) => seen(panel, stateAt(moved.now))).length;
    return others(moved, Math.max(1, Math.floor(MOST / each))).map((value) => {
      const name = element("strong", "", `${moved.label} ${wordsOf(moved, value)}`);
      const row = element("div", "tx-panels", ...inState(moving, stateAt(value)));
      return element("div", "tx-frame", element("p", "", name), ...inState(told, stateAt(value)), row);
    });
  };

  const range = ({ label, options, slides }) => {
    const words = options.map(([, told]) => told);
    return slides ? `${label} from ${words[0]} to ${words.at(-1)}` : `${label}: ${words.join(" | ")}`;
  };

  // A page that is read from a folder has no address of its own, and is named by its file
  const addressOf = (explorer, selectors) => {
    const state = selectors.map(({ key, now }) => `${key}=${encodeURIComponent(now)}`).join(";");
    const page = new URL(document.querySelector("link[rel=canonical]")?.href || location.href);
    page.hash = `${explorer.querySelector("[data-explorer]").dataset.explorer}:${state}`;
    if (page.protocol === "file:") return element("span", "", page.pathname.split("/").pop() + page.hash);
    return Object.assign(element("a", "", page.href), { href: page.href });
  };

  const print = (explorer) => {
    const selectors = selectorsOf(explorer);
    const moved = selectors.find(({ slides }) => slides) ?? selectors[0];
    const shown = selectors.map((selector) => `${selector.label} ${wordsOf(selector, selector.now)}`).join(", ");
    const note = element("p", "tx-paper-note",
      `Printed above: ${shown}; below, other states in which only “${moved.label}” differs. `,
      `On the page the reader chooses ${selectors.map(range).join("; ")}. The live figure: `, addressOf(explorer, selectors));
    explorer.after(element("div", "tx-paper", note, ...frames(explorer, selectors, moved)));
  };

  addEventListener("beforeprint", () => {
    // One that the reader's browser computes is printed as it is
    const prepared = document.querySelectorAll(".tx-explorer:not(.tx-is-live) [data-selectors]");
    prepared.forEach((panels) => print(panels.closest(".tx-explorer")));
  });
  addEventListener("afterprint", () => document.querySelectorAll(".tx-paper").forEach((paper) => paper.remove()));
})();
