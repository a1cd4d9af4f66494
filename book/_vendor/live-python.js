// Python in this browser, and what every part of a page has that it brings to life: a button, how far the load is, what is said.
(() => {
  const base = new URL(".", document.currentScript.src);
  const element = (tag, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };
  const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

  // Python, once for all of the page: `ready` when it is there; `ask` for an answer; who leaves last ends a load
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

    // What was asked and not answered is not answered any more
    end() {
      this.worker.terminate();
      this.waiting.forEach(({ reject }) => reject(new Error("Python was stopped")));
      if (engine === this) engine = undefined;
    }
  }
  let engine;

  const python = () => (engine ??= new Engine());

  // From now on pages that are read are there without a network: this one, and what Python begins with
  const stayWithoutNetwork = async () => {
    const { serviceWorker } = navigator;
    if (!serviceWorker) return;
    await serviceWorker.register(new URL("../offline.js", base));
    const { active } = await serviceWorker.ready;
    const begun = ["live-worker.mjs", "pyodide/pyodide.mjs"].map((name) => new URL(name, base).href);
    active.postMessage([location.href.split("#")[0], ...begun, ...performance.getEntriesByType("resource").map(({ name }) => name)]);
  };

  // `words`: of the button at rest and when live, what it offers, and what is said on the way back
  class LivePython {
    constructor(root, words) {
      Object.assign(this, { root, words });
      this.button = element("button", { type: "button", onclick: () => this.press() });
      this.note = element("span", { className: "tx-free-note" });
      this.bar = element("progress", { max: 4, hidden: true, ariaLabel: "Loading Python" });
      this.said = element("div", { className: "tx-free-said", role: "status" });
      this.head = element("div", { className: "tx-free-bar" }, this.button, this.bar, this.note);
    }

    become(state, note = "") {
      this.state = this.root.dataset.state = state;
      this.button.textContent = { static: this.words.rest, loading: "Cancel", live: this.words.live }[state];
      this.bar.hidden = state !== "loading";
      this.note.textContent = note || (state === "static" ? this.words.offer : "");
    }

    // What changes slowly enough to be listened to
    say(words) {
      this.said.textContent = words;
    }

    press() {
      if (this.state === "static") return this.load();
      engine?.leave(this);
      this.become("static");
      this.say(this.words.again);
    }

    async load() {
      if (location.protocol === "file:") return this.fail("Python cannot be loaded from a folder: open the book from a web server.");
      if (!globalThis.WebAssembly || !globalThis.Worker) return this.fail("This browser cannot run Python.");
      this.become("loading", "Loading Python …");
      this.say("Loading Python, NumPy and the book’s package.");
      try {
        const mine = python();
        mine.users.add(this);
        await Promise.all([mine.ready, this.prepare()]);
        // Cancelled meanwhile, or cancelled and pressed again
        if (this.state !== "loading" || !mine.users.has(this)) return;
        this.bar.value = 4;
        this.open();
        stayWithoutNetwork().catch(() => {}); // some browsers allow no such thing
      } catch (reason) {
        if (this.state === "loading") this.fail(`Python cannot be loaded here: ${reason.message}.`);
      }
    }

    // What else must be there before it opens
    async prepare() {}

    fail(words) {
      this.become("static", words);
      this.say(words);
    }

    progress({ step, bytes }) {
      this.bar.value = ["Python", "NumPy", "the book’s package"].indexOf(step) + 1;
      this.note.textContent = `Loading ${step}: ${megabytes(bytes)} so far`;
    }

    // Python when it is there, which is a new one after a stop
    async there() {
      const mine = python();
      mine.users.add(this);
      await mine.ready;
      return mine;
    }

    async ask(name, values) {
      return (await this.there()).ask(name, values);
    }

    // Whatever Python is at, it is given up
    stop() {
      engine?.end();
    }
  }

  globalThis.livePython = { LivePython, element, base };
})();
