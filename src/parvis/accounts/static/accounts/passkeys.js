// Passkeys: a form with data-passkey="create" or "get" asks the browser for one and sends what it answers.
// Options lie in the page (data-passkey-options: id of a JSON script) or behind an address (data-passkey-ask).

const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function readable(options) {
  const key = structuredClone(options.publicKey);
  key.challenge = toBytes(key.challenge);
  if (key.user) key.user.id = toBytes(key.user.id);
  for (const list of [key.excludeCredentials, key.allowCredentials]) for (const entry of list ?? []) entry.id = toBytes(entry.id);
  return { publicKey: key };
}

function sendable(credential) {
  const { response } = credential;
  const parts = { clientDataJSON: toText(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"])
    if (response[name]) parts[name] = toText(response[name]);
  if (response.getTransports) parts.transports = response.getTransports();
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: parts,
  };
}

async function optionsOf(form) {
  if (!form.dataset.passkeyAsk) {
    const data = JSON.parse(document.getElementById(form.dataset.passkeyOptions).textContent);
    return data.creation_options ?? data.request_options;
  }
  const answer = await fetch(form.dataset.passkeyAsk, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()).request_options;
}

async function submit(form) {
  const wish = readable(await optionsOf(form));
  const creates = form.dataset.passkey === "create";
  if (creates) {
    const alone = form.elements.passwordless?.checked ?? false;
    const chosen = wish.publicKey.authenticatorSelection;
    chosen.residentKey = alone ? "required" : "discouraged";
    chosen.requireResidentKey = alone;
    if (alone) chosen.userVerification = "required";
  }
  const credential = creates ? await navigator.credentials.create(wish) : await navigator.credentials.get(wish);
  form.elements.credential.value = JSON.stringify(sendable(credential));
  form.submit();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const said = form.querySelector("[data-passkey-error]");
    if (said) said.hidden = true;
    submit(form).catch(() => {
      if (said) said.hidden = false;
    });
  });
}
