"""Dates as files, feeds and mails write them, turned into aware datetimes.

The usual forms are tried first, from the cheapest: ISO 8601 (with or without zone), numbers (epoch in
seconds, milliseconds, microseconds; yyyymmdd), day/month/year, RFC 2822, Twitter's own, French months.
What is left goes to dateutil, which guesses: its answer counts only when day, month and year all came from
the text and not from today's date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from typing import Literal

from dateutil import parser as dateutil_parser

from parvis.channels.logic.markup import strip_accents

DateOrder = Literal["dmy", "mdy"]

EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)  # nothing said on the web is older; 1970 is an empty clock
LATEST_AHEAD = timedelta(days=1)  # zones and skewed clocks, not prophecy

_NUMERIC = re.compile(
    r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})"
    r"(?:,?[ T]+(?:a |at )?(\d{1,2})[:hH](\d{2})(?::(\d{2}))?(?:\.\d+)?\s*([aApP][mM])?)?\s*(Z|UTC|GMT)?"
)
_TWITTER = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{1,2}) (\d\d):(\d\d):(\d\d) ([+-]\d{4}) (\d{4})")
_MONTH_FIRST = re.compile(r"\b([a-z]{3,9})\.?\b")
_HALF_DAY = re.compile(r"\d\s*[ap]\.?m\b")
_FRENCH_MONTHS = {
    "janv": "jan", "janvier": "jan", "fev": "feb", "fevr": "feb", "fevrier": "feb", "mars": "mar",
    "avr": "apr", "avril": "apr", "mai": "may", "juin": "jun", "juil": "jul", "juillet": "jul",
    "aout": "aug", "septembre": "sep", "sept": "sep", "octobre": "oct", "novembre": "nov",
    "decembre": "dec",
}  # fmt: skip
# Two days that share no part: a date that is the same on top of both took nothing from them.
_ONE_DAY = datetime(2001, 1, 2)  # noqa: DTZ001 (the zone is the text's matter)
_ANOTHER_DAY = datetime(2004, 5, 6)  # noqa: DTZ001
_FRENCH_NOISE = re.compile(
    r"\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lun|mer|jeu|ven|sam|dim|le|a)\b\.?"
)


def parse_date(text: str, *, order: DateOrder = "dmy", zone: tzinfo = UTC) -> datetime | None:
    """The moment a text names, aware, or None. zone holds for texts that name none of their own."""
    text = text.strip()
    if not text or len(text) > 64:
        return None
    try:
        moment = (
            _from_number(text, zone=zone)
            if text.isdigit() or (text[0].isdigit() and text.replace(".", "", 1).isdigit())
            else _from_iso(text) or _from_numeric(text, order=order) or _from_words(text)
        )
        if moment is None:
            return None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=zone)
        moment.astimezone(UTC)  # year 1 or 9999 with a zone cannot be converted: not a date for us
        return moment
    except (ValueError, OverflowError, OSError):
        return None


def guess_date_order(samples: Iterable[str]) -> DateOrder:
    """Month first only when a sample proves it (second number above 12) and none proves the opposite."""
    month_first = day_first = 0
    for sample in samples:
        match = _NUMERIC.fullmatch(sample.strip())
        if match:
            day_first += int(match[1]) > 12
            month_first += int(match[2]) > 12
    return "mdy" if month_first and not day_first else "dmy"


def refuse_date(moment: datetime, *, now: datetime) -> str:
    """Why a moment cannot be when something was said (a rejection code), or ""."""
    if moment < EARLIEST:
        return "date-too-old"
    if moment > now + LATEST_AHEAD:
        return "date-in-future"
    return ""


def _from_number(text: str, *, zone: tzinfo) -> datetime | None:
    digits = len(text.partition(".")[0])
    if digits == 8 and "." not in text:
        return datetime(int(text[:4]), int(text[4:6]), int(text[6:]), tzinfo=zone)
    if digits == 14 and "." not in text:
        return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=zone)
    # 9 to 11 digits: seconds (1973 to 5138), 12 to 14: milliseconds, 15 to 17: microseconds.
    divisor = {9: 1, 10: 1, 11: 1, 12: 10**3, 13: 10**3, 15: 10**6, 16: 10**6, 17: 10**6}.get(digits)
    if divisor is None:
        return datetime.fromtimestamp(float(text), UTC) if text == "0" else None
    return datetime.fromtimestamp(float(text) / divisor, UTC)


def _from_iso(text: str) -> datetime | None:
    if text[-4:] == " UTC":
        text = text[:-4] + "Z"
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _from_numeric(text: str, *, order: DateOrder) -> datetime | None:
    match = _NUMERIC.fullmatch(text.replace("à", "a"))
    if match is None:
        return None
    day, month = int(match[1]), int(match[2])
    if order == "mdy":
        day, month = month, day
    year = int(match[3]) + (2000 if len(match[3]) == 2 else 0)
    hour = int(match[4] or 0)
    if match[7]:
        hour = hour % 12 + (12 if match[7].lower() == "pm" else 0)
    zone = UTC if match[8] else None
    return datetime(year, month, day, hour, int(match[5] or 0), int(match[6] or 0), tzinfo=zone)


def _from_words(text: str) -> datetime | None:
    match = _TWITTER.fullmatch(text)
    if match:
        month, day, hour, minute, second, offset, year = match.groups()
        return datetime.strptime(
            f"{year} {month} {day} {hour}:{minute}:{second} {offset}", "%Y %b %d %H:%M:%S %z"
        )
    plain = strip_accents(text).lower()
    if not any(sign.isdigit() for sign in plain) or not any(sign.isalpha() for sign in plain):
        return None
    try:
        if _HALF_DAY.search(plain):
            raise ValueError  # RFC 2822 knows no halves of a day and would drop the word
        # "-0000" says "no zone known": the answer is then naive, which is what it means here as well.
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        pass
    plain = _MONTH_FIRST.sub(lambda found: _FRENCH_MONTHS.get(found[1], found[0]), plain)
    plain = re.sub(r"(\d)h(\d\d)", r"\1:\2", _FRENCH_NOISE.sub(" ", plain))
    plain = re.sub(r"\b1er\b", "1", re.sub(r"(?<!\d)\.|,", " ", plain))
    return _from_dateutil(plain.upper())  # it knows GMT, not gmt


def _offset(name: str | None, seconds: int | None) -> int | None:
    """The offset as written; a name that dateutil does not know says nothing (it would warn, and once raise)."""
    return seconds


def _from_dateutil(text: str) -> datetime | None:
    answers = []
    for default in (_ONE_DAY, _ANOTHER_DAY):
        try:
            answers.append(dateutil_parser.parse(text, default=default, dayfirst=True, tzinfos=_offset))
        except (ValueError, OverflowError, TypeError, IndexError, AttributeError):
            return None
    return answers[0] if answers[0] == answers[1] else None
