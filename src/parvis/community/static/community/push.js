// Notices on this device: <form data-push="the sender's key" data-push-here="1" action="where to tell it">.
// The worker is registered only by pressing the button; whoever never does carries nothing of it.
const form = document.querySelector("form[data-push]");
const WORKER = "/community/service-worker.js";
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

function show(state) {
  for (const part of form.querySelectorAll("[data-push-when]")) part.hidden = !part.dataset.pushWhen.split(" ").includes(state);
}

async function tell(subscription, wanted) {
  const body = new FormData(form);
  body.set("wanted", wanted ? "1" : "0");
  body.set("subscription", JSON.stringify(subscription));
  const answer = await fetch(form.action, { method: "POST", body, redirect: "error" });
  if (!answer.ok) throw new Error(String(answer.status));
}

async function switchOn() {
  if ((await Notification.requestPermission()) !== "granted") return show("refused");
  await navigator.serviceWorker.register(WORKER, { scope: "/community/" });
  const worker = await navigator.serviceWorker.ready;
  const subscription = await worker.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: bytes(form.dataset.push),
  });
  await tell(subscription, true);
  return show("on");
}

async function switchOff() {
  const worker = await navigator.serviceWorker.getRegistration("/community/");
  const subscription = await worker?.pushManager.getSubscription();
  if (subscription) {
    await tell(subscription, false);
    await subscription.unsubscribe();
  }
  await worker?.unregister();
  show("off");
}

// What is read on this page goes from the device's screen.
async function clear(worker) {
  const unread = new Set([...document.querySelectorAll(".is-unread [data-tag]")].map((link) => link.dataset.tag));
  const read = [...document.querySelectorAll("[data-tag]")].map((link) => link.dataset.tag).filter((tag) => !unread.has(tag));
  for (const shown of await worker.getNotifications()) if (read.includes(shown.tag)) shown.close();
}

async function begin() {
  const worker = await navigator.serviceWorker.getRegistration("/community/");
  const own = worker?.active?.scriptURL.endsWith(WORKER) ? worker : null;
  const subscription = await own?.pushManager.getSubscription();
  if (own) await clear(own);
  if (subscription && form.dataset.pushHere) {
    await tell(subscription, true); // browsers give it a new address now and then
    return show("on");
  }
  return show(Notification.permission === "denied" ? "refused" : "off");
}

if (form && !("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) show("absent");
else if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter?.value === "0") switchOff().catch(() => show("failed"));
    else switchOn().catch(() => show("failed"));
  });
  begin().catch(() => show("off"));
}
