"""What members write: CommonMark without HTML, to HTML that holds nothing but text, links and pictures of ours.

Two walls: the parser writes no HTML of the author's, and what it wrote goes through an allow-list (nh3).
Work is bounded: the text's length, its nesting, and its number of links.
"""

from __future__ import annotations

import re
from functools import cache

import nh3
from markdown_it import MarkdownIt

MOST_CHARACTERS = 32_000
MOST_NESTING = 20
MOST_CELLS = 8_000  # of tables; a text with more shows them as they were typed
LOOKED_AT_FOR_EXCERPT = 8_000  # characters
PICTURE_PATH = "/community/pictures/"
_TAGS = {
    "a", "p", "br", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "hr", "h3", "h4", "h5",
    "img", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title", "class"}, "img": {"src", "alt"}, "ol": {"start"}, "code": {"class"}}
_MENTION = re.compile(r"(?<![\w@/.])@([\w][\w.-]{1,59})", re.UNICODE)
# What the row under a table's heads is made of.
_UNDER_HEADS = frozenset(" \t>|:-")
# Invisible characters that turn the reading order around or hide words, and those that no XML document may hold.
_UNSEEN = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@cache
def _parser(*, has_tables: bool) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "maxNesting": MOST_NESTING})
    return parser.enable(["strikethrough", *(["table"] if has_tables else [])])


def cleaned(text: str) -> str:
    """The text as it is kept: one kind of line end, nothing unseen, at most three empty lines."""
    text = _UNSEEN.sub("", text.encode("utf-8", "replace").decode("utf-8"))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"\n{4,}", "\n\n\n", text).strip()


def html_of(text: str) -> str:
    """Safe HTML of a member's text. text: at most MOST_CHARACTERS; longer ones are the caller's to refuse."""
    text = text[:MOST_CHARACTERS]
    parser = _parser(has_tables=_cells_of(text) <= MOST_CELLS)
    tokens = parser.parse(text)
    for token in tokens:
        # The page has its own h1 and h2.
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 2, 5)}"
    raw = parser.renderer.render(tokens, parser.options, {})
    return nh3.clean(
        raw,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow ugc noopener",
        attribute_filter=_kept_attribute,
    )


def _cells_of(text: str) -> int:
    """The most cells that tables of this text may have: short rows are filled up, so a few words can ask for many."""
    rows = text.split("\n")
    return len(rows) * max(
        (row.count("|") + 1 for row in rows if "|" in row and set(row) <= _UNDER_HEADS), default=0
    )


def _kept_attribute(element: str, attribute: str, value: str) -> str | None:
    """Pictures come from our own address only: another's would tell who reads, and could change later."""
    if element == "img" and attribute == "src":
        return value if re.fullmatch(re.escape(PICTURE_PATH) + r"[0-9a-f]{64}", value) else None
    if attribute == "class":
        return value if re.fullmatch(r"language-[\w+-]{1,20}", value) else None
    return value


def excerpt_of(text: str, *, most: int = 160) -> str:
    """The first words without marks, for lists, mails and descriptions."""
    # Each bracket is looked at once, however many are opened and never closed.
    plain = re.sub(r"!?\[([^\[\]]*)\]\([^()]*\)", r"\1", text[:LOOKED_AT_FOR_EXCERPT])
    plain = re.sub(r"^[>#\-*\s]+", " ", plain, flags=re.MULTILINE)
    # A mark stands at the edge of a word; what stands between two letters is theirs (a_name, 2*3).
    plain = re.sub(r"(?<!\w)[*_`~]|[*_`~](?!\w)", "", plain)
    plain = " ".join(plain.split())
    return plain if len(plain) <= most else plain[: most - 1].rsplit(" ", 1)[0] + "…"


def names_mentioned(text: str, *, most: int = 10) -> list[str]:
    """Names after an @, in order, each once; what stands in code is no mention."""
    prose = re.sub(r"```.*?```|`[^`]*`", " ", text, flags=re.DOTALL)
    return list(dict.fromkeys(name.rstrip(".-") for name in _MENTION.findall(prose)))[:most]


def links_in(text: str) -> int:
    """How many links a text holds, written as Markdown or bare; one address used at many words is many."""
    written = len(re.findall(r"https?://|\]\(", text, flags=re.IGNORECASE))
    return max(written, html_of(text).count("<a ")) if "]:" in text else written
