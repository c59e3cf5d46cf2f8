// Blocks for the company's own site: <div data-parvis="reviews" data-product="MIS-2"></div>. No cookie, nothing from
// others, nothing kept beyond the tab. What stands in the element stays where this cannot run or nobody answers.
(() => {
  const base = new URL(document.currentScript.src).origin + "/community/blocks/";
  const STYLES = `
:host { display: block; font: inherit; font-family: var(--parvis-font, inherit); color: var(--parvis-text, inherit); }
* { box-sizing: border-box; }
a { color: var(--parvis-accent, LinkText); }
h3, h4 { margin: 0; font-size: 1.2em; line-height: 1.3; }
h4 { font-size: 1em; }
p { margin: 0.35em 0; }
article { padding: 1em 0; border-top: 1px solid var(--parvis-line, color-mix(in srgb, currentColor 20%, transparent)); }
.quiet { font-size: 0.85em; color: var(--parvis-quiet, color-mix(in srgb, currentColor 78%, transparent)); }
.stars { color: var(--parvis-star, inherit); letter-spacing: 0.06em; white-space: nowrap; }
.off { opacity: 0.35; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.mean { font-size: 2em; font-weight: 650; line-height: 1.1; }
.row { display: flex; flex-wrap: wrap; gap: 0.5em 1em; align-items: center; }
.mark { display: inline-block; padding: 0 0.6em; border: 1px solid; border-radius: 99em; font-size: 0.8em; }
.words { overflow-wrap: anywhere; max-width: 70ch; }
.words pre { overflow-x: auto; }
.reply { margin-top: 0.7em; padding: 0.4em 1em; border-left: 3px solid var(--parvis-accent, currentColor); }
.pictures img { height: 6em; width: auto; margin: 0.3em 0.3em 0 0; border-radius: var(--parvis-radius, 6px); }
ul { margin: 0.4em 0; padding: 0; list-style: none; }
li { padding: 0.4em 0; }
button, select, input, .button { font: inherit; min-height: 2.75em; padding: 0.3em 0.9em; color: inherit; text-decoration: none;
background: var(--parvis-surface, transparent); border: 1px solid var(--parvis-line, currentColor);
border-radius: var(--parvis-radius, 6px); display: inline-flex; align-items: center; cursor: pointer; }
input { width: 100%; max-width: 40em; cursor: text; }
option { color: CanvasText; background: Canvas; }
label { display: block; font-weight: 600; margin: 0.4em 0; }
:focus-visible { outline: 2px solid var(--parvis-accent, currentColor); outline-offset: 2px; }
table { border-collapse: collapse; }
td, th { padding: 0.1em 0.7em 0.1em 0; text-align: left; font-weight: inherit; }
meter { width: 8em; }
`;
  let sheet;

  const languageOf = (element) => (element.dataset.language || element.closest("[lang]")?.lang || "en").slice(0, 2);

  // make("p", {class: "quiet"}, "words", other): text stays text.
  function make(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key === "on") made.addEventListener(...value);
      else if (value !== undefined && value !== "" && value !== false) made.setAttribute(key, value);
    }
    made.append(...children.filter((child) => child !== "" && child != null));
    return made;
  }

  // HTML that Parvis made and cleaned; its links and pictures are made whole.
  function words(html, language) {
    const made = make("div", { class: "words", lang: language });
    const parsed = new DOMParser().parseFromString(html, "text/html").body;
    for (const bad of parsed.querySelectorAll("script, style, iframe, object, form")) bad.remove();
    for (const link of parsed.querySelectorAll("[href]")) link.href = new URL(link.getAttribute("href"), base).href;
    for (const image of parsed.querySelectorAll("[src]")) image.src = new URL(image.getAttribute("src"), base).href;
    made.append(...parsed.childNodes);
    return made;
  }

  const stars = (n, said) =>
    make("span", { class: "stars" },
      make("span", { "aria-hidden": "true" }, "★".repeat(n), make("span", { class: "off" }, "★".repeat(5 - n))),
      make("span", { class: "unseen" }, said));

  const link = (href, text, kind) => make("a", { href, class: kind }, text);

  function rootOf(element) {
    const root = element.shadowRoot || element.attachShadow({ mode: "open" });
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLES);
    }
    root.adoptedStyleSheets = [sheet];
    return root;
  }

  async function read(name, values) {
    const answer = await fetch(`${base}${name}.json?${new URLSearchParams(values)}`, { credentials: "omit" });
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  }

  // ------------------------------------------------------------------ what is counted
  // While effect is measured, a tab draws once whether it sees blocks, and remembers of each whether it was there,
  // was seen, and was followed by a purchase. That stays in the tab (sessionStorage) and goes with it; what is sent
  // are these words, without any mark of the tab. Who asks not to be tracked is not counted at all.
  const isAgainst = navigator.globalPrivacyControl || navigator.doNotTrack === "1";
  function memory(key, value) {
    try {
      if (value !== undefined) sessionStorage.setItem(`parvis:${key}`, value);
      return sessionStorage.getItem(`parvis:${key}`);
    } catch {
      return null;
    }
  }

  function tell(kind, product, arm, what) {
    fetch(`${base}noted/`, {
      method: "POST", keepalive: true, credentials: "omit", headers: { "Content-Type": "text/plain" },
      body: JSON.stringify({ kind, product, arm, what }),
    }).catch(() => {});
  }

  // "plain": nothing is measured. null: not counted.
  function armOf(data) {
    if (isAgainst) return null;
    if (!data.measured) return "plain";
    const drawn = memory("draw") ?? memory("draw", String(Math.random()));
    return drawn === null ? null : Number(drawn) < data.hold_out ? "held" : "shown";
  }

  function count(element, kind, product, arm) {
    if (arm === null) return;
    const key = `${kind}:${product}`;
    const once = (state, what) => {
      if (arm !== "plain") {
        const known = memory(key) ?? `${arm} `;
        if (known.split(" ")[1].includes(state)) return;
        memory(key, known + state);
      }
      tell(kind, product, arm, what);
    };
    once("t", "tab");
    if (arm === "held") return;
    const watch = new IntersectionObserver((seen) => {
      if (!seen.some((one) => one.isIntersecting)) return;
      watch.disconnect();
      once("s", "seen");
    }, { rootMargin: "-80px 0px" });
    watch.observe(element);
  }

  // On the page after a purchase: <div data-parvis="bought" data-products="MIS-2,PUM-1" hidden></div>
  function bought(products) {
    if (isAgainst) return;
    for (const product of products) {
      for (const kind of ["reviews", "questions"]) {
        const key = `${kind}:${product}`;
        const known = memory(key);
        if (!known || known.endsWith("b")) continue;
        const [arm, states] = known.split(" ");
        tell(kind, product, arm, states.includes("s") ? "bought_seen" : "bought");
        memory(key, `${known}b`);
      }
    }
  }

  // ------------------------------------------------------------------ kinds
  function oneReview(one, w) {
    const reply = one.reply && make("div", { class: "reply" },
      make("p", {}, make("b", {}, one.reply.by), " ", make("span", { class: "quiet" }, one.reply.when)), words(one.reply.html));
    return make("article", {},
      make("p", { class: "row" }, stars(one.stars, one.stars_words), one.title && make("b", { lang: one.language }, one.title)),
      make("p", { class: "row" }, make("span", {}, one.by), one.verified && make("span", { class: "mark" }, one.verified)),
      make("p", { class: "quiet" }, one.dates, one.changed && " · ", one.changed && link(one.history_url, one.changed)),
      one.consideration && make("p", { class: "quiet" }, make("b", {}, one.consideration)),
      words(one.html, one.language),
      one.pictures.length ? make("p", { class: "pictures" }, ...one.pictures.map((url) => make("img", { src: url, alt: "", loading: "lazy" }))) : "",
      make("p", { class: "quiet row" }, one.helpful, link(one.url, w.helpful)),
      reply);
  }

  function drawReviews(element, data, again) {
    const w = data.words;
    const choose = make("select", { "aria-label": w.order, on: ["change", (event) => again({ order: event.target.value, page: 1 }, "select")] },
      ...data.orders.map(([code, said]) => make("option", { value: code, selected: code === data.order && "selected" }, said)));
    const table = make("table", {}, ...data.stars.shares.map(([n, many, percent, said]) => make("tr", {},
      make("th", { scope: "row" }, stars(n, said)), make("td", {}, make("meter", { min: 0, max: 100, value: percent }, `${percent} %`)), make("td", {}, String(many)))));
    const more = data.page < data.pages && make("button", { type: "button", on: ["click", () => again({ order: data.order, page: data.page + 1 }, "h3")] }, w.more);
    rootOf(element).replaceChildren(make("section", { "aria-label": `${w.heading}: ${data.product}` },
      make("h3", { tabindex: -1 }, w.heading),
      data.stars.n ? make("div", { class: "row" }, make("span", { class: "mean" }, data.stars.mean_words), stars(Math.round(data.stars.mean), ""), table) : "",
      make("p", { class: "quiet" }, data.stars.words),
      make("p", { class: "quiet" }, w.note, " ", link(data.how_url, w.how)),
      make("div", { class: "row" }, data.stars.n > 1 && choose, link(data.write_url, w.write, "button")),
      ...data.rows.map((one) => oneReview(one, w)),
      make("p", { class: "row" }, more, data.pages > 1 && link(data.url, w.all))));
    if (element.dataset.schema !== "off" && data.page === 1 && !document.getElementById("parvis-schema")) {
      document.head.append(Object.assign(document.createElement("script"), {
        type: "application/ld+json", id: "parvis-schema", textContent: JSON.stringify(data.schema).replaceAll("<", "\\u003c"),
      }));
    }
  }

  const listed = (rows) => make("ul", {}, ...rows.map((row) => make("li", {},
    make("a", { href: row.url, lang: row.language }, row.title), " ", make("span", { class: "quiet" }, row.state))));

  async function ofProduct(element, kind) {
    const product = element.dataset.product ?? "";
    const ask = (values) => read(kind, { product, language: languageOf(element), ...values });
    const first = await ask({});
    const arm = armOf(first);
    if (arm === "held") {
      // The whole block is held back, never a part of its reviews.
      rootOf(element).replaceChildren();
    } else if (kind === "reviews") {
      const again = async (values, focus) => {
        try {
          drawReviews(element, await ask(values), again);
          element.shadowRoot.querySelector(focus)?.focus();
        } catch { /* what is shown stays */ }
      };
      drawReviews(element, first, again);
    } else {
      const w = first.words;
      rootOf(element).replaceChildren(make("section", { "aria-label": `${w.heading}: ${first.product}` }, make("h3", {}, w.heading),
        first.rows.length ? listed(first.rows) : make("p", { class: "quiet" }, w.none),
        make("p", { class: "row" }, link(first.ask_url, w.ask, "button"), first.rows.length > 7 && link(first.url, w.all))));
    }
    count(element, kind, product, arm);
  }

  async function askBlock(element) {
    const language = languageOf(element);
    const { words: w, ask_url: url, ...data } = await read("ask", { language });
    const found = make("div", { role: "status" });
    const field = make("input", { id: "q", type: "search", maxlength: 200, autocomplete: "off" });
    const go = link(url, w.ask, "button");
    let timer = 0;
    let newest = 0;
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(async () => {
        const typed = field.value.trim();
        const asked = ++newest;
        go.href = `${url}?title=${encodeURIComponent(typed)}`;
        if (typed.length < 4) return found.replaceChildren();
        const answer = await read("ask", { language, q: typed }).catch(() => null);
        if (!answer || asked !== newest) return undefined;
        return found.replaceChildren(make("p", { class: "quiet" }, answer.rows.length ? w.found : w.none), listed(answer.rows));
      }, 400);
    });
    rootOf(element).replaceChildren(make("section", { "aria-label": w.heading }, make("h3", {}, w.heading),
      make("label", { for: "q" }, w.label), field, found, make("p", {}, go)));
    count(element, "ask", "", armOf({ ...data, measured: false }));
  }

  // Plain links: nobody learns of a reader before they press one.
  function share(element) {
    const isFrench = languageOf(element) === "fr";
    const url = element.dataset.url || document.querySelector("link[rel=canonical]")?.href || location.href.split("#")[0];
    const title = element.dataset.title || document.title;
    const [u, t] = [encodeURIComponent(url), encodeURIComponent(title)];
    const places = {
      mail: [isFrench ? "Courriel" : "E-mail", `mailto:?subject=${t}&body=${u}`],
      whatsapp: ["WhatsApp", `https://wa.me/?text=${t}%20${u}`],
      bluesky: ["Bluesky", `https://bsky.app/intent/compose?text=${t}%20${u}`],
      facebook: ["Facebook", `https://www.facebook.com/sharer/sharer.php?u=${u}`],
      linkedin: ["LinkedIn", `https://www.linkedin.com/sharing/share-offsite/?url=${u}`],
    };
    const wanted = (element.dataset.places || Object.keys(places).join(",")).split(",").map((one) => one.trim());
    const done = make("span", { role: "status", class: "quiet" });
    const copy = make("button", { type: "button", on: ["click", async () => {
      await navigator.clipboard.writeText(url);
      done.textContent = isFrench ? "Lien copié" : "Link copied";
    }] }, isFrench ? "Copier le lien" : "Copy the link");
    rootOf(element).replaceChildren(make("nav", { class: "row", "aria-label": isFrench ? "Partager" : "Share" },
      ...wanted.filter((one) => places[one]).map((one) => make("a", { href: places[one][1], class: "button", rel: "noopener noreferrer", target: "_blank" }, places[one][0])),
      navigator.clipboard && copy, done));
  }

  function scan(within = document) {
    for (const element of within.querySelectorAll("[data-parvis]:not([data-parvis-done])")) {
      const kind = element.dataset.parvis;
      element.dataset.parvisDone = "";
      if (kind === "share") share(element);
      else if (kind === "bought") bought((element.dataset.products ?? "").split(",").map((one) => one.trim()).filter(Boolean));
      else (kind === "ask" ? askBlock(element) : ofProduct(element, kind)).catch(() => { /* what stands there stays */ });
    }
  }

  // For pages that change without being loaded: parvis.scan() after new elements, parvis.bought([...]) at the till.
  window.parvis = { scan, bought };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => scan());
  else scan();
})();
