"""The fields that records of persons have, how a column is recognised, and the levels of likeness of each kind."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parvis.people.logic.resolution.normalised import folded

MISSING = 255


@dataclass(frozen=True)
class Kind:
    """Levels, best first; the last is "different". `alike` and `unlike`: what is expected of each before anything
    is learned, as shares of true and of chance pairs. `weighed`: a rare value says more than a common one."""

    levels: tuple[str, ...]
    alike: tuple[float, ...]
    unlike: tuple[float, ...]
    weighed: bool = False


_WORDY = (
    "same", "one begins with the other", "one letter differs", "two letters differ", "sounds the same",
    "shares a word", "stands in another field", "similar", "different",
)  # fmt: skip
_WORDY_ALIKE = (0.75, 0.03, 0.07, 0.03, 0.02, 0.02, 0.02, 0.02, 0.04)
KINDS: Mapping[str, Kind] = {
    "name": Kind(_WORDY, _WORDY_ALIKE, (0.002, 0.003, 0.003, 0.002, 0.003, 0.002, 0.002, 0.03, 0.953), True),
    "text": Kind(_WORDY, _WORDY_ALIKE, (0.001, 0.001, 0.001, 0.001, 0.001, 0.01, 0.001, 0.03, 0.954), True),
    "date": Kind(
        ("same", "day and month swapped", "one digit differs", "two digits differ", "same year", "different"),
        (0.85, 0.02, 0.06, 0.02, 0.02, 0.03),
        (0.00005, 0.00005, 0.001, 0.015, 0.015, 0.96893),
    ),
    "identifier": Kind(
        ("same", "one digit differs", "two digits differ", "different"),
        (0.88, 0.06, 0.02, 0.04),
        (0.00001, 0.0001, 0.001, 0.99889),
    ),
    "phone": Kind(
        ("same", "one digit differs", "two digits differ", "different"),
        (0.80, 0.04, 0.02, 0.14),
        (0.00002, 0.00005, 0.0005, 0.99943),
    ),
    "email": Kind(
        ("same", "same before the @", "one letter differs", "two letters differ", "different"),
        (0.75, 0.06, 0.04, 0.02, 0.13),
        (0.00002, 0.0001, 0.0002, 0.0005, 0.99918),
    ),
    "number": Kind(
        ("same", "one digit differs", "one begins with the other", "different"),
        (0.85, 0.05, 0.05, 0.05),
        (0.015, 0.10, 0.08, 0.805),
        True,
    ),
    "postcode": Kind(
        ("same", "one digit differs", "same district", "different"),
        (0.87, 0.06, 0.02, 0.05),
        (0.002, 0.01, 0.02, 0.968),
        True,
    ),
    "category": Kind(
        ("same", "one letter differs", "different"), (0.92, 0.02, 0.06), (0.25, 0.05, 0.70), True
    ),
}


@dataclass(frozen=True)
class Field:
    kind: str
    names: tuple[str, ...]  # headers, folded
    shared: bool = False  # people of one household have it in common
    swaps: str = ""  # fields of one group change places when forms are filled in


FIELDS: Mapping[str, Field] = {
    "given_name": Field("name", ("given name", "first name", "firstname", "givenname", "given", "forename", "prenom",
        "prenoms", "first", "fname"), swaps="name"),
    "surname": Field("name", ("surname", "last name", "lastname", "family name", "familyname", "nom", "nom de famille",
        "last", "lname", "nom usage", "nom d usage"), shared=True, swaps="name"),
    "full_name": Field("name", ("name", "full name", "fullname", "display name", "nom complet", "nom et prenom",
        "prenom nom", "nom prenom"), shared=False),
    "date_of_birth": Field("date", ("date of birth", "dob", "birth date", "birthdate", "birthday", "date de naissance",
        "date naissance", "naissance", "ne le", "born")),
    "identifier": Field("identifier", ("soc sec id", "ssn", "social security number", "customer number",
        "numero client", "nir", "national id", "num client", "no client", "id number", "client",
        "numero de securite sociale")),
    "email": Field("email", ("email", "e mail", "mail", "email address", "courriel", "adresse mail", "adresse email",
        "adresse e mail"), shared=True),
    "phone": Field("phone", ("phone", "phone number", "telephone", "tel", "mobile", "portable", "telephone mobile",
        "numero de telephone", "cell"), shared=True),
    "phone_2": Field("phone", ("telephone fixe", "home phone", "fixe", "phone 2", "telephone 2"), shared=True),
    "street_number": Field("number", ("street number", "house number", "number", "numero", "numero de rue",
        "numero de voie", "numero voie", "no rue", "streetnumber"), shared=True),
    "address_1": Field("text", ("address 1", "address", "street", "street address", "adresse", "rue", "voie",
        "adresse 1", "address line 1", "libelle voie", "nom de rue"), shared=True, swaps="place"),
    "address_2": Field("text", ("address 2", "address line 2", "adresse 2", "complement", "complement d adresse",
        "complement adresse"), shared=True, swaps="place"),
    "city": Field("text", ("suburb", "city", "town", "ville", "commune", "locality", "localite"), shared=True,
        swaps="place"),
    "postcode": Field("postcode", ("postcode", "postal code", "zip", "zip code", "zipcode", "code postal", "cp"),
        shared=True),
    "state": Field("category", ("state", "region", "departement", "province", "county"), shared=True),
    "country": Field("category", ("country", "pays"), shared=True),
    "gender": Field("category", ("gender", "sex", "sexe", "genre", "civilite", "title")),
}  # fmt: skip

# What follows, in part, from what: a postcode that agrees says little where the town agrees already.
FOLLOWS = {
    "postcode": ("city",),
    "state": ("postcode", "city"),
    "country": ("state", "city"),
    "gender": ("given_name",),
}

_BY_NAME = {name: field for field, what in FIELDS.items() for name in what.names}
_CONTENT = (
    ("email", re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")),
    (
        "date_of_birth",
        re.compile(r"(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d|(?:19|20)\d\d[./-]?[01]\d[./-]?[0-3]\d)"),
    ),
    ("phone", re.compile(r"(?:(?:\+|00)\d{1,3}[\s.()-]*|0)[1-9](?:[\s.()-]*\d){7,10}")),
    ("postcode", re.compile(r"\d{5}")),
)


def recognised(headers: Sequence[str], samples: Sequence[Sequence[str]]) -> dict[int, str]:
    """Column number → field, by header, else by what stands in it; the first column is the record's id."""
    found: dict[int, str] = {}
    for at, header in enumerate(headers):
        field = field_of_header(header)
        if at and field and field not in found.values():
            found[at] = field
    for at in range(1, len(headers)):
        if at in found:
            continue
        values = [value.strip() for value in samples[at] if value.strip()]
        for field, pattern in _CONTENT:
            if field in found.values() or not values:
                continue
            if sum(bool(pattern.fullmatch(value)) for value in values) >= 0.8 * len(values):
                found[at] = field
                break
    return found


def field_of_header(header: str) -> str | None:
    words = folded(header)
    return words.replace(" ", "_") if words.replace(" ", "_") in FIELDS else _BY_NAME.get(words)
