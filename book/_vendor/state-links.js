// A link to an explorer in a state, such as #orders:m=4;cell=lstm, and the button that makes one.
(() => {
  // Each selector of an explorer: its key, its values, and how its control is read and set
  const selectorsOf = (explorer) => {
    const { selectors } = explorer.querySelector("[data-selectors]").dataset;
    return Object.entries(JSON.parse(selectors)).map(([key, options]) => {
      const values = options.map(([value]) => value);
      const control = explorer.querySelector(`.tx-key-${key}`);
      const slider = control.querySelector(".noUi-target")?.noUiSlider;
      const buttons = [...control.querySelectorAll("button")];
      const index = () => (slider ? Math.round(slider.get()) : buttons.findIndex((button) => button.matches(".mod-active")));
      const choose = (i) => (slider ? slider.set(i) : buttons[i].click());
      return { key, values, get: () => values[index()], set: (value) => choose(values.indexOf(value)) };
    });
  };

  const linkTo = (explorer) => {
    const state = selectorsOf(explorer).map(({ key, get }) => `${key}=${encodeURIComponent(get())}`);
    return `#${explorer.querySelector("[data-explorer]").dataset.explorer}:${state.join(";")}`;
  };

  // The name and state in a fragment; of one that is no link to a state, nothing
  const parse = (fragment) => {
    const [, name, state] = fragment.match(/^#([\w-]+):(.*)$/) ?? [];
    try {
      return { name, state: state.split(";").filter(Boolean).map((pair) => pair.split("=").map(decodeURIComponent)) };
    } catch {
      return {};
    }
  };

  const open = (explorer, state) => {
    const selectors = new Map(selectorsOf(explorer).map((selector) => [selector.key, selector]));
    if (!state.every(([key, value]) => selectors.get(key)?.values.includes(value))) return;
    state.forEach(([key, value]) => selectors.get(key).set(value));
    explorer.scrollIntoView();
    // What is above may have grown meanwhile
    window.MathJax?.startup?.promise.then(() => explorer.scrollIntoView());
  };

  const addButton = (explorer) => {
    const row = Object.assign(document.createElement("div"), { className: "tx-link" });
    row.innerHTML = '<button type="button">Link to this state</button><output></output>';
    const [button, answer] = row.children;
    button.addEventListener("click", async () => {
      history.replaceState(null, "", linkTo(explorer));
      try {
        await navigator.clipboard.writeText(location.href);
        answer.textContent = "Copied.";
      } catch {
        answer.textContent = "It is in the address bar.";
      }
    });
    explorer.append(row);
  };

  const drawn = new Map();
  const arrive = () => {
    for (const panels of document.querySelectorAll(".tx-explorer [data-explorer]")) {
      const explorer = panels.closest(".tx-explorer"), name = panels.dataset.explorer;
      if (drawn.has(name) || !Object.keys(JSON.parse(panels.dataset.selectors)).every((key) => explorer.querySelector(`.tx-key-${key} :is(.noUi-handle, button)`))) continue;
      drawn.set(name, explorer);
      explorer.id = `explorer-${name}`;
      addButton(explorer);
      const wanted = parse(location.hash);
      if (wanted.name === name) open(explorer, wanted.state);
    }
  };
  const watch = new MutationObserver((changes) => changes.every(({ target }) => target.closest(".tx-free")) || arrive());
  watch.observe(document.body, { subtree: true, childList: true });
  arrive();
  addEventListener("hashchange", () => {
    const { name, state } = parse(location.hash);
    if (drawn.has(name)) open(drawn.get(name), state);
  });
})();
