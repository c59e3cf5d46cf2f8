// The page that waits for a new database: as long as the session lives, the old one is still there.
const page = document.querySelector("[data-wait-for-end]");
const EVERY = 1500;

async function look() {
  try {
    // Refused or redirected: this session is gone, and with it the demo.
    const answer = await fetch(location.href, { redirect: "manual", cache: "no-store" });
    const health = answer.ok ? null : await fetch("/healthz", { credentials: "omit", cache: "no-store" });
    if (health && health.ok) {
      location.replace(page.dataset.waitForEnd);
      return;
    }
  } catch {
    // Nobody answers while the pages are stopped: ask again.
  }
  setTimeout(look, EVERY);
}

if (page) setTimeout(look, EVERY);
