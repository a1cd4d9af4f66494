// Compiles what the book's Python imports of its standard library as it starts, which it would otherwise do in every reader's
// browser: python_stdlib.compiled.zip, made of python_stdlib.zip by that very Python, under Node.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { loadPyodide } from "../book/_vendor/pyodide/pyodide.mjs";

const folder = fileURLToPath(new URL("../book/_vendor/pyodide/", import.meta.url));
const python = await loadPyodide({ indexURL: folder, lockFileURL: `${folder}book-lock.json` });
await python.loadPackage("taxrec-lite", { messageCallback: () => {} });
// No docstrings: nobody reads those of the standard library there, and they are a third of it
python.runPython(`
import sys
from importlib import import_module
from importlib._bootstrap_external import _code_to_hash_pyc
from importlib.util import source_hash
from pkgutil import iter_modules
from zipfile import ZIP_DEFLATED, ZipFile
from zipimport import zipimporter

from taxrec_lite import live

for module in iter_modules(live.__path__):
    import_module(f"taxrec_lite.live.{module.name}")

imported = [module for module in sys.modules.values() if isinstance(getattr(module, "__loader__", None), zipimporter)]
[archive] = {module.__loader__.archive for module in imported}
files = {module.__file__.removeprefix(archive + "/") for module in imported}
with ZipFile(archive) as official, ZipFile("compiled.zip", "w", ZIP_DEFLATED, compresslevel=9) as compiled:
    for entry in official.infolist():
        content = official.read(entry)
        if entry.filename in files:
            code = compile(content, f"{archive}/{entry.filename}", "exec", dont_inherit=True, optimize=2)
            content = _code_to_hash_pyc(code, source_hash(content), checked=False)
            entry.filename += "c"
        compiled.writestr(entry, content)
`);
writeFileSync(`${folder}python_stdlib.compiled.zip`, python.FS.readFile("compiled.zip"));
