"""Bring a batch of posts to one comparable form, as one string and as one array of code points.

Posts are joined with NUL so that every regular expression runs once over the batch instead of once
per post; at a hundred characters a post the calls would otherwise cost more than the work.
Addresses and handles are masked as in TweetEval (Barbieri et al. 2020), which the training data follow,
but to one private-use character each, so that the language model can drop them.
"""

import re
import unicodedata
from collections.abc import Sequence

READ_CHARACTERS = 4_000
SEPARATOR = "\0"
URL = "\ue000"
USER = "\ue001"

_URL = re.compile(r"(?:https?://|www\.)[^\s\0]+", re.IGNORECASE)
_BARE_URL_WORD = re.compile(r"(?<![^\s\0])http(?![^\s\0])")  # TweetEval's own mask
_USER = re.compile(r"@\w+")
# Exports of tweets carry "’" as the six characters \u2019; both training sets and customers' files do.
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&nbsp;": " "}
# "12:30", "1983" and "(see note): no" are no faces, hence the look-arounds. Every face begins with one of nine
# characters and looks back afterwards: the search jumps from one to the next, and is ten times as fast.
_EMOTICON = re.compile(
    r"[:=;()<^_-](?:"
    r"(?<=[:=;])['’]?[-o^]?\)+(?!\w)()|(?<=[:=;])(?<!\w.)['’]?[-o^]?[\]}D3](?!\w)()"
    r"|(?<=\()(?<!\w.)['-]?[:=](?!\w)()|(?<=\^)_*\^()"
    r"|(?<=[:=])['’]?[-o^]?\(+(?!\w)()|(?<=\))(?<!\w.)['-]?[:=](?!\w)()"
    r"|(?<=[:=])(?<!\w.)['’-]?[/\\|\[{](?![/\w])()|(?<=-)_+-()"
    r"|(?<=<)3+(?!\d)()|(?<=<)/3+(?!\d)())"
)
_FACES = "🙂🙂🙂🙂🙁🙁🙁🙁❤💔"  # what each of the empty groups stands for


def _unescaped(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    # A control character could forge a separator, a lone half of a pair is no character.
    return chr(code) if code >= 0x20 and not 0xD800 <= code <= 0xDFFF else " "


def _face(match: re.Match[str]) -> str:
    return " " + _FACES[(match.lastindex or 1) - 1] + " "


def join_texts(texts: Sequence[str]) -> str:
    """The first READ_CHARACTERS of every text, masked, in NFC, joined by SEPARATOR; case is kept."""
    heads = [text[:READ_CHARACTERS] for text in texts]
    joined = SEPARATOR.join(heads)
    if joined.count(SEPARATOR) != max(len(heads) - 1, 0):
        joined = SEPARATOR.join(head.replace(SEPARATOR, " ") for head in heads)
    if "\\u" in joined:
        joined = _ESCAPE.sub(_unescaped, joined)
    if "&" in joined:
        for entity, character in _ENTITIES.items():
            joined = joined.replace(entity, character)
    joined = unicodedata.normalize("NFC", joined)
    # "İ" is the only character that grows when lower-cased, and positions must survive that.
    joined = joined.replace("’", "'").replace("İ", "I")
    if "http" in joined or "www." in joined or "HTTP" in joined:
        joined = _BARE_URL_WORD.sub(URL, _URL.sub(URL, joined))
    if "@" in joined:
        joined = _USER.sub(USER, joined)
    return _EMOTICON.sub(_face, joined)
