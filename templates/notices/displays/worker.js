// Keeps the last good answer for each address of screens and kiosks, and gives it when
// the network is gone.
"use strict";
const KEPT = "displays-{{ release }}";

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name !== KEPT);
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(old(names).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

async function keep(request, answer) {
  const cache = await caches.open(KEPT);
  await cache.put(request, answer);
}

// Says of an answer that it comes from the store.
function marked(kept) {
  const headers = new Headers(kept.headers);
  headers.set("X-Kept", "1");
  return new Response(kept.body, { status: kept.status, headers });
}

async function answer(request) {
  try {
    const fresh = await fetch(request);
    if (fresh.ok) await keep(request, fresh.clone());
    return fresh;
  } catch (lost) {
    const kept = await caches.match(request, { ignoreVary: true });
    if (kept) return marked(kept);
    const start = request.mode === "navigate" && (await caches.match(startOf(request)));
    if (start) return marked(start);
    throw lost;
  }
}

// The first page of a screen or kiosk: /kiosk/<unit>/.
function startOf(request) {
  const parts = new URL(request.url).pathname.split("/");
  return `/${parts[1]}/${parts[2]}/`;
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const isOurs = new URL(request.url).origin === self.location.origin;
  if (isOurs && request.method === "GET" && request.cache !== "no-store") {
    event.respondWith(answer(request));
  }
});
