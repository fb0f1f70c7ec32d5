// Keeps the site in the browser, so that it opens without a network.
//
// The build writes its version and its files in here. A build for development
// names no files, and then this keeps nothing and lets everything pass.
const VERSION = "@VERSION@";
const FILES = [/*@FILES@*/];

const PREFIX = "kconfig-playground-";
const CACHE = PREFIX + VERSION;
// Of what the site offers: the newest list wins, the last one serves offline.
const INDEX = "trees/index.json";
const BASE = new URL("./", self.location);

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || !url.href.startsWith(BASE.href)) return;
  if (request.mode === "navigate" && url.searchParams.has("no-offline")) {
    event.waitUntil(leave());
    return;
  }
  const path = url.href.slice(BASE.href.length).split(/[?#]/)[0] || "index.html";
  if (path === INDEX && FILES.length > 0) event.respondWith(newest(request));
  else if (FILES.includes(path)) event.respondWith(kept(path, request));
});

async function install() {
  const cache = await caches.open(CACHE);
  // Asks the server whether what the browser has is what the server has now.
  await cache.addAll(FILES.map((path) => new Request(new URL(path, BASE), { cache: "no-cache" })));
  if (FILES.length > 0) await cache.add(new URL(INDEX, BASE)).catch(() => {});
  // The next load is of this version; the page that is open has all it needs.
  await self.skipWaiting();
}

async function activate() {
  // The version before stays for a page that is still loading.
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.slice(0, FILES.length > 0 ? -1 : undefined).map((name) => caches.delete(name)));
}

async function kept(path, request) {
  const address = new URL(path, BASE).href;
  const found = (await caches.match(address, { cacheName: CACHE })) ?? (await caches.match(address));
  return found ?? fetch(request);
}

async function newest(request) {
  try {
    const response = await fetch(request);
    if (response.ok && !isLeaving) await (await caches.open(CACHE)).put(request.url, response.clone());
    return response;
  } catch (error) {
    const before = await caches.match(request.url);
    if (before) return before;
    throw error;
  }
}

// The way out: the page's address with ?no-offline.
let isLeaving = false;
async function leave() {
  isLeaving = true;
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  await Promise.all(names.map((name) => caches.delete(name)));
  await self.registration.unregister();
}
