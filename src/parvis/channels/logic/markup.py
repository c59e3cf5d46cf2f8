"""HTML into safe HTML and into plain text, and letters without their accents.

nh3 (ammonia) parses like a browser and keeps an allow-list of elements; the text is then taken from what
it left, so that what was hidden in scripts and styles never reaches the text either.
"""

from __future__ import annotations

import html
import re
import unicodedata
from html.parser import HTMLParser

import nh3

from parvis.channels.logic.texts import clean_text

# What a mail or a post needs to be read. No form, no frame, no style attribute; `img` stays, as the screen
# that shows it decides about remote pictures.
_TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "code", "col", "colgroup", "dd", "del", "div", "dl",
    "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "li",
    "ol", "p", "pre", "q", "s", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "u", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "*": {"dir", "lang"},
}
_BLOCKS = {
    "blockquote", "caption", "dd", "div", "dl", "dt", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5",
    "h6", "hr", "li", "ol", "p", "pre", "table", "tr", "ul",
}  # fmt: skip
_PARAGRAPHS = {"blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "p", "pre", "table"}
# Marks for the breaks that blocks ask for; adjoining ones are one break, as in a browser.
_LINE, _PARAGRAPH = "\x01", "\x02"
_BLOCK_BREAK = re.compile(r"[ \x01\x02]*[\x01\x02][ \x01\x02]*")
_CONTROLS = re.compile(r"[\x01\x02]")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_TAG_WHOLE = re.compile(r"<[^<>]*>")
# Elements that need no end: the next one of their kind, or nothing, ends them.
_CLOSED_BY_THE_NEXT = {
    "a", "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta",
    "option", "p", "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "wbr",
}  # fmt: skip
MAX_PARSING_WORK = 1_000_000
_MARKUP = re.compile(r"<[a-zA-Z!/][^>]*>|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")
_SPACES = re.compile(r"[ \t\r\f\v\u00a0]+")
_BLANK_LINES = re.compile(r"\n{3,}")


def strip_accents(text: str) -> str:
    """Letters without their marks: "réglée" becomes "reglee"."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def looks_like_html(text: str) -> bool:
    """True when a text carries at least one tag or character reference."""
    return _MARKUP.search(text) is not None


def is_too_tangled(markup: str) -> bool:
    """True when parsing would cost far more than reading.

    A browser's parser repeats open formatting elements in every new block, and nh3 walks nested elements
    in quadratic time: 200,000 open `<div>` took over a minute, 200 open `<b>` before 100,000 `<p>` make 20
    million nodes. The sum over all tags of how many elements are open bounds both.
    """
    is_open: dict[str, int] = {}
    depth = work = 0
    for match in _TAG.finditer(markup):
        name = match[2].lower()
        if match[1]:
            if is_open.get(name):
                is_open[name] -= 1
                depth -= 1
        elif name not in _CLOSED_BY_THE_NEXT:
            is_open[name] = is_open.get(name, 0) + 1
            depth += 1
        work += depth
        if work > MAX_PARSING_WORK:
            return True
    return False


def clean_html(markup: str) -> str:
    """Markup that may be shown in a sandboxed frame: allow-listed elements, no script, no style."""
    markup = clean_text(markup)  # nh3 raises at half a surrogate, which some charsets can write
    if is_too_tangled(markup):
        return f"<pre>{html.escape(_TAG_WHOLE.sub(' ', markup))}</pre>"
    return nh3.clean(
        markup,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel", "cid"},
        clean_content_tags={"script", "style", "title", "template", "iframe", "object", "svg", "math"},
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )


def text_of_html(markup: str) -> str:
    """The readable text of markup: blocks on their own lines, list items dashed, pictures by their alt."""
    collector = _TextCollector()
    collector.feed(clean_html(markup))
    collector.close()
    # Spaces first: a long run of them would be searched for a break from each of its places.
    text = _SPACES.sub(" ", "".join(collector.pieces))
    text = _BLOCK_BREAK.sub(lambda gap: "\n\n" if _PARAGRAPH in gap[0] else "\n", text)
    lines = (line.strip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def unescape_text(text: str) -> str:
    """Character references turned into characters, for sources that escape plain text."""
    return html.unescape(text)


class _TextCollector(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._preformatted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.pieces.append("\n")
        elif tag == "img":
            self.pieces.append(dict(attrs).get("alt") or "")
        elif tag in {"td", "th"}:
            self.pieces.append(" ")
        self._break_at(tag)
        if tag == "li":
            self.pieces.append("- ")
        self._preformatted += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        self._break_at(tag)
        self._preformatted -= tag == "pre"

    def handle_data(self, data: str) -> None:
        data = _CONTROLS.sub("", data)
        # Line breaks in the source of HTML are spaces, save in preformatted text.
        self.pieces.append(data if self._preformatted > 0 else data.replace("\n", " "))

    def _break_at(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.pieces.append(_PARAGRAPH if tag in _PARAGRAPHS else _LINE)
