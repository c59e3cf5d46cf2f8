"""Things named in a text: hashtags, handles, links, money, dates, order numbers, brands and products.

Places are offsets into the text as it came in. The first 4,000 characters are read, like the other labels.
Brands and products are those the installation gives; a name is found as a whole word, whatever its case.
"""

import functools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from parvis.enrichment.logic.normalise import READ_CHARACTERS

HASHTAG, HANDLE, LINK, MONEY, DATE, ORDER = "hashtag", "handle", "link", "money", "date", "order_number"

Names = Mapping[str, Sequence[str]]  # "brand" → names, "product" → names


class Entity(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"]{1,2000}", re.IGNORECASE)
_LINK_TAIL = ".,;:!?)]}'’»…"
# Each pattern begins with the sign or digit it looks for and only then asks what stands before it: the search
# then jumps from sign to sign instead of trying every place.
_HASHTAG = re.compile(r"[#＃](?<![\w&/#].)(?=\w{0,100}[^\W\d_])\w{1,100}")
_HANDLE = re.compile(r"@(?<![\w@/.]@)\w{1,64}(?:@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4})?(?![\w@])")
_TAIL = r"(?:[0-9]{0,2}(?:[ ,.\u00a0\u202f’'][0-9]{3}){1,3}(?:[.,][0-9]{1,2})?|[0-9]{0,8}(?:[.,][0-9]{1,2})?)"
_CURRENCY = "[€$£¥]|eur|euros?|usd|dollars?|bucks|gbp|pounds?|quid|chf|francs?|cad|yens?|balles"
_SIGNED_MONEY = re.compile(
    rf"[€$£¥](?<![0-9].) ?[0-9]{_TAIL}(?: ?(?:k|m|bn|million|milliard)s?\b)?(?![0-9])", re.IGNORECASE
)
_COUNTED_MONEY = re.compile(
    rf"[0-9](?<![\w.,€$£¥].)(?:[0-9]{{0,5}} ?€ ?[0-9]{{2}}(?![0-9])"
    rf"|{_TAIL}[ \u00a0\u202f]?(?:k|m|million|milliard)?s?[ \u00a0\u202f]?(?:d['’])?(?:{_CURRENCY})(?!\w))",
    re.IGNORECASE,
)
_MONTH = (
    r"(?:jan(?:v(?:ier)?|uary)?|f[ée]v(?:r(?:ier)?)?|feb(?:ruary)?|mars|mar(?:ch)?|avr(?:il)?|apr(?:il)?|mai|may|"
    r"juin|june?|juil(?:let)?|july?|ao[uû]t|aug(?:ust)?|sept?(?:embre|ember)?|oct(?:obre|ober)?|nov(?:embre|ember)?|"
    r"d[ée]c(?:embre|ember)?)"
)
_DATE = re.compile(
    r"[0-9](?<![\w.,/+-].)(?:"
    r"[0-9]{3}-[01][0-9]-[0-3][0-9](?![\w/]|[.-][0-9])"
    r"|[0-9]?([/.-])[0-3]?[0-9]\1(?:[0-9]{4}|[0-9]{2})(?![\w/]|[.-][0-9])"
    r"|[0-9]?/(?:0[1-9]|1[0-2]|[1-9])(?![\w/]|[.-][0-9])"
    rf"|[0-9]?(?:st|nd|rd|th|er)? (?:of )?{_MONTH}\b\.?(?:,? [12][0-9]{{3}}(?![0-9]))?)",
    re.IGNORECASE,
)
_DAY_AFTER_MONTH = re.compile(
    r"[0-9](?<=[^\W\d_][ .].)[0-9]?(?:st|nd|rd|th)?(?![0-9:%])(?:,? [12][0-9]{3}(?![0-9]))?"
)
_ENDS_IN_MONTH = re.compile(rf"\b{_MONTH}\.? ?$", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9](?<![0-9].)[0-9]{2}")
_IS_NUMBER = re.compile(r"[A-Z0-9](?:[A-Z0-9/_-]{2,24})(?!\w)", re.IGNORECASE)
_ANNOUNCED = re.compile(
    r"(?<!\w)(?:commande|order|colis|parcel|package|dossier|r[ée]f(?:[ée]rence)?|reference|ticket|facture|invoice|"
    r"tracking|suivi|case|incident|booking|r[ée]servation|contrat|contract|sinistre|claim|client|customer|"
    r"identifiant|account|compte)s?"
    r"(?: (?:de|du|no|num[ée]ro|number|id|is|est|commande|suivi|client|order)){0,2}\.? ?(?:n[°ºo]\.?|#|:|=)? ?#?$"
    r"|[#＃]$|(?<!\w)n[°º] ?$",
    re.IGNORECASE,
)
_LOOK_BACK = 40  # characters before a number that may announce it
_DIGIT = re.compile("[0-9]")
_SIGN = re.compile("[€$£¥]")


@functools.lru_cache(maxsize=32)
def name_pattern(names: tuple[str, ...]) -> Callable[[str], Iterator[re.Match[str]]]:
    """Finds any of the names as whole words; longer names first, so that "Acme Air" beats "Acme"."""
    ordered = sorted({name.strip() for name in names if name.strip()}, key=lambda name: (-len(name), name))
    if not ordered:
        return lambda text: iter(())
    # "@acme" and "#AcmeAir" name the brand too, and a space in a name may be missing there.
    spelled = (r"[ _-]?".join(map(re.escape, name.split())) for name in ordered)
    return re.compile(rf"(?<!\w)(?:{'|'.join(spelled)})(?!\w)", re.IGNORECASE).finditer


def find_entities(text: str, *, names: Names | None = None) -> tuple[Entity, ...]:
    """Entities of one text, in order of place. No text raises."""
    text = text[:READ_CHARACTERS]
    found: list[Entity] = []
    taken: list[tuple[int, int]] = []
    if "://" in text or "www." in text or "WWW." in text:
        for match in _LINK.finditer(text):
            end = match.start() + len(match[0].rstrip(_LINK_TAIL))
            found.append(Entity(LINK, text[match.start() : end], match.start(), end))
            taken.append((match.start(), end))
    if "#" in text or "＃" in text:
        found += _outside(taken, HASHTAG, _HASHTAG, text)
    if "@" in text:
        found += _outside(taken, HANDLE, _HANDLE, text)
    if _DIGIT.search(text):
        if _SIGN.search(text):
            found += _outside(taken, MONEY, _SIGNED_MONEY, text)
        found += _outside(taken, MONEY, _COUNTED_MONEY, text)
        found += _dates(taken, text)
        found += _orders([*taken, *((one.start, one.end) for one in found if one.kind != HASHTAG)], text)
    for kind, given in (names or {}).items():
        found += [
            Entity(kind, match[0], match.start(), match.end()) for match in name_pattern(tuple(given))(text)
        ]
    if len(found) < 2:
        return tuple(found)
    orders = {one.start for one in found if one.kind == ORDER}
    # "#AB-123456" is a number, not the hashtag #AB.
    found = [one for one in found if one.kind != HASHTAG or one.start + 1 not in orders]
    return tuple(sorted(found, key=lambda one: (one.start, one.end)))


def _outside(taken: list[tuple[int, int]], kind: str, pattern: re.Pattern[str], text: str) -> list[Entity]:
    """Matches that do not lie in a link."""
    return [
        Entity(kind, match[0], match.start(), match.end())
        for match in pattern.finditer(text)
        if not any(start <= match.start() < end for start, end in taken)
    ]


def _dates(taken: list[tuple[int, int]], text: str) -> list[Entity]:
    dates = _outside(taken, DATE, _DATE, text)
    for match in _DAY_AFTER_MONTH.finditer(text):
        month = _ENDS_IN_MONTH.search(text, max(match.start() - 12, 0), match.start())
        if month and not any(start <= match.start() < end for start, end in taken):
            dates.append(Entity(DATE, text[month.start() : match.end()], month.start(), match.end()))
    return dates


def _orders(taken: list[tuple[int, int]], text: str) -> list[Entity]:
    """Numbers that something before them calls an order, a file, a parcel…"""
    orders: list[Entity] = []
    done = 0
    for digits in _NUMBER.finditer(text):
        start = digits.start()
        if start < done:
            continue
        # Back over the letters and hyphens that belong to the number ("AB-123456").
        while start > max(done, digits.start() - 12) and (
            text[start - 1].isalnum() or text[start - 1] in "-_/"
        ):
            start -= 1
        match = _IS_NUMBER.match(text, start)
        if not match or any(first <= match.start() < last for first, last in taken):
            continue
        if _ANNOUNCED.search(text, max(start - _LOOK_BACK, 0), start):
            orders.append(Entity(ORDER, match[0], start, match.end()))
            done = match.end()
    return orders
