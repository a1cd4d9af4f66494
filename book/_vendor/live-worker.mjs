// Python, NumPy and the book's package in a worker: says how far it is while it loads, then answers what it is asked.
import { loadPyodide, version } from "./pyodide/pyodide.mjs";

const folder = new URL("./pyodide/", import.meta.url).href;
const lock = folder + "book-lock.json";
const network = self.fetch.bind(self);
const STEPS = { "numpy-": "NumPy", taxrec_lite: "the book’s package" };
const OFTEN = 100; // ms from one word on the bytes to the next
const loading = { step: "Python", bytes: 0 };
let told = 0;

let progress = (change) => {
  told = performance.now();
  postMessage({ kind: "progress", ...Object.assign(loading, change) });
};

const counted = (answer) => {
  const count = new TransformStream({
    transform(chunk, out) {
      loading.bytes += chunk.length;
      if (performance.now() - told > OFTEN) progress({});
      out.enqueue(chunk);
    },
  });
  return new Response(answer.body.pipeThrough(count), { headers: answer.headers, status: answer.status });
};

// What is here never changes under its name, but for the list of what is here; so all of it is kept for later pages
const keepAll = async () => {
  const store = await self.caches?.open(`pyodide-${version}`).catch(() => undefined);
  const ask = async (request, url) => {
    const answer = await network(request);
    if (answer.ok) store?.put(url, answer.clone()).catch(() => {}); // a full disk is no reason to fail
    return answer;
  };
  self.fetch = async (request) => {
    const url = String(request.url ?? request);
    const begun = Object.keys(STEPS).find((name) => url.includes(`/${name}`));
    if (begun) progress({ step: STEPS[begun] });
    const kept = await store?.match(url);
    if (url === lock) return ask(request, url).catch((reason) => kept ?? Promise.reject(reason));
    return counted(kept ?? (await ask(request, url)));
  };
};

const load = async () => {
  await keepAll();
  // Pyodide would import this script, which no store of ours could hold
  const script = await (await self.fetch(folder + "pyodide.asm.js")).text();
  await import(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
  const stdLibURL = folder + "python_stdlib.compiled.zip";
  const python = await loadPyodide({ indexURL: folder, lockFileURL: lock, stdLibURL, packages: ["taxrec-lite"] });
  python.runPython(`
import json
from pyodide.ffi import to_js
from js import Object
from taxrec_lite import live

def answer(name, values):
    return to_js(vars(live.compute(name, json.loads(values))), dict_converter=Object.fromEntries)
`);
  return python;
};

// What only some answers need is loaded with the first of them
const patiently = async (python, compute) => {
  try {
    return compute();
  } catch (error) {
    const [, missing] = error.message.match(/No module named '(\w+)'/) ?? [];
    if (!missing) throw error;
    await python.loadPackage(missing);
    return compute();
  }
};

const serve = (python) => {
  progress = () => {}; // what comes later keeps nobody waiting
  const answer = python.globals.get("answer");
  onmessage = async ({ data: { id, name, values } }) => {
    try {
      const found = await patiently(python, () => answer(name, JSON.stringify(values)));
      postMessage({ kind: "answer", id, answer: found });
    } catch (error) {
      postMessage({ kind: "answer", id, error: error.message.trim().split("\n").at(-1) });
    }
  };
  postMessage({ kind: "ready" });
};

load().then(serve, (error) => postMessage({ kind: "failed", error: error.message }));
