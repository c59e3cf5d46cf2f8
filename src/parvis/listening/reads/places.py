"""Places that could be listened to, those on trial and those refused; and how much each source brings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.http import Http404
from django.utils.dateparse import parse_datetime

from parvis.channels.models import Connection
from parvis.foundation.logic.periods import Period
from parvis.listening.logic.selection import Selection
from parvis.listening.logic.yields import SeenPost, Yield, yield_of
from parvis.listening.models import Mention, Place, PlaceNamed, TrialPost
from parvis.listening.permissions import can_manage_queries, can_view_mentions
from parvis.listening.reads.cells import sums
from parvis.listening.reads.queries import listening_sources

if TYPE_CHECKING:
    from parvis.accounts.models import User

PLACES_A_PAGE = 30
TRIAL = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """showed: by its own posts, once somebody looked or it is on trial. waits: a look was asked for and runs."""

    place: Place
    showed: Yield | None
    waits: bool
    trial_ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class PlacePage:
    """next_key: give it as `after` for those that follow; empty on the last page."""

    places: list[ShownPlace]
    next_key: str


@dataclass(frozen=True, slots=True)
class HeardSource:
    """mentions: of the period, as figures count them."""

    connection: Connection
    mentions: int


def places_visible_to(user: User) -> QuerySet[Place]:
    return Place.objects.all() if can_manage_queries(user) else Place.objects.none()


def get_place(user: User, place_id: int) -> Place:
    """Raises Http404."""
    found = places_visible_to(user).select_related("connection").filter(pk=min(place_id, 2**63 - 1)).first()
    if found is None:
        raise Http404("place")
    return found


def page_of_places(
    user: User, state: str, *, now: datetime, after: str = "", most: int = PLACES_A_PAGE
) -> PlacePage:
    """Of one state. Proposed ones by what they are worth, others by when it was decided; after: how many to pass."""
    chosen = places_visible_to(user).filter(state=state).select_related("connection")
    if state == Place.PROPOSED:
        # Named by nobody of interest and asked for by nobody: not worth a line.
        chosen = (chosen.filter(worth__gt=0) | chosen.exclude(look_asked_at=None)).order_by("-worth", "id")
    else:
        chosen = chosen.order_by("-decided_at", "-id")
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 6 else 0
    rows = list(chosen[start : start + most + 1])
    return PlacePage(
        [shown(one, now=now) for one in rows[:most]], str(start + most) if len(rows) > most else ""
    )


def shown(place: Place, *, now: datetime) -> ShownPlace:
    is_trial = place.state == Place.TRIAL
    waits = (
        place.look_asked_at is not None
        and (place.looked_at is None or place.looked_at < place.look_asked_at)
        and place.look_asked_at > now - timedelta(minutes=10)
    )
    posts = _of_trial(place) if is_trial else _of_look(place)
    showed = yield_of(posts, now=now) if is_trial or (place.looked_at and not place.look_error) else None
    ends = place.tried_at + TRIAL if is_trial and place.tried_at else None
    return ShownPlace(place, showed, waits, ends)


def _of_look(place: Place) -> list[SeenPost]:
    moments = [(parse_datetime(at), found, heard) for at, found, heard in place.seen]
    return [SeenPost(at, bool(found), bool(heard)) for at, found, heard in moments if at is not None]


def _of_trial(place: Place) -> list[SeenPost]:
    rows = TrialPost.objects.filter(connection=place.connection).values_list(
        "published_at", "is_found", "is_heard"
    )
    return [SeenPost(*row) for row in rows]


def trial_posts(place: Place, *, most: int) -> list[TrialPost]:
    """The newest of a trial; what a query finds first."""
    return list(
        TrialPost.objects.filter(connection=place.connection).order_by("-is_found", "-published_at")[:most]
    )


def naming_mentions(user: User, place: Place, *, most: int) -> list[Mention]:
    """Mentions that name the place, the newest first."""
    if not can_view_mentions(user):
        return []
    keys = PlaceNamed.objects.filter(place=place).order_by("-published_at")
    rows = list(keys.values_list("mention_id", "published_at")[:most])
    if not rows:
        return []
    found = Mention.objects.filter(
        pk__in=[key for key, _ in rows], published_at__in=[at for _, at in rows]
    ).select_related("identity", "connection")
    return sorted(found, key=lambda one: one.published_at, reverse=True)


def heard_sources(user: User, period: Period) -> list[HeardSource]:
    """Every source with its mentions of the period; those on trial are not among them."""
    if not can_view_mentions(user):
        return []
    counts = {row.key[0]: row.mentions for row in sums(Selection(period), ("connection_id",))}
    left_out = set(Place.objects.filter(state=Place.TRIAL).values_list("connection_id", flat=True))
    found = [
        HeardSource(one.connection, counts.get(one.connection.pk, 0))
        for one in listening_sources()
        if one.connection.pk not in left_out
    ]
    return sorted(found, key=lambda one: -one.mentions)
