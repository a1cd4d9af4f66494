// A figure in the reader's own hands: one press, and Python in this browser computes it for any values of its controls.
(() => {
  const { LivePython, element } = livePython;
  const digits = (step) => (String(step).split(".")[1] ?? "").length;

  // A native control for each that is declared: what it is set to, and where it stands
  class Slider {
    constructor({ key, label, low, high, step, start, at_most, when, whole, grows }) {
      Object.assign(this, { key, low, high, step, at_most, when, whole, grows });
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

  const PIECE = 100; // ms that one piece of what grows is to take
  const REST = 150; // ms without a change after which it grows: while a control is dragged, each piece would delay the next value

  // Asks for what grows in pieces, so that a pause or another setting acts at once
  class Growth {
    size = 1;

    // `others`: the keys of what another answer needs no new beginning for
    constructor({ key, low, step }, others, goOn) {
      Object.assign(this, { key, low, step, apart: Object.fromEntries([key, ...others].map((other) => [other, undefined])) });
      this.button = element("button", { type: "button", hidden: true, onclick: () => (this.paused ? goOn() : this.pause()) });
      this.go();
    }

    pause() {
      this.paused = true;
      this.button.textContent = "Go on";
    }

    go() {
      this.paused = false;
      this.button.textContent = "Pause";
    }

    // The values of the next piece
    next(values) {
      const settings = JSON.stringify({ ...values, ...this.apart });
      if (settings !== this.settings) Object.assign(this, { settings, reached: this.low - this.step, size: 1 });
      this.began = performance.now();
      return { ...values, [this.key]: Math.min(values[this.key], this.reached + this.size * this.step) };
    }

    // Whether these are the values of a first piece
    begins(values) {
      return values[this.key] === this.low;
    }

    // Whether there is more to ask for
    grown(values, all) {
      if (performance.now() - this.began < PIECE / 2) this.size = Math.min(32, 2 * this.size);
      else if (performance.now() - this.began > PIECE) this.size = Math.max(1, this.size >> 1);
      this.reached = values[this.key];
      this.button.hidden = this.reached >= all[this.key];
      return !this.paused && !this.button.hidden;
    }
  }

  class Figure extends LivePython {
    constructor(root) {
      super(root, { rest: "Live", live: "Back to the prepared figure", again: "The prepared figure.",
        offer: "Any values, computed by Python in your browser: a download of about 9\u00a0MB, once." });
      this.declared = JSON.parse(root.dataset.live);
      this.explorer = root.closest(".tx-explorer");
      this.home = [...this.explorer.children].find((child) => child.contains(root));
      this.home.classList.add("tx-free-home");
      this.lead = element("div", { className: "tx-lead" });
      this.told = element("p", { className: "tx-told" });
      this.layers = element("style");
      this.controls = this.declared.controls.map((control) => ("options" in control ? new Choice(control) : new Slider(control)));
      this.form = element("form", { className: "tx-free-controls", oninput: () => this.change(), onsubmit: () => false },
        ...this.controls.map(({ row }) => row));
      const grows = this.controls.find((control) => control.grows);
      const shows = this.declared.controls.filter((control) => control.shows).map(({ key }) => key);
      this.growth = grows && new Growth(grows, shows, () => this.change());
      if (grows) this.head.append(this.growth.button);
      root.prepend(this.head, this.said, this.form, this.lead, this.told, this.layers);
      root.hidden = false;
      this.become("static");
    }

    become(state, note) {
      super.become(state, note);
      if (this.growth) this.growth.button.hidden = true;
      this.explorer.classList.toggle("tx-is-live", state === "live");
      this.borrow(state === "live");
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
      const meant = meanings.filter(([state]) => Object.entries(state).every(([key, value]) => [value].flat().map(String).includes(chosen[key])));
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
      const box = live ? this.root.querySelector(".tx-panels") : this.prepared;
      const first = box.querySelector(".tx-panel:not(.tx-lent)");
      first ? first.after(...this.lent) : box.append(...this.lent);
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
      clearTimeout(this.rest); // what was about to be said is not the result any more
      this.controls.forEach((control) => control.show(this.values));
      this.growth?.go();
      this.wanted = this.values;
      this.stir?.();
      if (!this.busy) this.compute();
    }

    async compute() {
      this.busy = true;
      while (this.wanted && this.state === "live") {
        const all = this.wanted;
        const values = this.growth?.next(all) ?? all;
        this.wanted = undefined;
        try {
          const answer = await this.ask(this.declared.name, values);
          if (this.state === "live") this.show(answer);
          if (this.growth?.grown(values, all) && !this.wanted) {
            if (this.growth.begins(values)) await this.rested();
            if (!this.growth.paused) this.wanted ??= all;
          }
        } catch (reason) {
          this.told.textContent = reason.message;
        }
      }
      this.busy = false;
      this.sayResult();
    }

    // Once the reader has rested, or changed something
    rested() {
      return new Promise((resolve) => {
        this.stir = resolve;
        setTimeout(resolve, REST);
      });
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
