"""What a column of a customer file can hold, and how it is recognised by its header or by what stands in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from parvis.people.logic.keys import name_key

# Field → what its column is called, folded, in English and French. The order is that of the screen and the export.
NAMES: dict[str, tuple[str, ...]] = {
    "external_id": (
        "external id", "id", "record id", "contact id", "crm id", "lead id", "identifiant", "id externe",
        "id contact", "identifiant externe", "uuid", "guid",
    ),
    "customer_number": (
        "customer number", "customer no", "customer id", "customer code", "account number", "numero client",
        "n client", "no client", "num client", "code client", "id client", "numero de client", "reference client",
    ),
    "given_name": (
        "given name", "first name", "firstname", "givenname", "given", "forename", "prenom", "prenoms", "fname",
    ),
    "family_name": (
        "family name", "last name", "lastname", "familyname", "surname", "nom", "nom de famille", "lname",
        "nom usage", "nom d usage",
    ),
    "full_name": ("full name", "name", "fullname", "display name", "nom complet", "nom et prenom", "prenom nom",
        "nom prenom", "contact name", "contact"),
    "email": (
        "email", "e mail", "mail", "email address", "emails", "e mail address", "courriel", "adresse mail",
        "adresse email", "adresse e mail", "email 1", "email 2", "e mail 1", "e mail 2", "work email",
    ),
    "phone": (
        "phone", "phone number", "phones", "telephone", "tel", "mobile", "mobile phone", "portable", "cell",
        "telephone mobile", "telephone portable", "telephone fixe", "numero de telephone", "home phone", "fixe",
        "phone 1", "phone 2", "telephone 1", "telephone 2", "gsm",
    ),
    "city": ("city", "town", "ville", "commune", "locality", "localite", "suburb"),
    "language": ("language", "lang", "locale", "langue", "preferred language"),
    "tags": ("tags", "tag", "labels", "etiquettes", "mots cles", "categories"),
    "changed_at": (
        "changed at", "last modified", "last modified date", "modified at", "updated at", "modification date",
        "modifie le", "date de modification", "derniere modification", "maj", "mis a jour le",
    ),
}  # fmt: skip
MANY = ("email", "phone", "tags")  # several columns may hold them
CUSTOM = "custom:"  # + id of the field
CONSENT = "consent:"  # + purpose, and ":" + channel where there is one
PROOF = {
    "consent_at": ("consent date", "consent at", "optin date", "opt in date", "date de consentement",
        "date consentement", "date optin", "date d optin"),
    "consent_words": ("consent wording", "consent text", "wording", "libelle du consentement",
        "texte du consentement", "mention de consentement"),
    "consent_source": ("consent source", "consent form", "optin source", "source du consentement", "source optin",
        "formulaire de consentement"),
}  # fmt: skip
_CONSENT_NAMES = {
    "consent:prospecting:email": ("consent email", "consent prospecting email", "email optin", "optin email",
        "newsletter", "consentement email", "consentement e mail", "accepte emails", "accepte les e mails"),
    "consent:prospecting:sms": ("consent sms", "consent prospecting sms", "sms optin", "optin sms", "consentement sms"),
    "consent:prospecting:phone": ("consent phone", "consent prospecting phone", "phone optin",
        "consentement telephone", "consentement appel"),
}  # fmt: skip

_SIGNS = re.compile(r"[^a-z0-9]+")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_PHONE = re.compile(r"(?:(?:\+|00)\d{1,3}[\s.()-]*|0)[1-9](?:[\s.()-]*\d){7,10}")


def folded(header: str) -> str:
    """Small letters without accents and signs, one space between words: "E-mail_1" → "e mail 1"."""
    return _SIGNS.sub(" ", name_key(header)).strip()


_BY_NAME = {
    name: field
    for names in (NAMES, PROOF, _CONSENT_NAMES)
    for field, all_names in names.items()
    for name in (folded(field), *all_names)
}


def recognised(
    headers: Sequence[str], sample: Sequence[Sequence[str]], *, custom: Mapping[str, int] = {}
) -> dict[int, str]:
    """Number of the column → field. custom: name of an own field → its id. Each field once, save those of MANY."""
    own = {folded(name): f"{CUSTOM}{pk}" for name, pk in custom.items()}
    found: dict[int, str] = {}
    for at, header in enumerate(headers):
        words = folded(re.sub(r" \(\d+\)$", "", header))
        field = own.get(words) or _BY_NAME.get(words, "")
        if field and (field in MANY or field not in found.values()):
            found[at] = field
    for at in range(len(headers)):
        if at in found:
            continue
        values = [row[at].strip() for row in sample if at < len(row) and row[at].strip()]
        for field, pattern in (("email", _EMAIL), ("phone", _PHONE)):
            if values and sum(bool(pattern.fullmatch(value)) for value in values) >= 0.8 * len(values):
                found[at] = field
    return found


def missing(mapping: Mapping[int, str]) -> str:
    """What a mapping lacks, as a code, or ""."""
    fields = list(mapping.values())
    if any(fields.count(field) > 1 for field in fields if field not in MANY):
        return "field-twice"
    if not set(fields) & {
        "external_id",
        "customer_number",
        "given_name",
        "family_name",
        "full_name",
        "email",
        "phone",
    }:
        return "nobody-named"
    if any(field.startswith(CONSENT) for field in fields) and not set(PROOF) <= set(fields):
        return "consent-without-proof"
    return ""
