// Shows members' notices on their device. It keeps no page and answers no request.
// The server puts in, as the first line, where the icons are (their address changes with every release).

/* global ICONS */
self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));

self.addEventListener("push", (event) => {
  let notice = {};
  try {
    notice = event.data?.json() ?? {};
  } catch {
    return;
  }
  event.waitUntil(
    (async () => {
      await self.registration.showNotification(String(notice.title ?? ""), {
        body: String(notice.body ?? ""),
        tag: String(notice.tag ?? ""),
        icon: ICONS["icon-192"],
        badge: ICONS["badge-96"],
        data: { url: String(notice.url ?? "/community/notices/") },
      });
      // What was read on another device since goes from this one.
      if (!Array.isArray(notice.unread)) return;
      for (const shown of await self.registration.getNotifications()) {
        if (shown.tag !== notice.tag && !notice.unread.includes(shown.tag)) shown.close();
      }
    })(),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const wanted = new URL(event.notification.data?.url ?? "/community/notices/", self.location.origin);
  if (wanted.origin !== self.location.origin) return;
  event.waitUntil(self.clients.openWindow(wanted.href));
});
