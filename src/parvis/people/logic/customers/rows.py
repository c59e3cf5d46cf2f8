"""One row of a customer file into what it says about one person, or the reason why it is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from dateutil.parser import ParserError
from dateutil.parser import parse as parse_date

from parvis.people.logic.contact_points import EMAIL, PHONE, NotAnAddress, normalised_email, normalised_phone
from parvis.people.logic.custom_fields import read_flag, read_value
from parvis.people.logic.customers.fields import CONSENT, CUSTOM
from parvis.people.logic.keys import name_key
from parvis.people.logic.names import split_name, tidy
from parvis.people.logic.refusals import NotKept

LIMITS = {"external_id": 120, "customer_number": 80, "given_name": 120, "family_name": 120, "city": 120}
MOST_POINTS, MOST_TAGS = 20, 30
_LANGUAGES = {
    "french": "fr", "francais": "fr", "fra": "fr", "fre": "fr", "english": "en", "anglais": "en", "eng": "en",
    "german": "de", "allemand": "de", "deutsch": "de", "deu": "de", "spanish": "es", "espagnol": "es", "spa": "es",
    "italian": "it", "italien": "it", "ita": "it", "dutch": "nl", "neerlandais": "nl", "nld": "nl",
    "portuguese": "pt", "portugais": "pt", "por": "pt",
}  # fmt: skip
_CODE = re.compile(r"([a-z]{2})(?:[-_][A-Za-z]{2,4})?")
_BETWEEN = re.compile(r"\s*[;|]\s*|\s*,\s+|,(?=[^,]*@)")


class RowRefused(Exception):
    """code: why; detail: what stood there, shortened."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code, self.detail = code, detail[:120]


@dataclass(slots=True)
class CustomerRow:
    """What one row says. An empty value says nothing: it never empties a record. left: cells that were left out."""

    external_id: str = ""
    customer_number: str = ""
    given_name: str = ""
    family_name: str = ""
    city: str = ""
    language: str = ""
    as_of: datetime | None = None
    points: list[tuple[str, str]] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    custom: dict[str, dict[str, Any]] = field(default_factory=dict)
    consents: list[dict[str, Any]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class OwnField:
    """A field of the house's own, as far as reading needs it. choices: folded word → id."""

    kind: str
    choices: Mapping[str, int]


def compile_reader(
    mapping: Mapping[int, str], *, own: Mapping[int, OwnField], zone: tzinfo, now: datetime
) -> Callable[[Sequence[str]], CustomerRow]:
    """A function for one row: what each column is, is looked up once. It raises RowRefused."""
    plain = [(at, name) for at, name in mapping.items() if name in LIMITS]
    emails = [at for at, name in mapping.items() if name == "email"]
    phones = [at for at, name in mapping.items() if name == "phone"]
    tags = [at for at, name in mapping.items() if name == "tags"]
    single = {name: at for at, name in mapping.items() if name in ("full_name", "language", "changed_at")}
    custom = [(at, int(name[len(CUSTOM) :])) for at, name in mapping.items() if name.startswith(CUSTOM)]
    consents = [(at, *_purpose(name)) for at, name in mapping.items() if name.startswith(CONSENT)]
    proof = {name: at for at, name in mapping.items() if name.startswith("consent_")}
    used = sorted(mapping)

    def read(cells: Sequence[str]) -> CustomerRow:
        for at in used:
            # A formula is no value; ours carry an apostrophe, which is gone by now with its sign behind it.
            if cells[at][:1] == "=" and len(cells[at]) > 1:
                raise RowRefused("formula", cells[at])
        row = CustomerRow()
        for at, name in plain:
            if cells[at]:
                value = tidied(cells[at], LIMITS[name] + 1)
                if len(value) > LIMITS[name]:
                    raise RowRefused("too-long", value)
                setattr(row, name, value)
        if "full_name" in single and not (row.given_name or row.family_name):
            row.given_name, row.family_name = split_name(cells[single["full_name"]])
        for ats, kind, normal in ((emails, EMAIL, normalised_email), (phones, PHONE, normalised_phone)):
            for at in ats:
                if cells[at]:
                    _read_points(row, cells[at], kind, normal)
        if len(row.points) > MOST_POINTS:
            raise RowRefused("too-many-addresses", str(len(row.points)))
        for at in tags:
            row.tags += [name for name in (tidied(one, 60) for one in re.split(r"[;,|]", cells[at])) if name]
        row.tags = list(dict.fromkeys(row.tags))[:MOST_TAGS]
        if "language" in single and cells[single["language"]]:
            row.language = language_of(cells[single["language"]])
            if not row.language:
                row.left.append("language")
        if "changed_at" in single and cells[single["changed_at"]]:
            row.as_of = moment_of(cells[single["changed_at"]], zone)
            if row.as_of is None or row.as_of > now:
                raise RowRefused("date-unreadable", cells[single["changed_at"]])
        for at, pk in custom:
            if cells[at]:
                _read_custom(row, cells[at], pk, own[pk])
        for at, purpose, channel in consents:
            if cells[at]:
                _read_consent(row, cells, at, purpose, channel, proof=proof, zone=zone, now=now)
        if not (row.external_id or row.customer_number or row.given_name or row.family_name or row.points):
            raise RowRefused("nobody", ", ".join(row.left))
        return row

    return read


def tidied(text: str, most: int) -> str:
    """tidy(), with a short way for the plain text that most cells hold."""
    if text.isascii() and text.isprintable() and len(text) <= most:
        return " ".join(text.split())
    return tidy(text, most=most)


def language_of(written: str) -> str:
    """ "fr", "fr-FR", "French", "français" → "fr"; "" for anything else."""
    plain = name_key(written)
    if known := _LANGUAGES.get(plain):
        return known
    code = _CODE.fullmatch(plain)
    return code[1] if code else ""


def moment_of(written: str, zone: tzinfo) -> datetime | None:
    """A date with or without its time, day before month unless the year stands first."""
    text = written.strip()
    if not 6 <= len(text) <= 40:
        return None
    try:
        found = parse_date(text, dayfirst=not re.match(r"\d{4}", text), tzinfos=lambda name, offset: None)
    except (ParserError, ValueError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=zone)


def _read_points(row: CustomerRow, written: str, kind: str, normal: Callable[[str], str]) -> None:
    parts = [written] if kind == PHONE and not re.search("[;|]", written) else _BETWEEN.split(written)
    for part in parts:
        if not part:
            continue
        try:
            point = (kind, normal(part))
        except NotAnAddress:
            row.left.append(kind)
            continue
        if point not in row.points:
            row.points.append(point)


def _read_custom(row: CustomerRow, written: str, pk: int, own: OwnField) -> None:
    try:
        value = read_value(own.kind, written, choices=dict(own.choices))
    except NotKept:
        row.left.append(f"{CUSTOM}{pk}")
        return
    kept: dict[str, Any] = {
        "text": value.text,
        "number": str(value.number) if value.number is not None else None,
        "day": value.day.isoformat() if value.day is not None else None,
        "flag": value.flag,
        "choice_id": value.choice_id,
    }
    if any(one is not None for one in kept.values()):
        row.custom[str(pk)] = {
            **{name: one for name, one in kept.items() if one is not None},
            "said": written[:200],
        }


def _purpose(name: str) -> tuple[str, str]:
    purpose, _, channel = name.removeprefix(CONSENT).partition(":")
    return purpose, channel


def _read_consent(
    row: CustomerRow,
    cells: Sequence[str],
    at: int,
    purpose: str,
    channel: str,
    *,
    proof: Mapping[str, int],
    zone: tzinfo,
    now: datetime,
) -> None:
    """A yes without its words, its date and its source is no consent; a no needs none of them."""
    try:
        is_given = read_flag(cells[at])
    except NotKept as error:
        raise RowRefused("consent-unreadable", cells[at]) from error
    words, source = (cells[proof[name]].strip() for name in ("consent_words", "consent_source"))
    said_at = moment_of(cells[proof["consent_at"]], zone)
    if is_given and (not words or not source or said_at is None or said_at > now):
        raise RowRefused("consent-without-proof", cells[at])
    row.consents.append({
        "purpose": purpose, "channel": channel, "is_given": is_given, "words": words[:2000],
        "source": source[:300], "at": said_at.isoformat() if said_at and said_at <= now else None,
    })  # fmt: skip
