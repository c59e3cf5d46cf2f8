"""Personal data in a text: e-mail addresses, phone numbers, IBANs, cards, postal addresses.

Unlike the labels this reads the whole text, in linear time: every repetition is bounded, so a megabyte of one
letter costs what a megabyte of prose costs. Check digits decide where there are any (IBAN: ISO 13616 with the
MOD 97-10 of ISO 7064; cards: the formula of Luhn, ISO/IEC 7812-1), so an order number is no card.
Only kinds and places are answered, never the value: a label must not be one more copy of it.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

EMAIL, PHONE, IBAN, CARD, ADDRESS = "email", "phone", "iban", "card", "address"
KINDS = (IBAN, CARD, EMAIL, PHONE, ADDRESS)  # where two overlap, the earlier kind wins


class Found(NamedTuple):
    """Where one piece of personal data stands: text[start:end]."""

    kind: str
    start: int
    end: int


_GAP = r"[ .\-\u00a0\u2009\u202f]"
_SPACE = r"[ \t\u00a0\u2009\u202f]"
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,6}[^\W\d_]{2,24}(?![\w@])"
    # the way people write an address they do not want harvested
    r"|(?<![\w.+-])[\w.+-]{1,64} ?(?:\[at\]|\(at\)|\[arobase\]|\(arobase\)) ?"
    r"(?:[^\W_][\w-]{0,62}(?:\.| ?\[dot\] ?| ?\(dot\) ?| ?\[point\] ?| ?\(point\) ?)){1,4}[^\W\d_]{2,24}(?!\w)",
    re.IGNORECASE,
)
_IBAN = re.compile(
    rf"(?<![A-Za-z0-9])[A-Za-z]{{2}}[0-9]{{2}}(?:{_GAP}?[A-Za-z0-9]{{4}}){{2,7}}(?:{_GAP}?[A-Za-z0-9]{{1,3}})?"
    r"(?![A-Za-z0-9])"
)
_CARD = re.compile(rf"(?<![\w.,+-])[2-6][0-9]{{3}}(?:{_GAP}?[0-9]){{9,15}}(?![\w-])")
_PHONE = re.compile(
    # French and its neighbours: 06 12 34 56 78, +33 (0)6.12.34.56.78, 0033612345678
    rf"(?<![\w.,/+-])(?:(?:\+|00)33{_GAP}?(?:\(0\){_GAP}?)?|0)[1-9](?:{_GAP}?[0-9]{{2}}){{4}}(?![0-9])"
    # other countries, with their prefix
    rf"|(?<![\w+])(?:\+|00)[1-9][0-9]{{0,2}}{_GAP}?(?:\([0-9]{{1,4}}\){_GAP}?)?[0-9](?:{_GAP}?[0-9]){{5,12}}(?![0-9])"
    # North America: 555-123-4567, (555) 123-4567; bare ten digits could be anything
    rf"|(?<![\w.,/+-])(?:1{_GAP})?(?:\([2-9][0-9]{{2}}\) ?|[2-9][0-9]{{2}}[ .-])[2-9][0-9]{{2}}[ .-][0-9]{{4}}(?![\w-])"
    # United Kingdom: 07700 900123, 020 7946 0018
    r"|(?<![\w.,/+-])0(?:7[0-9]{3} ?[0-9]{3} ?[0-9]{3}|20 ?[0-9]{4} ?[0-9]{4}|1[0-9]{3} [0-9]{3} ?[0-9]{3})(?![0-9])"
)
_WORD = r"[^\W\d_][\w'’.-]{0,24}"
_STREET_FR = (
    "rue|avenue|av|boulevard|bd|bld|blvd|chemin|impasse|all[ée]es?|quai|sentier|r[ée]sidence|lotissement|"
    "faubourg|fbg|clos|venelle|esplanade|parvis|rond-point|hameau"
)
_WEAK_STREET_FR = "place|pl|cours|passage|route|square|villa|mont[ée]e|cit[ée]|parc|pont"
_LINKING = "de|du|des|la|le|les|aux?|l['’]|d['’]|st|ste|saint|sainte|g[ée]n[ée]ral|mar[ée]chal|docteur|dr"
_STREET_EN = (
    "street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|court|ct|way|place|square|terrace|close|"
    "crescent|gardens|parkway|pkwy|highway|hwy"
)
_TOWN = rf"{_SPACE}(?:{_WORD})(?:[ -](?-i:[A-ZÉÈÎ])[\w'’-]{{1,24}}){{0,3}}"
_ADDRESS = re.compile(
    # One digit first, what may not stand before it second: so the search runs over digits alone.
    r"[0-9](?<![\w.,/#-][0-9])(?:"
    # 12 bis, rue de la Paix, 75002 Paris. A word that also counts other things ("5 places") needs a capital.
    rf"[0-9]{{0,3}}{_SPACE}?(?:bis|ter|quater|[a-d](?!\w))?,?{_SPACE}{{1,2}}"
    rf"(?:(?:{_STREET_FR})\b\.?(?:{_SPACE}(?:{_LINKING})(?!\w)){{0,4}}{_SPACE}?(?:{_WORD}|[0-9]{{1,4}}{_SPACE}{_WORD})"
    rf"|(?:{_WEAK_STREET_FR})\b\.?(?:{_SPACE}(?:{_LINKING})(?!\w)){{0,4}}{_SPACE}?(?-i:[A-ZÉÈÎ])[\w'’.-]{{1,24}})"
    rf"(?:{_SPACE}(?-i:[A-ZÉÈÎ])[\w'’-]{{0,24}}){{0,3}}(?:{_SPACE}?,?\s{{0,2}}[0-9]{{5}}{_TOWN})?"
    # 221b Baker Street, London NW1 6XE; 1600 Pennsylvania Avenue NW, Washington, DC 20500
    rf"|[0-9]{{0,4}}[a-d]?,?{_SPACE}(?-i:(?:(?:[A-Z][\w'’.-]{{0,24}}|[0-9]{{1,3}}(?:st|nd|rd|th)){_SPACE}){{1,4}}?)"
    rf"(?:{_STREET_EN})\b\.?(?:{_SPACE}(?-i:[NSEW]{{1,2}})\b)?"
    rf"(?:,?{_SPACE}(?-i:[A-Z])(?![A-Z0-9]{{0,3}}[0-9])[\w'’.-]{{0,24}}){{0,3}}"
    rf"(?:,?{_SPACE}[0-9]{{5}}(?:-[0-9]{{4}})?"
    rf"|,?{_SPACE}(?-i:[A-Z]{{1,2}}[0-9][A-Z0-9]?){_SPACE}?(?-i:[0-9][A-Z]{{2}}))?(?!\w)"
    # a postcode and its town alone: 75011 Paris, 69003 LYON
    rf"|(?<=[0-8])[0-9]{{4}}{_SPACE}(?-i:[A-ZÉÈÎ])[\w'’-]{{2,24}}(?:[ -](?-i:[A-ZÉÈÎ])[\w'’-]{{1,24}}){{0,3}}"
    rf"|(?<=9)[0-8][0-9]{{3}}{_SPACE}(?-i:[A-ZÉÈÎ])[\w'’-]{{2,24}}(?:[ -](?-i:[A-ZÉÈÎ])[\w'’-]{{1,24}}){{0,3}}"
    r")",
    re.IGNORECASE,
)
_SIGN = re.compile(r"@(?<=[\w.+-]@)\w")
_MANY_DIGITS = re.compile(r"(?:[0-9][^0-9]{0,3}){8}")
_ANY_DIGIT = re.compile("[0-9]")

# Length of an IBAN by country, from the SWIFT register of IBANs (ISO 13616).
_IBAN_LENGTHS = {
    country: int(length)
    for length, countries in {
        "15": "NO",
        "16": "BE",
        "18": "DK FI FO GL NL",
        "19": "MK SI",
        "20": "AT BA EE KZ LT LU XK",
        "21": "CH HR LI LV",
        "22": "BG BH CR DE GB GE IE ME RS VA",
        "23": "AE GI IL IQ TL",
        "24": "AD CZ ES MD PK RO SA SE SK TN VG",
        "25": "PT ST",
        "26": "IS TR",
        "27": "FR GR IT MC MR SM",
        "28": "AL AZ BY CY DO GT HU LB PL SV",
        "29": "BR EG PS QA UA",
        "30": "JO KW MU",
        "31": "MT SC",
        "32": "LC",
    }.items()
    for country in countries.split()
}


def _bare(value: str) -> str:
    return re.sub(_GAP, "", value).upper()


def is_iban(value: str) -> bool:
    """Whether the check digits and the length are those of an IBAN; spaces are ignored."""
    bare = _bare(value)
    if not (bare.isascii() and bare.isalnum()) or _IBAN_LENGTHS.get(bare[:2]) != len(bare):
        return False
    return int("".join(str(int(character, 36)) for character in bare[4:] + bare[:4])) % 97 == 1


def is_card(value: str) -> bool:
    """Whether 13 to 19 digits satisfy Luhn's formula; spaces and hyphens are ignored."""
    digits = [int(character) for character in _bare(value)]
    if not 13 <= len(digits) <= 19 or len(set(digits)) == 1:
        return False
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def find_personal_data(text: str) -> tuple[Found, ...]:
    """What personal data stands in the text and where, in order, without overlaps."""
    found = list(_candidates(text))
    return _without_overlaps(found) if found else ()


def _candidates(text: str) -> Iterator[Found]:
    # A handle's sign follows a space, an address's a letter or a digit.
    if _SIGN.search(text) or "(a" in text or "[a" in text:
        yield from _matches(EMAIL, _EMAIL, text)
    if not _ANY_DIGIT.search(text):
        return
    yield from _matches(ADDRESS, _ADDRESS, text)
    if not _MANY_DIGITS.search(text):
        return
    yield from _matches(PHONE, _PHONE, text)
    for match in _IBAN.finditer(text):
        # A word after the number may be read as its tail ("… 189 MERCI"): try the country's own length.
        end = _end_of_iban(text, match.start(), match.end())
        if end:
            yield Found(IBAN, match.start(), end)
    yield from (found for found in _matches(CARD, _CARD, text) if is_card(text[found.start : found.end]))


def _end_of_iban(text: str, start: int, end: int) -> int:
    wanted = _IBAN_LENGTHS.get(text[start : start + 2].upper(), 0)
    place, seen = start, 0
    while place < end and seen < wanted:
        seen += text[place].isalnum()
        place += 1
    return place if wanted and is_iban(text[start:place]) else 0


def _matches(kind: str, pattern: re.Pattern[str], text: str) -> Iterator[Found]:
    return (Found(kind, match.start(), match.end()) for match in pattern.finditer(text))


def _without_overlaps(candidates: Iterable[Found]) -> tuple[Found, ...]:
    """The stronger kind keeps its place; what it overlaps is dropped. Sorted, so linear but for the sort."""
    kept: list[Found] = []
    for found in sorted(candidates, key=lambda one: (one.start, KINDS.index(one.kind), -one.end)):
        if kept and found.start < kept[-1].end:
            if KINDS.index(found.kind) < KINDS.index(kept[-1].kind):
                kept[-1] = found
            continue
        kept.append(found)
    return tuple(kept)


def mask_personal_data(text: str) -> str:
    """The text with each piece replaced by its kind in brackets: "[email]", "[phone]", "[iban]"…"""
    parts, done = [], 0
    for found in find_personal_data(text):
        parts += [text[done : found.start], f"[{found.kind}]"]
        done = found.end
    return "".join([*parts, text[done:]])
