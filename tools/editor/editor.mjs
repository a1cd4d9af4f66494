// The editor of a page, for Python: Tab leaves it, Control or Command with ] and [ moves lines in and out
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";

class Editor {
  constructor(parent, { text, label, describedBy, change }) {
    const told = EditorView.updateListener.of((update) => update.docChanged && change());
    const named = EditorView.contentAttributes.of({ tabindex: "0", "aria-label": label, "aria-describedby": describedBy });
    const extensions = [lineNumbers(), lintGutter(), history(), drawSelection(), indentOnInput(), bracketMatching(), highlightActiveLine(),
      indentUnit.of("    "), python(), syntaxHighlighting(classHighlighter), keymap.of([...defaultKeymap, ...historyKeymap]), named, told];
    this.view = new EditorView({ parent, state: EditorState.create({ doc: text, extensions }) });
  }

  get text() {
    return this.view.state.doc.toString();
  }

  set text(text) {
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: text } });
  }

  focus() {
    this.view.focus();
  }

  // Says on a line what is wrong there; without a line nothing is marked
  mark(line, message) {
    const { doc } = this.view.state;
    const at = line && doc.line(Math.min(line, doc.lines));
    const found = at ? [{ from: at.from + at.text.search(/\S|$/), to: at.to, severity: "error", message }] : [];
    this.view.dispatch(setDiagnostics(this.view.state, found));
  }
}

export { Editor };
