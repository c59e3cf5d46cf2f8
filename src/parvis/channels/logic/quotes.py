"""The new words of a reply, apart from the mail it quotes.

Cut only where the cut is plain: at the line by which mail programs introduce a quotation (English, French
and the common others), when nothing but quotation follows. Answers written between quoted lines stay
whole, as the quotation is then part of what is said.
"""

from __future__ import annotations

import re

_ATTRIBUTION = re.compile(
    r"\s*(?:On\b.{4,200}\bwrote|Le\b.{4,200}\ba écrit|Am\b.{4,200}\bschrieb.{0,80}|El\b.{4,200}\bescribió"
    r"|.{1,120}<[^<>@\s]+@[^<>\s]+>\s*(?:wrote|a écrit|schrieb|escribió))\s*:\s*",
    re.IGNORECASE | re.DOTALL,
)
_SEPARATOR = re.compile(
    r"\s*(?:-{2,}\s*(?:Original Message|Message d[’']origine|Message original|Ursprüngliche Nachricht"
    r"|Forwarded message|Message transféré)\s*-{2,}|_{20,})\s*",
    re.IGNORECASE,
)
_HEADER_FROM = re.compile(r"\s*\*?(?:From|De|Von)\s?\*?:\*?\s.+", re.IGNORECASE)
_HEADER_OTHER = re.compile(
    r"\s*\*?(?:Sent|Date|To|Subject|Envoyé|À|A|Objet|Gesendet|An|Betreff|Cc)\s?\*?:\*?\s.*", re.IGNORECASE
)
_FORWARDED = re.compile(r"\s*(?:fwd?|tr|wg|rv)\s*:", re.IGNORECASE)
MAX_LINES_SCANNED = 5_000


def new_words_of(text: str, *, subject: str = "") -> str:
    """The text before the quotation; the whole text when nothing would be left or it is a forward."""
    if _FORWARDED.match(subject):
        return text
    lines = text.split("\n")
    for index in range(min(len(lines), MAX_LINES_SCANNED)):
        if _begins_quotation(lines, index):
            kept = "\n".join(lines[:index]).rstrip()
            return kept if kept.strip() else text
    return _without_quoted_tail(lines) or text


def _begins_quotation(lines: list[str], index: int) -> bool:
    line = lines[index]
    if not line.strip():
        return False
    if _SEPARATOR.fullmatch(line):
        following = [each for each in lines[index + 1 : index + 6] if each.strip()]
        return "_" not in line or bool(following and _HEADER_FROM.fullmatch(following[0]))
    if _HEADER_FROM.fullmatch(line):
        following = [each for each in lines[index + 1 : index + 5] if each.strip()]
        return sum(_HEADER_OTHER.fullmatch(each) is not None for each in following) >= 2
    # The introduction may be folded over two lines.
    for width in (1, 2):
        introduction = " ".join(lines[index : index + width])
        if len(introduction) < 400 and _ATTRIBUTION.fullmatch(introduction):
            return _is_all_quoted(lines[index + width :])
    return False


def _is_all_quoted(lines: list[str]) -> bool:
    """True when marks show that only quotation follows, or when no line is marked at all."""
    filled = [line for line in lines if line.strip()]
    marked = sum(line.lstrip().startswith(">") for line in filled)
    return marked == len(filled) or marked == 0


def _without_quoted_tail(lines: list[str]) -> str:
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith(">")):
        end -= 1
    return "\n".join(lines[:end]).rstrip()
