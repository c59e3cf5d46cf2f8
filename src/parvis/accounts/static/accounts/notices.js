// Switches notices on and off in this browser: asks for leave, subscribes with the installation's key, tells it.

const place = document.querySelector("[data-notices]");
const token = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

function show(state) {
  for (const line of place.querySelectorAll("[data-notices-say]")) line.hidden = line.dataset.noticesSay !== state;
  place.querySelector("[data-notices-on]").hidden = state !== "off" && state !== "refused";
  place.querySelector("[data-notices-off]").hidden = state !== "on";
}

async function tell(subscription, wanted) {
  const answer = await fetch(place.dataset.noticesUrl, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
    body: JSON.stringify({ ...subscription.toJSON(), wanted }),
  });
  if (!answer.ok) throw new Error(String(answer.status));
}

async function switchOn(worker) {
  if ((await Notification.requestPermission()) !== "granted") return show("refused");
  const subscription = await worker.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: bytes(place.dataset.notices),
  });
  await tell(subscription, true);
  return show("on");
}

async function switchOff(worker) {
  const subscription = await worker.pushManager.getSubscription();
  if (subscription) {
    await tell(subscription, false);
    await subscription.unsubscribe();
  }
  show("off");
}

if (place && !("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) show("absent");
else if (place) {
  const worker = await navigator.serviceWorker.ready;
  show((await worker.pushManager.getSubscription()) ? "on" : Notification.permission === "denied" ? "refused" : "off");
  place.querySelector("[data-notices-on]").addEventListener("click", () => switchOn(worker).catch(() => show("refused")));
  place.querySelector("[data-notices-off]").addEventListener("click", () => switchOff(worker).catch(() => show("on")));
}
