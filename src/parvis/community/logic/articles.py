"""Articles as text: HTML with a place for every part, a plain wording for answers, a beginning from an answer."""

from __future__ import annotations

import html as markup
import re

from parvis.community.logic.markdown import html_of

# So many parts make a text long enough for a list of them.
PARTS_FOR_CONTENTS = 3
_HEADING = re.compile(r"<h([345])(?: id=\"part-\d+\")?>(.*?)</h\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


def article_html(text: str) -> str:
    """Safe HTML of an article's Markdown, its headings numbered so that a link leads to each."""
    count = 0

    def numbered(found: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return f'<h{found[1]} id="part-{count}">{found[2]}</h{found[1]}>'

    return _HEADING.sub(numbered, html_of(text))


def contents_of(article: str) -> list[tuple[str, str]]:
    """(anchor, words) of each part; empty where the article is short. article: made by article_html."""
    words = [
        " ".join(markup.unescape(_TAG.sub("", found[2])).split()) for found in _HEADING.finditer(article)
    ]
    if len(words) < PARTS_FOR_CONTENTS:
        return []
    return [(f"part-{number}", word) for number, word in enumerate(words, 1) if word]


def plain_of(text: str) -> str:
    """Markdown as it is written into a mail or a message: the words, lists and addresses without the marks."""
    code = re.sub(r"^```.*$\n?", "", text, flags=re.MULTILINE)
    plain = re.sub(r"!\[([^\]]*)\]\([^)]*\)", "", code)
    plain = re.sub(r"\[([^\]]+)\]\((?:<)?([^)\s>]+)[^)]*\)", _link, plain)
    plain = re.sub(r"^#{1,6}[ \t]+(.*?)[ \t]*#*$", r"\1", plain, flags=re.MULTILINE)
    plain = re.sub(r"^>[ \t]?", "", plain, flags=re.MULTILINE)
    plain = re.sub(r"^([ \t]*)[*+][ \t]+", r"\1- ", plain, flags=re.MULTILINE)
    plain = re.sub(r"(\*\*|__|~~|`)(?=\S)(.+?)(?<=\S)\1", r"\2", plain)
    plain = re.sub(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])", r"\1", plain)
    plain = re.sub(r"^\|?[ \t]*:?-{3,}[-:| \t]*$\n?", "", plain, flags=re.MULTILINE)
    plain = re.sub(r"^\|[ \t]*(.*?)[ \t]*\|[ \t]*$", _cells, plain, flags=re.MULTILINE)
    return re.sub(r"\n{3,}", "\n\n", plain).strip()


def _link(found: re.Match[str]) -> str:
    words, address = found[1], found[2]
    return address if words == address else f"{words} ({address})"


def _cells(found: re.Match[str]) -> str:
    """A row of a table on one line."""
    return " – ".join(cell.strip() for cell in found[1].split("|") if cell.strip())


def begun_from(question: str, answer: str) -> str:
    """The first draft of an article: what was asked as a quotation, then the answer as it was given."""
    quoted = "\n".join(f"> {line}".rstrip() for line in question.strip().split("\n"))
    return f"{quoted}\n\n{answer.strip()}" if quoted.strip("> \n") else answer.strip()
