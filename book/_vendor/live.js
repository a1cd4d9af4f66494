// A figure in the reader's own hands: one press, and Python in this browser computes it for any values of its controls.
(() => {
  const base = new URL(".", document.currentScript.src);
  const element = (tag, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };
  const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

  // Python, once for all figures of the page: `ready` when it is there; `ask` for an answer; who leaves last ends a load
  class Engine {
    users = new Set();
    waiting = new Map();
    asked = 0;
    loaded = false;

    constructor() {
      this.worker = new Worker(new URL("live-worker.mjs", base), { type: "module" });
      this.ready = new Promise((resolve, reject) => {
        this.worker.onmessage = ({ data }) => {
          if (data.kind === "progress") this.users.forEach((user) => user.progress(data));
          else if (data.kind === "ready") resolve((this.loaded = true));
          else if (data.kind === "failed") reject(new Error(data.error));
          else this.answered(data);
        };
        this.worker.onerror = (event) => reject(new Error(event.message ?? "it could not be loaded"));
      });
      this.ready.catch(() => this.end());
    }

    ask(name, values) {
      const id = ++this.asked;
      this.worker.postMessage({ id, name, values });
      return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
    }

    answered({ id, answer, error }) {
      const { resolve, reject } = this.waiting.get(id);
      this.waiting.delete(id);
      answer ? resolve(answer) : reject(new Error(error));
    }

    leave(user) {
      this.users.delete(user);
      if (!this.loaded && !this.users.size) this.end();
    }

    end() {
      this.worker.terminate();
      if (engine === this) engine = undefined;
    }
  }
  let engine;

  const digits = (step) => (String(step).split(".")[1] ?? "").length;

  // A native control for each that is declared: what it is set to, and where it stands
  class Slider {
    constructor({ key, label, low, high, step, start, at_most, when, whole }) {
      Object.assign(this, { key, low, high, step, at_most, when, whole });
      this.input = element("input", { type: "range", name: key, min: this.place(low), max: this.place(high), step: step ?? "any" });
      this.output = element("output");
      this.row = element("label", { className: "tx-free-slider" }, element("span", {}, label), this.input, this.output);
      this.input.value = this.place(start);
    }

    place(value) {
      return this.step === null ? Math.log10(value) : value;
    }

    get value() {
      if (this.step !== null) return Number(this.input.value);
      const value = Number((10 ** this.input.value).toPrecision(3));
      return this.whole ? Math.round(value) : value;
    }

    set value(value) {
      this.input.value = this.place(value);
    }

    show(values) {
      this.row.hidden = Object.entries(this.when ?? {}).some(([key, allowed]) => !allowed.includes(values[key]));
      if (this.at_most) this.input.max = Math.min(this.high, values[this.at_most]);
      const text = this.step === null ? this.value.toLocaleString("en") : this.value.toFixed(digits(this.step));
      this.output.textContent = text;
      this.input.setAttribute("aria-valuetext", text);
    }
  }

  class Choice {
    constructor({ key, label, options, start }) {
      this.key = key;
      const all = Object.entries(options).map(([value, words]) => element("option", { value }, words));
      this.input = element("select", { name: key }, ...all);
      this.row = element("label", { className: "tx-free-choice" }, element("span", {}, label), this.input);
      this.value = start;
    }

    get value() {
      return this.input.value;
    }

    set value(value) {
      this.input.value = value;
    }

    show() {}
  }

  class Figure {
    state = "static";

    constructor(root) {
      this.root = root;
      this.declared = JSON.parse(root.dataset.live);
      this.explorer = root.closest(".tx-explorer");
      this.home = [...this.explorer.children].find((child) => child.contains(root));
      this.home.classList.add("tx-free-home");
      this.button = element("button", { type: "button", onclick: () => this.press() }, "Live");
      this.note = element("span", { className: "tx-free-note" });
      this.bar = element("progress", { max: 4, hidden: true, ariaLabel: "Loading Python" });
      this.said = element("div", { className: "tx-free-said", role: "status" });
      this.lead = element("div", { className: "tx-lead" });
      this.told = element("p", { className: "tx-told" });
      this.layers = element("style");
      this.controls = this.declared.controls.map((control) => ("options" in control ? new Choice(control) : new Slider(control)));
      this.form = element("form", { className: "tx-free-controls", oninput: () => this.change(), onsubmit: () => false },
        ...this.controls.map(({ row }) => row));
      root.prepend(element("div", { className: "tx-free-bar" }, this.button, this.bar, this.note), this.said, this.form, this.lead, this.told, this.layers);
      root.hidden = false;
      this.become("static");
    }

    become(state, note = "") {
      this.state = this.root.dataset.state = state;
      this.button.textContent = { static: "Live", loading: "Cancel", live: "Back to the prepared figure" }[state];
      this.bar.hidden = state !== "loading";
      this.explorer.classList.toggle("tx-is-live", state === "live");
      this.borrow(state === "live");
      this.note.textContent = note || (state === "static" ? "Any values, computed by Python in your browser: a download of about 9 MB, once." : "");
    }

    // What changes slowly enough to be listened to
    say(words) {
      this.said.textContent = words;
    }

    press() {
      if (this.state === "static") return this.load();
      engine?.leave(this);
      this.become("static");
      this.say("The prepared figure.");
    }

    async load() {
      if (location.protocol === "file:") return this.fail("Python cannot be loaded from a folder: open the book from a web server.");
      if (!globalThis.WebAssembly || !globalThis.Worker) return this.fail("This browser cannot run Python.");
      this.become("loading", "Loading Python …");
      this.say("Loading Python, NumPy and the book’s package.");
      try {
        engine ??= new Engine();
        engine.users.add(this);
        const mine = engine;
        await mine.ready;
        // Cancelled meanwhile, or cancelled and pressed again
        if (this.state !== "loading" || !mine.users.has(this)) return;
        this.bar.value = 4;
        this.open();
      } catch (reason) {
        if (this.state === "loading") this.fail(`Python cannot be loaded here: ${reason.message}.`);
      }
    }

    fail(words) {
      this.become("static", words);
      this.say(words);
    }

    progress({ step, bytes }) {
      this.bar.value = ["Python", "NumPy", "the book’s package"].indexOf(step) + 1;
      this.note.textContent = `Loading ${step}: ${megabytes(bytes)} so far`;
    }

    open() {
      this.draw ??= liveDrawing(this.root, this.declared);
      this.begin();
      this.become("live");
      this.change();
      this.settled = "Ready. ";
      if (document.activeElement === this.button) this.explorer.scrollIntoView();
    }

    // The style rules by which the prepared figure shows the values of its selectors
    get rules() {
      return [...this.explorer.querySelectorAll("style")].flatMap((sheet) => {
        const [, key, value] = sheet.textContent.match(/\[data-(\w+)\]:not\(\[data-\w+~='(.*?)'\]\)/) ?? [];
        return key && sheet !== this.layers ? [{ sheet, key, value }] : [];
      });
    }

    // From the state that the reader has chosen there
    begin() {
      const chosen = Object.fromEntries(this.rules.map(({ key, value }) => [key, value]));
      const meanings = JSON.parse(this.prepared.dataset.meanings ?? "[]");
      const meant = meanings.filter(([state]) => Object.entries(state).every(([key, value]) => chosen[key] === String(value)));
      const values = Object.assign({}, chosen, ...meant.map(([, set]) => set));
      this.controls.filter(({ key }) => key in values).forEach((control) => (control.value = values[control.key]));
    }

    get prepared() {
      return this.explorer.querySelector("[data-explorer]");
    }

    // Panels that the prepared figure lends, in the layers that an answer names
    borrow(live) {
      if (!live && !this.lent) return;
      this.lent ??= [...this.prepared.querySelectorAll(".tx-lent")];
      (live ? this.root.querySelector(".tx-panels") : this.prepared).append(...this.lent);
      if (this.lent.length) this.rules.forEach(({ sheet }) => (sheet.disabled = live));
      this.layers.disabled = !live;
    }

    reveal(layers) {
      const rules = Object.entries(layers).map(([key, value]) => `.tx-free [data-${key}]:not([data-${key}~='${value}']) { display: none }`);
      const text = rules.join("\n");
      if (this.layers.textContent !== text) this.layers.textContent = text;
    }

    get values() {
      return Object.fromEntries(this.controls.map(({ key, value }) => [key, value]));
    }

    // The newest values are computed as soon as the last are drawn; those between them never
    change() {
      this.controls.forEach((control) => control.show(this.values));
      this.wanted = this.values;
      if (!this.busy) this.compute();
    }

    async compute() {
      this.busy = true;
      while (this.wanted && this.state === "live") {
        const values = this.wanted;
        this.wanted = undefined;
        try {
          const answer = await engine.ask(this.declared.name, values);
          if (this.state === "live") this.show(answer);
        } catch (reason) {
          this.told.textContent = reason.message;
        }
      }
      this.busy = false;
      this.sayResult();
    }

    show(answer) {
      this.draw(answer);
      this.reveal(answer.layers);
      this.told.innerHTML = answer.sentence;
      if (this.lead.dataset.source !== answer.lead) {
        this.lead.dataset.source = this.lead.innerHTML = answer.lead;
        if (answer.lead) MathJax.typesetPromise([this.lead]).then(() => this.reachLead());
      }
      this.root.dispatchEvent(new CustomEvent("drawn", { detail: answer }));
    }

    // What scrolls can be reached by the keyboard
    reachLead() {
      this.lead.querySelectorAll("mjx-container[display=true]").forEach((box) => {
        if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      });
    }

    // Once the reader rests
    sayResult() {
      clearTimeout(this.rest);
      this.rest = setTimeout(() => {
        if (this.state !== "live") return;
        this.say(`${this.settled}${this.told.textContent}`);
        this.settled = "";
      }, 400);
    }
  }

  // Hidden until there is a figure of it
  const arrive = () => document.querySelectorAll(".tx-explorer .tx-free[hidden]").forEach((root) => new Figure(root));
  const watch = new MutationObserver((changes) => changes.every(({ target }) => target.closest(".tx-free")) || arrive());
  watch.observe(document.body, { subtree: true, childList: true });
  arrive();
})();
