"""What listening keeps about people: public utterances and the handle they came from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from parvis.channels.models import Connection
from parvis.foundation.logic.personal_data import PersonalData
from parvis.listening.actions.strike import erase_words, find_words
from parvis.listening.models import DroppedSample, Exclusion, Mention, Place, PlaceNamed, TrialPost
from parvis.people.models import Identity

EXPORTED = (
    "channel", "title", "text", "url", "site", "brand", "country", "published_at", "received_at", "followers",
    "engagement", "is_repost", "language", "language_probability", "sentiment", "sentiment_probability",
    "model_version", "emotion", "emotion_probability", "intents", "offensive_probability",
)  # fmt: skip


def find(identity_ids: Sequence[int], person_ids: Sequence[int] = ()) -> dict[str, int]:
    return {
        "listening_mention": Mention.objects.filter(identity_id__in=identity_ids).count(),
        "listening_dropped_sample": _samples(identity_ids).count(),
        "listening_exclusion": _exclusions(identity_ids).count(),
        "listening_trial_post": _trial_posts(identity_ids).count(),
        "listening_place": _places(identity_ids).count(),
    }


def export(identity_ids: Sequence[int], person_ids: Sequence[int] = ()) -> dict[str, list[dict[str, Any]]]:
    mentions = Mention.objects.filter(identity_id__in=identity_ids).order_by("published_at", "id")
    return {
        "listening_mention": list(mentions.values(*EXPORTED)),
        "listening_dropped_sample": list(
            _samples(identity_ids).order_by("id").values("at", "excerpt", "url")
        ),
        "listening_exclusion": list(_exclusions(identity_ids).values("channel", "value", "created_at")),
        "listening_trial_post": list(_trial_posts(identity_ids).values("channel", "published_at", "item")),
        "listening_place": list(_places(identity_ids).values("kind", "key", "state", "first_named_at")),
    }


def erase(identity_ids: Sequence[int], person_ids: Sequence[int] = ()) -> dict[str, int]:
    """Delete the mentions themselves; a receipt without content keeps them from being imported again.

    Copies, matches and figures go with their mention (migration 0005). A handle that is not listened to stays
    refused only as long as its person wants to be known at all.
    """
    samples = _samples(identity_ids).delete()[0]
    exclusions = _exclusions(identity_ids).delete()[0]
    trial_posts = _trial_posts(identity_ids).delete()[0]
    PlaceNamed.objects.filter(identity_id__in=identity_ids).delete()
    places = _places(identity_ids)
    number_of_places = places.count()
    # Whoever is not to be known is no longer listened to either.
    heard_there = list(places.exclude(connection=None).values_list("connection_id", flat=True))
    Connection.objects.filter(pk__in=heard_there).update(is_active=False, name="…", settings={})
    TrialPost.objects.filter(connection_id__in=heard_there).delete()
    places.delete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT listening_forget(%s::bigint[])", [list(identity_ids)])
        row = cursor.fetchone()
    return {
        "listening_mention": int(row[0]) if row else 0,
        "listening_dropped_sample": samples,
        "listening_exclusion": exclusions,
        "listening_trial_post": trial_posts,
        "listening_place": number_of_places,
    }


def _handles(identity_ids: Sequence[int]) -> list[tuple[str, str]]:
    return list(Identity.objects.filter(pk__in=identity_ids).values_list("channel", "handle_key"))


def _samples(identity_ids: Sequence[int]) -> QuerySet[DroppedSample]:
    chosen = Q(pk__in=[])
    for channel, key in _handles(identity_ids):
        chosen |= Q(channel=channel, handle_key=key)
    return DroppedSample.objects.filter(chosen)


def _exclusions(identity_ids: Sequence[int]) -> QuerySet[Exclusion]:
    chosen = Q(pk__in=[])
    for channel, key in _handles(identity_ids):
        chosen |= Q(kind=Exclusion.AUTHOR, channel=channel, value=key)
    return Exclusion.objects.filter(chosen)


def _trial_posts(identity_ids: Sequence[int]) -> QuerySet[TrialPost]:
    chosen = Q(pk__in=[])
    for channel, key in _handles(identity_ids):
        chosen |= Q(channel=channel, handle_key=key)
    return TrialPost.objects.filter(chosen)


def _places(identity_ids: Sequence[int]) -> QuerySet[Place]:
    """Accounts that were named as places; what is listened to is a connection and stays."""
    chosen = Q(pk__in=[])
    for channel, key in _handles(identity_ids):
        chosen |= Q(kind=channel, key=key)
    return Place.objects.filter(chosen)


DECLARATION = PersonalData(
    tables={
        "listening_mention": "Public posts that came in through a source, to understand what is said.",
        "listening_copy": "Hashes of what public posts say, to count copies once; goes with its post.",
        "listening_near": "Hashes of pairs of words in public posts, for a month, to count near copies once.",
        "listening_month_authors": "Who spoke most in a month; counted again when a post goes.",
        "listening_day_authors": "Who spoke most on a day, to show the loudest; counted again when a post goes.",
        "listening_author_delta": "Who spoke on a day, until it is counted.",
        "listening_dropped_sample": "A few posts that were not kept, for a week, to see whether that was right.",
        "listening_exclusion": "Authors whose posts are not taken in, because somebody decided so.",
        "listening_trial_post": "Public posts of a place on trial, until it is accepted or refused.",
        "listening_place": "Accounts and sites that posts name, and who of the staff decided about them.",
        "listening_place_named": "Which posts name a place, and their authors' ids, for a month.",
        "listening_query": "Who of the staff made a query.",
        "listening_query_version": "Who of the staff wrote which text of a query.",
        "listening_alert_rule": "Who of the staff is told of alerts.",
        "listening_alert_seen": "Ids of authors whose reach was told, so that it is told once.",
        "listening_alarm": "Ids of authors whose reach was told; who they are goes with their handle.",
        "listening_alarm_verdict": "Who of the staff found an alert worth it.",
        "listening_campaign": "Who of the staff entered a campaign.",
    },
    find=find,
    export=export,
    erase=erase,
    find_words=find_words,
    erase_words=erase_words,
    titles={
        "listening_mention": _("public posts"),
        "listening_dropped_sample": _("posts that were not kept"),
        "listening_exclusion": _("authors not listened to"),
        "listening_place": _("places that were found"),
        "listening_trial_post": _("posts of places on trial"),
    },
)
