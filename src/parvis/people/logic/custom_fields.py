"""What is typed into a field of the house's own, read as the field's kind. Pure.

Numbers are read as French and English write them ("1 234,5", "1,234.5"), dates as ISO 8601 or day first, as both
British and French write them (31/12/2025); a date that could be two is refused by its impossible reading only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit

from parvis.people.logic.keys import name_key
from parvis.people.logic.names import tidy
from parvis.people.logic.refusals import NotKept

MOST_TEXT = 1000
MOST_DIGITS = 14  # before the decimal sign, as the column holds
PLACES = Decimal("0.000001")
YES = frozenset({"1", "true", "yes", "y", "on", "oui", "o", "vrai"})
NO = frozenset({"0", "false", "no", "n", "off", "non", "faux"})

# Kind → operators that a condition may use, in the order they are offered.
OPERATORS: dict[str, tuple[str, ...]] = {
    "text": ("is", "contains", "is_known", "is_unknown"),
    "link": ("is", "contains", "is_known", "is_unknown"),
    "number": ("is", "at_least", "at_most", "is_known", "is_unknown"),
    "date": ("is", "from", "until", "is_known", "is_unknown"),
    "boolean": ("is", "is_known", "is_unknown"),
    "choice": ("is", "is_not", "is_known", "is_unknown"),
}
WITHOUT_VALUE = ("is_known", "is_unknown")


@dataclass(frozen=True, slots=True)
class Typed:
    """A value as the table keeps it; all None: nothing stands there."""

    text: str | None = None
    number: Decimal | None = None
    day: date | None = None
    flag: bool | None = None
    choice_id: int | None = None

    @property
    def is_empty(self) -> bool:
        return self == Typed()


def read_value(kind: str, written: str, *, choices: dict[str, int] | None = None) -> Typed:
    """choices: folded label, and id as text, → id, for the kind "choice". Raises NotKept with the code of why not."""
    text = tidy(written, most=MOST_TEXT + 1)
    if not text:
        return Typed()
    if kind == "number":
        return Typed(number=read_number(text))
    if kind == "date":
        return Typed(day=read_day(text))
    if kind == "boolean":
        return Typed(flag=read_flag(text))
    if kind == "choice":
        return Typed(choice_id=_choice(text, choices or {}))
    if len(text) > MOST_TEXT:
        raise NotKept("too-long", most=MOST_TEXT)
    return Typed(text=_link(text) if kind == "link" else text)


def read_number(written: str) -> Decimal:
    """Raises NotKept: "not-a-number", or "number-of-two-readings" for "1,234"."""
    text = re.sub(r"[\s\u00a0\u202f_']", "", written).replace("\u2212", "-")
    comma, point = text.rfind(","), text.rfind(".")
    if comma >= 0 and point >= 0:  # the last one is the decimal sign
        text = text.replace(".", "").replace(",", ".") if comma > point else text.replace(",", "")
    elif text.count(",") == 1:
        if re.fullmatch(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}", text):
            # One thousand and more in English, one and a bit in French: nobody can tell, so nobody guesses.
            raise NotKept("number-of-two-readings")
        text = text.replace(",", ".")
    elif text.count(",") > 1:
        text = text.replace(",", "")
    elif text.count(".") > 1:
        text = text.replace(".", "")
    if not re.fullmatch(r"[+-]?[0-9]*\.?[0-9]*", text) or not any(sign.isdigit() for sign in text):
        raise NotKept("not-a-number")
    try:
        number = Decimal(text).quantize(PLACES)
    except InvalidOperation:
        raise NotKept("not-a-number") from None
    if abs(number) >= Decimal(10) ** MOST_DIGITS:
        raise NotKept("not-a-number")
    return number


def read_day(written: str) -> date:
    """2025-12-31, 31/12/2025, 31.12.2025, 31-12-2025, with or without a time behind. Raises NotKept("not-a-date")."""
    text = written.strip()
    iso = re.match(r"(\d{4})-(\d\d?)-(\d\d?)(?:[T ].*)?$", text)
    day_first = re.match(r"(\d\d?)[/.-](\d\d?)[/.-](\d{4})(?: .*)?$", text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if day_first:
            return date(int(day_first[3]), int(day_first[2]), int(day_first[1]))
    except ValueError:
        pass
    raise NotKept("not-a-date")


def read_flag(written: str) -> bool:
    """Raises NotKept("not-yes-or-no")."""
    text = written.strip().casefold()
    if text in YES:
        return True
    if text in NO:
        return False
    raise NotKept("not-yes-or-no")


def _choice(text: str, choices: dict[str, int]) -> int:
    found = choices.get(text) or choices.get(name_key(text))
    if found is None:
        raise NotKept("not-a-choice")
    return found


def _link(text: str) -> str:
    """Only what a browser opens as a page: no script, no file, no data."""
    address = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(address)
        is_page = parts.scheme in ("http", "https") and bool(parts.hostname) and "." in (parts.hostname or "")
    except ValueError:
        is_page = False
    if not is_page or any(sign.isspace() or sign in "<>\"'`\\" for sign in address) or parts.username:
        raise NotKept("not-a-link")
    return address
