// A cell in the reader's own words: an editor in the place of its code, and a report that Python in this browser writes of it.
(() => {
  const { LivePython, element, base } = livePython;
  const KEPT = "taxrec-own-cell";
  const REST = 500; // ms without a key before the code is tried
  const PATIENCE = 15; // s after which it is stopped

  class OwnCell extends LivePython {
    constructor(root) {
      super(root, { rest: "Edit this cell", live: "Reset", offer: "An editor, and Python in your browser: a download of about 9\u00a0MB, once." });
      this.declared = JSON.parse(root.dataset.live);
      this.starts = JSON.parse(root.dataset.starts);
      this.code = root.querySelector(".tx-own-code");
      this.report = root.querySelector(".tx-own-report");
      [this.told, this.rules] = this.report.querySelectorAll(".tx-told, .tx-own-rules");
      const options = this.starts.map(({ title }, value) => element("option", { value }, title));
      this.select = element("select", { onchange: () => this.reset() }, ...options);
      this.stopper = element("button", { type: "button", hidden: true, onclick: () => this.give_up("You stopped it.") }, "Stop");
      this.choice = element("label", { className: "tx-own-start", hidden: true }, "start from ", this.select);
      this.problem = element("p", { className: "tx-own-problem", id: "tx-own-problem", hidden: true });
      this.keys = element("p", { className: "tx-own-keys", id: "tx-own-keys", hidden: true },
        "Tab leaves the editor. Control or Command with ] and [ moves lines in and out, with Z it takes a change back.");
      this.head.append(this.choice, this.stopper);
      root.prepend(this.head, this.said);
      this.code.after(this.problem, this.keys);
      this.become("static");
    }

    // Once an editor is there, the button brings back what was there before the reader's changes
    press() {
      if (this.state === "live") this.reset();
      else super.press();
    }

    async prepare() {
      ({ Editor: this.Editor } = await import(new URL("editor/editor.js", base)));
    }

    open() {
      this.draw ??= liveDrawing(this.report, this.declared);
      const kept = this.kept;
      const box = element("div", { className: "tx-own-editor" });
      this.editor = new this.Editor(box, { text: kept?.code ?? this.start, label: "The code of the cell, in Python",
        describedBy: "tx-own-keys tx-own-problem", change: () => this.change() });
      if (kept) this.select.value = kept.start;
      this.code.replaceWith(box);
      this.choice.hidden = this.keys.hidden = false;
      this.become("live");
      this.settled = "Ready. ";
      this.compute(this.editor.text);
      this.editor.focus();
    }

    get start() {
      return this.starts[this.select.value].code;
    }

    get kept() {
      try {
        return JSON.parse(localStorage.getItem(KEPT));
      } catch {
        return null; // nothing can be kept here
      }
    }

    keep(code) {
      try {
        if (code === this.start && this.select.value === "0") localStorage.removeItem(KEPT);
        else localStorage.setItem(KEPT, JSON.stringify({ start: this.select.value, code }));
      } catch {}
    }

    reset() {
      this.editor.text = this.start;
    }

    change() {
      clearTimeout(this.rest);
      this.rest = setTimeout(() => this.compute(this.editor.text), REST);
      this.keep(this.editor.text);
    }

    // The newest code is tried as soon as the last has been; no code between them ever is
    async compute(code) {
      this.wanted = code;
      if (this.busy) return;
      this.busy = true;
      while (this.wanted !== undefined) {
        const tried = this.wanted;
        this.wanted = undefined;
        this.note.textContent = "Computing …";
        try {
          await this.answer(tried);
        } catch (reason) {
          this.show_problem({ line: null, words: this.stopped ?? `${reason.message}.` });
        }
        this.note.textContent = "";
      }
      this.busy = false;
    }

    // An answer to code that has been changed since is dropped
    async answer(code) {
      this.stopped = undefined;
      await this.there();
      const slow = setTimeout(() => (this.stopper.hidden = false), 1000);
      const endless = setTimeout(() => this.give_up(`It ran for ${PATIENCE} seconds and was stopped. Is there a loop without an end?`), 1000 * PATIENCE);
      try {
        const answer = await this.ask(this.declared.name, { code });
        if (this.editor.text === code) this.show(answer);
      } finally {
        clearTimeout(slow);
        clearTimeout(endless);
        this.stopper.hidden = true;
      }
    }

    give_up(words) {
      this.stopped = `${words} Python starts anew.`;
      this.stop();
      this.there();
    }

    show(answer) {
      if (answer.problem) return this.show_problem(answer.problem);
      this.editor.mark(null);
      this.problem.hidden = true;
      this.report.classList.remove("tx-is-stale");
      this.draw(answer);
      this.told.innerHTML = answer.sentence;
      this.rules.innerHTML = answer.rules;
      this.announce(this.told.querySelector(".tx-verdict").textContent);
    }

    show_problem({ line, words }) {
      const told = line ? `Line ${line}. ${words}` : words;
      this.editor.mark(line, words);
      this.problem.textContent = told;
      this.problem.hidden = false;
      this.report.classList.add("tx-is-stale");
      this.announce(told);
    }

    announce(words) {
      this.say(`${this.settled}${words}`);
      this.settled = "";
      this.root.dispatchEvent(new CustomEvent("drawn"));
    }
  }

  document.querySelectorAll(".tx-own").forEach((root) => new OwnCell(root));
})();
