// What an editor types is kept with the account a second and a half after the last letter: a crash loses nothing.
for (const form of document.querySelectorAll("[data-editor]")) {
  const said = form.querySelector("[data-kept]");
  let timer = 0;
  const keep = () => {
    const body = new URLSearchParams();
    for (const name of ["csrfmiddlewaretoken", "article", "base", "title", "text"]) body.set(name, form.elements[name]?.value ?? "");
    return fetch(form.dataset.draftUrl, { method: "POST", body, credentials: "same-origin", keepalive: body.toString().length < 60000 })
      .then((answer) => {
        if (answer.ok && said) said.textContent = `${said.dataset.word} ${new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" })}`;
      })
      .catch(() => {});
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, 1500);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden" || !timer) return;
    clearTimeout(timer);
    keep();
  });
}
