// The installed app's helper: keeps the shell's own files and one page for when there is no network, and shows
// notices. It never keeps a page, a fragment or an answer of the API: those are private.
// The server puts in, as the first line, the static address (it changes with every release) and what to keep.

/* global RELEASE, KEPT, OFFLINE */
self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const store = await caches.open(RELEASE);
      await store.addAll(KEPT);
      // Without cookies: the page of nobody.
      await store.put(OFFLINE, await fetch(OFFLINE, { credentials: "omit", cache: "reload" }));
      await self.skipWaiting();
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) if (name !== RELEASE) await caches.delete(name);
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (address.pathname.startsWith(RELEASE)) {
    event.respondWith(
      (async () => {
        const kept = await caches.match(request, { ignoreVary: true });
        if (kept) return kept;
        const answer = await fetch(request);
        if (answer.ok && answer.type === "basic" && answer.status === 200) {
          const store = await caches.open(RELEASE);
          await store.put(request, answer.clone());
        }
        return answer;
      })(),
    );
  } else if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(async () => (await caches.match(OFFLINE)) ?? Response.error()));
  }
});

self.addEventListener("push", (event) => {
  let notice = {};
  try {
    notice = event.data?.json() ?? {};
  } catch {
    return;
  }
  event.waitUntil(
    self.registration.showNotification(String(notice.title ?? "Parvis"), {
      body: String(notice.body ?? ""),
      tag: String(notice.tag ?? ""),
      icon: `${RELEASE}foundation/icons/icon-192.png`,
      badge: `${RELEASE}foundation/icons/badge-96.png`,
      data: { url: String(notice.url ?? "/") },
    }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const wanted = new URL(event.notification.data?.url ?? "/", self.location.origin);
  if (wanted.origin !== self.location.origin) return;
  event.waitUntil(
    (async () => {
      const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
      const here = open.find((page) => new URL(page.url).pathname === wanted.pathname);
      await (here ? here.focus() : self.clients.openWindow(wanted.href));
    })(),
  );
});
