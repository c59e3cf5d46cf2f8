"""Writing down what says the same, word for word or nearly: which mention is the first, and which ones repeat it.

A post that is near to the first of a group joins that group. Only firsts are compared with, so a group is what is near
to one post, and not a chain of small changes from one thing to another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db import connection

from parvis.foundation.database import copy_rows
from parvis.listening.logic.near_copies import Shingles, are_near, keys_of, shingles_of
from parvis.listening.logic.text_groups import group_of, words_said

NEAR_DAYS = 30  # what was said longer ago is said anew
# So many candidates of a key at most: a phrase that everybody begins with costs no more than any other.
CANDIDATES_OF_A_KEY = 4


def claim_groups(
    texts: Sequence[tuple[str, str]], ids: Sequence[int], times: Sequence[datetime], *, day: date
) -> tuple[list[int | None], set[int]]:
    """The group of each text (title, text), None of too short a one, and the ids of those that repeat an earlier one.

    The first of a group is claimed in order of keys, so that two batches never wait for each other for ever.
    """
    words = [words_said(title, text) for title, text in texts]
    exact = [group_of(each) for each in words]
    # What one of the texts is near to, of each group that is not known yet.
    places = {group: place for place, group in reversed(list(enumerate(exact))) if group is not None}
    fresh = places.keys() - _known(places)
    shingles = {group: shingles_of(words[places[group]]) for group in fresh}
    near, kept = _near({group: each for group, each in shingles.items() if each}, order=places)
    groups = [group if group is None else near.get(group, group) for group in exact]
    first: dict[int, int] = {}
    for place, group in enumerate(groups):
        if group is not None:
            first.setdefault(group, place)
    if not first:
        return groups, set()
    sought = sorted(first)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO listening_copy (text_group, mention_id, published_at, is_first)
            SELECT *, true FROM unnest(%s::bigint[], %s::bigint[], %s::timestamptz[])
            ON CONFLICT (text_group) WHERE is_first DO NOTHING RETURNING mention_id
            """,
            [sought, [ids[first[key]] for key in sought], [times[first[key]] for key in sought]],
        )
        originals = {row[0] for row in cursor.fetchall()}
    repeats = [
        place for place, group in enumerate(groups) if group is not None and ids[place] not in originals
    ]
    copy_rows(
        "listening_copy",
        ("text_group", "mention_id", "published_at", "is_first"),
        ((groups[place], ids[place], times[place], False) for place in repeats),
    )
    copy_rows(
        "listening_near",
        ("key", "text_group", "day"),
        ((key, group, day) for group, keys in kept.items() for key in keys),
    )
    return groups, {ids[place] for place in repeats}


def forget_near(*, today: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM listening_near WHERE day < %s", [today - timedelta(days=NEAR_DAYS)])


def _known(groups: Iterable[int]) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT text_group FROM listening_copy WHERE text_group = ANY(%s) AND is_first", [list(groups)]
        )
        return {row[0] for row in cursor.fetchall()}


def _near(
    fresh: dict[int, Shingles], *, order: dict[int, int]
) -> tuple[dict[int, int], dict[int, list[int]]]:
    """New group → the group that it is near to; and the keys of those that are near to none, under which others find
    them. Groups of one batch are compared too, the earlier first.
    """
    ordered = sorted(fresh, key=order.__getitem__)
    keys = dict(zip(ordered, keys_of([fresh[group] for group in ordered]), strict=True))
    stored = _stored_with([key for each in keys.values() for key in each])
    said = _shingles_of_firsts({group for groups in stored.values() for group in groups})
    here: dict[int, list[int]] = {}
    near: dict[int, int] = {}
    kept: dict[int, list[int]] = {}
    for group in ordered:
        for candidate in dict.fromkeys(
            each for key in keys[group] for each in (*stored.get(key, ()), *here.get(key, ()))
        ):
            if are_near(fresh[group], said.get(candidate) or fresh.get(candidate, frozenset())):
                near[group] = candidate
                break
        else:
            kept[group] = keys[group]
            for key in keys[group]:
                if len(same_key := here.setdefault(key, [])) < CANDIDATES_OF_A_KEY:
                    same_key.append(group)
    return near, kept


def _stored_with(keys: Sequence[int]) -> dict[int, list[int]]:
    if not keys:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT asked.key, n.text_group FROM unnest(%s::bigint[]) AS asked (key) CROSS JOIN LATERAL (
                SELECT text_group FROM listening_near WHERE key = asked.key LIMIT %s) AS n
            """,
            [list(keys), CANDIDATES_OF_A_KEY],
        )
        found: dict[int, list[int]] = {}
        for key, group in cursor.fetchall():
            found.setdefault(key, []).append(group)
        return found


def _shingles_of_firsts(groups: set[int]) -> dict[int, Shingles]:
    """What the first of each group says now; nothing where it is gone."""
    if not groups:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.text_group, m.title, m.text FROM listening_copy AS c CROSS JOIN LATERAL (
                SELECT title, text FROM listening_mention
                WHERE id = c.mention_id AND published_at = c.published_at OFFSET 0) AS m
            WHERE c.text_group = ANY(%s) AND c.is_first
            """,
            [list(groups)],
        )
        return {group: shingles_of(words_said(title, text)) for group, title, text in cursor.fetchall()}
