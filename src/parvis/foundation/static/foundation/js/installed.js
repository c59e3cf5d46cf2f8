// Registers the service worker on pages of people who are logged in.

import { meta } from "./words.js";

export function start() {
  const address = meta("parvis-worker");
  // Without HTTPS (localhost apart) browsers have none, and nothing is missing but the app's own conveniences.
  if (address && "serviceWorker" in navigator) navigator.serviceWorker.register(address, { scope: "/" }).catch(() => {});
}
