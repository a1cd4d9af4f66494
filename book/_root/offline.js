// Keeps every page that is read, with what it needs, so that it is there without a network. From the network, where there is
// one, nothing old is shown. What Python needs is kept by live-worker.mjs; JupyterLite, below lite/, has a worker of its own.
const STORE = "pages";
const OTHERS = /^(lite\/|_static\/pyodide\/(?!pyodide\.mjs))/;

const ours = (url) => url.startsWith(registration.scope) && !OTHERS.test(url.slice(registration.scope.length));

// A file's older version goes, whatever was asked for behind its name
const keep = async (url, answer) => {
  const store = await caches.open(STORE);
  await store.delete(url, { ignoreSearch: true });
  await store.put(url, answer);
};

const answered = async (event) => {
  const { url } = event.request;
  try {
    const answer = await fetch(event.request);
    if (answer.status === 200) event.waitUntil(keep(url, answer.clone()).catch(() => {})); // a full disk is no reason to fail
    return answer;
  } catch (reason) {
    const kept = await (await caches.open(STORE)).match(url, { ignoreSearch: true, ignoreVary: true });
    if (kept) return kept;
    throw reason;
  }
};

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => event.request.method === "GET" && ours(event.request.url) && event.respondWith(answered(event)));
// What was there before this was: addresses
addEventListener("message", (event) => event.waitUntil(Promise.allSettled(event.data.filter(ours).map(async (url) => keep(url, await fetch(url))))));
