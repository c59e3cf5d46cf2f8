"""Which column of a file is which field, guessed from names in use (English and French) and from content.

A field has one name everywhere: on the command line, in JSON Lines, in a saved mapping and here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from parvis.channels.logic.dates import parse_date
from parvis.channels.logic.markup import strip_accents

# Per field, names of columns, the most telling first; compared without case, accents and punctuation.
FIELD_NAMES: dict[str, tuple[str, ...]] = {
    "id": (
        "id", "external_id", "tweet_id", "post_id", "status_id", "message_id", "comment_id", "review_id",
        "id_str", "identifiant", "mention_id", "item_id", "uuid", "guid", "doc_id", "id_tweet", "id_message",
    ),
    "text": (
        "text", "full_text", "texte", "message", "content", "contenu", "body", "tweet", "post", "comment",
        "commentaire", "avis", "review", "review_text", "verbatim", "corps", "caption", "snippet",
        "description", "selftext", "post_text", "tweet_text",
    ),
    "published_at": (
        "published_at", "created_at", "date", "datetime", "timestamp", "published", "date_publication",
        "publication_date", "posted_at", "created", "created_utc", "created_time", "date_creation", "time",
        "date_time", "tweet_created", "sent_at", "published_date", "horodatage", "publie_le", "cree_le",
        "date_heure", "heure",
    ),
    "author": (
        "author", "author_id", "auteur", "user_screen_name", "screen_name", "username", "user_name", "user",
        "handle", "author_username", "author_handle", "utilisateur", "pseudo", "compte", "account",
        "from_user", "user_id", "from", "expediteur", "email",
    ),
    "author_name": (
        "author_name", "display_name", "full_name", "name", "nom", "nom_auteur", "nom_complet", "fullname",
    ),
    "followers": (
        "followers", "followers_count", "user_followers_count", "follower_count", "abonnes", "nb_abonnes",
        "audience", "reach",
    ),
    "title": ("title", "titre", "subject", "sujet", "objet", "headline"),
    "url": ("url", "link", "permalink", "lien", "tweet_url", "post_url", "adresse"),
    "site": ("site", "source", "domain", "domaine", "platform", "plateforme", "network", "reseau", "media"),
    "language": ("language", "lang", "langue", "langage"),
    "country": ("country", "pays", "country_code", "code_pays"),
    "engagement": (
        "engagement", "engagements", "interactions", "total_engagement", "score", "likes", "like_count",
        "favorite_count", "retweet_count",
    ),
    "is_repost": ("is_repost", "is_retweet", "retweeted", "repost", "partage", "is_share"),
    "in_reply_to": (
        "in_reply_to", "in_response_to_tweet_id", "in_reply_to_status_id", "in_reply_to_id", "parent_id",
        "reply_to", "in_reply_to_status_id_str", "replied_to_id", "en_reponse_a", "reponse_a",
    ),
    "inbound": ("inbound", "is_inbound", "incoming", "direction", "entrant", "sens"),
    "recipient": (
        "recipient", "brand", "marque", "airline", "company", "entreprise", "destinataire", "to",
        "to_user", "target", "client", "assureur", "compagnie",
    ),
}  # fmt: skip
FIELDS = tuple(FIELD_NAMES)

_OTHER_SIGNS = re.compile(r"[^a-z0-9]+")


def guess_mapping(columns: Sequence[str], sample_rows: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Field -> column. Names decide; where no name tells, content decides for text and published_at."""
    by_name = {_plain_name(column): column for column in reversed(columns)}
    mapping: dict[str, str] = {}
    for field, names in FIELD_NAMES.items():
        for name in names:
            column = by_name.get(name)
            if column is not None and column not in mapping.values() and _suits(field, column, sample_rows):
                mapping[field] = column
                break
    for field, choose in (("published_at", _column_of_dates), ("text", _column_of_prose)):
        if field not in mapping:
            free = [column for column in columns if column not in mapping.values()]
            column = choose(free, sample_rows)
            if column:
                mapping[field] = column
    return mapping


def check_mapping(mapping: Mapping[str, str], columns: Sequence[str]) -> list[str]:
    """What is wrong with a mapping given by hand: unknown fields, absent columns, no text."""
    problems = [f"unknown field {field}" for field in mapping if field not in FIELD_NAMES]
    problems += [f"no column {column}" for column in mapping.values() if column not in columns]
    if "text" not in mapping and "title" not in mapping:
        problems.append("no column for text")
    return problems


def _plain_name(column: str) -> str:
    return _OTHER_SIGNS.sub("_", strip_accents(column).lower()).strip("_")


def _filled(column: str, rows: Sequence[Mapping[str, str]]) -> list[str]:
    return [row[column] for row in rows if row.get(column, "").strip()]


def _suits(field: str, column: str, rows: Sequence[Mapping[str, str]]) -> bool:
    """A name can mislead: "time" that holds no dates, "direction" that holds compass points."""
    values = _filled(column, rows)
    if not values:
        return True
    if field == "published_at":
        return sum(parse_date(value) is not None for value in values) * 2 >= len(values)
    if field in {"followers", "engagement"}:
        return all(read_count(value) is not None for value in values)
    if field in {"inbound", "is_repost"}:
        return all(read_direction(value) is not None for value in values)
    return True


def _column_of_dates(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> str:
    for column in columns:
        values = _filled(column, rows)
        # A number alone may be an amount or an id: digits count as a date only under a telling name.
        if len(values) > 0 and all(
            not value.strip().isdigit() and len(value) >= 8 and parse_date(value) is not None
            for value in values
        ):
            return column
    return ""


def _column_of_prose(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> str:
    """The column with the longest values on average, if these have several words."""
    best, best_length = "", 20.0
    for column in columns:
        values = _filled(column, rows)
        if not values or sum(" " in value.strip() for value in values) * 2 < len(values):
            continue
        length = sum(map(len, values)) / len(values)
        if length > best_length:
            best, best_length = column, length
    return best


_DIRECTIONS = {
    "true": True, "1": True, "yes": True, "y": True, "t": True, "oui": True, "vrai": True, "o": True,
    "v": True, "in": True, "inbound": True, "incoming": True, "entrant": True, "received": True,
    "recu": True, "1.0": True,
    "false": False, "0": False, "no": False, "n": False, "f": False, "non": False, "faux": False,
    "out": False, "outbound": False, "outgoing": False, "sortant": False, "sent": False, "envoye": False,
    "0.0": False,
}  # fmt: skip


def read_direction(text: str) -> bool | None:
    """Yes and no as files write them, and the words for in and out; None for anything else."""
    known = _DIRECTIONS.get(text)
    if known is None:
        known = _DIRECTIONS.get(strip_accents(text).strip().lower())
    return known


def read_count(text: str) -> int | None:
    """A count: 1200, 1 200, 1,200, 1200.0; None for anything else and for what no counter reaches."""
    digits = re.sub(r"[\s,\u00a0\u202f]", "", text)
    digits = digits[:-2] if digits.endswith(".0") else digits
    sign = -1 if digits.startswith("-") else 1
    digits = digits.removeprefix("-")
    if not digits.isascii() or not digits.isdigit() or len(digits) > 9:
        return None
    return sign * int(digits)
