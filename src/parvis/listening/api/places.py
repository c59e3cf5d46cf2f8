"""Places that could be listened to: proposed by what is heard, tried, accepted, refused."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, cast

from pydantic import Field

from parvis.foundation.api.cursors import cursor_of, key_of
from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.shapes import Answer, Body, Id, Listed, Typed, examples
from parvis.foundation.logic.intervals import Estimate
from parvis.listening.actions.place_look import ask_for_look, propose_place
from parvis.listening.actions.trials import accept_place, refuse_place, try_place, unrefuse_place
from parvis.listening.api.endpoints import ENDPOINTS, MANAGE
from parvis.listening.api.markets import ShareOut
from parvis.listening.models import Place
from parvis.listening.reads.places import ShownPlace, get_place, page_of_places, shown

CONNECT = {"permission": "connections.manage", "purpose": "listening"}
State = Literal["proposed", "trial", "accepted", "refused"]


class PlaceGiven(Body):
    """A site or the address of a feed."""

    address: Annotated[str, Field(min_length=4, max_length=2000)]

    model_config = examples({"address": "https://forum.example.org"})


class PlaceOut(Answer):
    """worth: posts a month that a query finds and no other source brings, by its lower bound; the order of the list."""

    id: int
    kind: str = Field(description="site, mastodon, bluesky, reddit or youtube.")
    key: str
    state: State
    title: str
    authors: int = Field(description="Distinct authors of 28 days whose mentions name it.")
    pages: int
    heard: int = Field(description="Mentions of 28 days that other sources bring from there anyhow.")
    worth: float
    is_being_looked_at: bool
    looked_at: datetime | None
    look_error: str
    listens_with: str = Field(description="The kind of connection that a look found; empty: none.")
    posts: int | None = Field(description="Of the last 28 days, as a look or the trial showed them.")
    found: int | None = Field(description="Of them those that a query finds.")
    fresh: int | None = Field(description="Of these those that no other source brought.")
    a_month: ShareOut | None = Field(description="Posts in 28 days that a query finds.")
    novelty: ShareOut | None = Field(description="The share of them that no other source brought.")
    connection_id: int | None
    trial_ends_at: datetime | None


class PlaceList(Listed):
    items: list[PlaceOut]


@ENDPOINTS.get("/places", **MANAGE)
def list_places(
    caller: Caller,
    state: State = "proposed",
    cursor: Typed = "",
    limit: Annotated[int, Field(ge=1, le=100)] = 30,
) -> PlaceList:
    """Places of one state; proposed ones by what they would bring."""
    page = page_of_places(caller.user, state, now=caller.now, after=key_of(cursor), most=limit)
    return PlaceList(items=[_out(one) for one in page.places], next_cursor=cursor_of(page.next_key))


@ENDPOINTS.post("/places", status=201, problems={"place-unfit": (409, "No address of a place.")}, **MANAGE)
def propose_new_place(caller: Caller, given: PlaceGiven) -> PlaceOut:
    """Name a place yourself. A worker looks at it."""
    return _shown(propose_place(given.address, by=caller.actor, now=caller.now), caller)


@ENDPOINTS.get("/places/{place_id}", **MANAGE)
def get_one_place(caller: Caller, place_id: Id) -> PlaceOut:
    """One place."""
    return _shown(get_place(caller.user, place_id), caller)


@ENDPOINTS.post("/places/{place_id}/look", status=202, **MANAGE)
def look_at_proposed_place(caller: Caller, place_id: Id) -> PlaceOut:
    """Have a worker ask the place what it says, and hold that against the queries."""
    found = get_place(caller.user, place_id)
    ask_for_look(found, now=caller.now)
    return _shown(get_place(caller.user, place_id), caller)


@ENDPOINTS.post(
    "/places/{place_id}/try",
    problems={"place-not-seen": (409, "No look found a way to listen there.")},
    **CONNECT,
)
def try_proposed_place(caller: Caller, place_id: Id) -> PlaceOut:
    """Listen there for two weeks; what comes is in no figure."""
    return _shown(try_place(get_place(caller.user, place_id), by=caller.actor, now=caller.now), caller)


@ENDPOINTS.post(
    "/places/{place_id}/accept", problems={"place-not-tried": (409, "It is not on trial.")}, **CONNECT
)
def accept_tried_place(caller: Caller, place_id: Id) -> PlaceOut:
    """Count it from now on, with what its trial brought."""
    return _shown(accept_place(get_place(caller.user, place_id), by=caller.actor, now=caller.now), caller)


@ENDPOINTS.post(
    "/places/{place_id}/refuse", problems={"place-accepted": (409, "It counts already.")}, **MANAGE
)
def refuse_proposed_place(caller: Caller, place_id: Id) -> PlaceOut:
    """Do not propose it again; what a trial brought is forgotten."""
    return _shown(refuse_place(get_place(caller.user, place_id), by=caller.actor, now=caller.now), caller)


@ENDPOINTS.post("/places/{place_id}/again", **MANAGE)
def propose_refused_place(caller: Caller, place_id: Id) -> PlaceOut:
    """Let a refused place be proposed again."""
    return _shown(unrefuse_place(get_place(caller.user, place_id), by=caller.actor, now=caller.now), caller)


def _shown(place: Place, caller: Caller) -> PlaceOut:
    return _out(shown(place, now=caller.now))


def _out(one: ShownPlace) -> PlaceOut:
    place, showed = one.place, one.showed
    return PlaceOut(
        id=place.pk,
        kind=place.kind,
        key=place.key,
        state=cast(State, place.state),
        title=place.title,
        authors=place.authors,
        pages=place.pages,
        heard=place.heard,
        worth=round(place.worth, 2),
        is_being_looked_at=one.waits,
        looked_at=place.looked_at,
        look_error=place.look_error,
        listens_with=place.found_kind,
        posts=showed.posts if showed else None,
        found=showed.found if showed else None,
        fresh=showed.fresh if showed else None,
        a_month=_estimate(showed.a_month if showed else None),
        novelty=_estimate(showed.novelty if showed else None),
        connection_id=place.connection_id,
        trial_ends_at=one.trial_ends_at,
    )


def _estimate(one: Estimate | None) -> ShareOut | None:
    return ShareOut.model_validate(one) if one is not None else None
