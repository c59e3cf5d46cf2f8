// Colours a query while it is written. The server reads the text and says which places are what; between its answers
// the colours move along with the letters. Without this module the textarea is a textarea, and "Preview" a button.

const area = document.querySelector("[data-query-editor] textarea");

if (area) {
  const layer = document.createElement("div");
  layer.className = "query-layer";
  area.replaceWith(layer);
  const under = document.createElement("div");
  under.className = "query-under";
  under.setAttribute("aria-hidden", "true");
  layer.append(under, area);

  let pieces = [];
  let fault = null;
  let shown = area.value;

  // Python counts characters, the browser halves of some: places are brought over where a text has such.
  function placesOf(text) {
    const letters = [...text];
    if (letters.length === text.length) return (place) => place;
    const starts = [0];
    for (const letter of letters) starts.push(starts.at(-1) + letter.length);
    return (place) => starts[Math.min(place, letters.length)];
  }

  function draw() {
    const text = area.value;
    const marks = fault ? [...pieces.filter(([start, end]) => end <= fault[0] || start >= fault[1]), [...fault, "fault"]] : pieces;
    const parts = document.createDocumentFragment();
    let done = 0;
    for (const [start, end, kind] of marks.sort((a, b) => a[0] - b[0])) {
      if (start < done || start >= text.length) continue;
      parts.append(text.slice(done, start));
      const part = document.createElement("span");
      part.className = `q-${kind}`;
      part.textContent = text.slice(start, end);
      parts.append(part);
      done = Math.min(end, text.length);
    }
    // A last empty line has no height without a letter on it.
    parts.append(`${text.slice(done)}\u200b`);
    under.replaceChildren(parts);
    layer.classList.add("is-coloured");
    shown = text;
    follow();
  }

  // What was typed since the last answer moves what stands behind it; what it touches loses its colour.
  function move() {
    const text = area.value;
    const shortest = Math.min(text.length, shown.length);
    let same = 0;
    while (same < shortest && text[same] === shown[same]) same += 1;
    let behind = 0;
    while (behind < shortest - same && text.at(-1 - behind) === shown.at(-1 - behind)) behind += 1;
    const changedTo = shown.length - behind;
    const by = text.length - shown.length;
    const moved = ([start, end, ...kind]) =>
      end <= same ? [start, end, ...kind] : start >= changedTo ? [start + by, end + by, ...kind] : null;
    pieces = pieces.map(moved).filter(Boolean);
    fault = fault && moved(fault);
    draw();
  }

  function read() {
    const given = document.getElementById("query-preview")?.dataset.colours;
    if (!given) return;
    const told = JSON.parse(given);
    const at = placesOf(area.value);
    // An answer to an older text than the one that stands there now: a newer one is on its way.
    if (told.length !== [...area.value].length) return;
    pieces = told.pieces.map(([start, end, kind]) => [at(start), at(end), kind]);
    fault = told.fault && told.fault.map(at);
    draw();
  }

  function follow() {
    under.scrollTop = area.scrollTop;
  }

  area.addEventListener("input", move);
  area.addEventListener("scroll", follow);
  document.addEventListener("htmx:load", read);
  document.addEventListener("click", (event) => {
    const mend = event.target.closest("[data-mended]");
    if (!mend) return;
    event.preventDefault();
    area.value = mend.dataset.mended;
    area.focus();
    move();
    window.htmx?.trigger(area, "mended");
  });
  draw();
  read();
}
