// Forms that a passkey fills: <form data-passkey="get|create" data-options="address"><input name="credential">.
// Without a browser that can, the form stays hidden and the code by mail is there.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const listed = (items) => (items || []).map((item) => ({ ...item, id: bytes(item.id) }));

function asked(options) {
  const key = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
  if (key.user) key.user = { ...key.user, id: bytes(key.user.id) };
  if (key.excludeCredentials) key.excludeCredentials = listed(key.excludeCredentials);
  if (key.allowCredentials) key.allowCredentials = listed(key.allowCredentials);
  return { publicKey: key };
}

function answered(made) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (made.response[name]) response[name] = text(made.response[name]);
  }
  return { id: made.id, rawId: text(made.rawId), type: made.type, response, clientExtensionResults: {} };
}

async function fill(form) {
  const said = form.querySelector("[data-passkey-said]");
  said.hidden = true;
  try {
    const answer = await fetch(form.dataset.options, { headers: { Accept: "application/json" } });
    const options = await answer.json();
    if (options.problem) throw new Error(options.problem);
    const made = await navigator.credentials[form.dataset.passkey](asked(options));
    form.elements.credential.value = JSON.stringify(answered(made));
    form.submit();
  } catch (error) {
    said.hidden = false;
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    fill(form);
  });
}
