"""Places in words: what they are, who named them, what they would bring."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from parvis.foundation.logic.intervals import Estimate
from parvis.foundation.web.components.quantities import counted, interval, percent
from parvis.listening.logic.places import BLUESKY, MASTODON, REDDIT, SITE, YOUTUBE
from parvis.listening.logic.yields import Yield
from parvis.listening.models import Place
from parvis.listening.reads.places import ShownPlace

KIND_WORDS: dict[str, Any] = {
    SITE: pgettext_lazy("kind of place", "Site"),
    MASTODON: pgettext_lazy("kind of place", "Account on Mastodon"),
    BLUESKY: pgettext_lazy("kind of place", "Account on Bluesky"),
    REDDIT: pgettext_lazy("kind of place", "Community on Reddit"),
    YOUTUBE: pgettext_lazy("kind of place", "Channel on YouTube"),
}
FOUND_WORDS: dict[str, Any] = {
    "rss": pgettext_lazy("kind of place", "Feed"),
    "discourse": pgettext_lazy("kind of place", "Discourse forum"),
    "nodebb": pgettext_lazy("kind of place", "NodeBB forum"),
}
ICONS = {SITE: "world", MASTODON: "brand-mastodon", BLUESKY: "brand-bluesky", REDDIT: "brand-reddit",
         YOUTUBE: "brand-youtube"}  # fmt: skip


def shown_places(some: Sequence[ShownPlace], *, now: datetime) -> list[dict[str, Any]]:
    return [shown_place(one, now=now) for one in some]


def shown_place(one: ShownPlace, *, now: datetime) -> dict[str, Any]:
    place = one.place
    return {
        "place": place,
        "name": name_of(place),
        "kind": kind_of(place),
        "icon": ICONS[place.kind],
        "url": reverse("place", args=[place.pk]),
        "why": named_by(place),
        "waits": one.waits,
        "fault": fault_sentence(place.look_error) if place.look_error and not one.waits else "",
        "can_try": bool(place.state == Place.PROPOSED and place.found_kind and not place.look_error),
        "brings": brings(one.showed, place),
        "rests_on": rests_on(one.showed) if one.showed else "",
        "trial_ends_at": one.trial_ends_at,
        "is_over": bool(one.trial_ends_at and one.trial_ends_at <= now),
        "novelty": share_words(one.showed.novelty) if one.showed else "",
    }


def kind_of(place: Place) -> Any:
    """What a look found says more than the link did."""
    found = FOUND_WORDS.get(place.found_kind) if place.kind == SITE else None
    return found or KIND_WORDS[place.kind]


def name_of(place: Place) -> str:
    """As its network writes it."""
    if place.kind in (MASTODON, BLUESKY):
        return f"@{place.key}"
    return f"r/{place.key}" if place.kind == REDDIT else place.key


def named_by(place: Place) -> str:
    """Who named it, and whether it is heard anyhow."""
    if not place.authors:
        return _("nobody in the last 28 days")
    said = ngettext("%(n)s author", "%(n)s authors", place.authors) % {"n": counted(place.authors)}
    if place.kind == SITE:
        pages = ngettext("%(n)s page", "%(n)s pages", place.pages) % {"n": counted(place.pages)}
        said = _("%(authors)s, %(pages)s") % {"authors": said, "pages": pages}
    if place.heard:
        heard = ngettext("%(n)s post heard already", "%(n)s posts heard already", place.heard)
        said += " · " + heard % {"n": counted(place.heard)}
    return said


def brings(found: Yield | None, place: Place) -> str:
    """Posts a month, with the interval; before anybody looked a lower bound."""
    if found is None:
        at_least = round(place.worth)
        if not at_least:
            return ""
        return ngettext("at least %(n)s", "at least %(n)s", at_least) % {"n": counted(at_least)}
    if not found.posts or found.a_month is None:
        return pgettext("posts a month", "nothing in the last 28 days")
    return _("%(value)s (%(interval)s)") % {
        "value": _rounded(found.a_month.value),
        "interval": interval(_rounded(found.a_month.low or 0), _rounded(found.a_month.high or 0)),
    }


def share_words(one: Estimate | None) -> str:
    if one is None:
        return "–"
    low, high = one.low or 0.0, 1.0 if one.high is None else one.high
    return f"{percent(one.value)} ({interval(percent(low), percent(high))})"


def rests_on(found: Yield) -> str:
    """ "of 20 posts in 12 days a query finds 5, 4 of them are heard nowhere else"."""
    seen = ngettext("%(n)s post", "%(n)s posts", found.posts) % {"n": counted(found.posts)}
    days = max(1, round(found.days))
    during = ngettext("%(n)s day", "%(n)s days", days) % {"n": counted(days)}
    return _("%(posts)s in %(days)s; queries find %(found)s, %(fresh)s of them heard nowhere else") % {
        "posts": seen,
        "days": during,
        "found": counted(found.found),
        "fresh": counted(found.fresh),
    }


_FAULTS: dict[str, Any] = {
    "no-feed": pgettext_lazy("look at a place", "No feed and no forum that can be read was found there."),
    "not-a-feed": pgettext_lazy("look at a place", "What is called a feed there is none."),
    "address-forbidden": pgettext_lazy("look at a place", "The address lies inside a private network."),
    "name-unknown": pgettext_lazy("look at a place", "The address does not exist."),
    "unreachable": pgettext_lazy("look at a place", "The server did not answer."),
    "timeout": pgettext_lazy("look at a place", "The server did not answer in time."),
    "rate-limited": pgettext_lazy("look at a place", "The server asks to come back later."),
}


def fault_sentence(code: str) -> str:
    known = _FAULTS.get(code)
    return str(known) if known else _("It could not be read (%(code)s).") % {"code": code}


def _rounded(value: float) -> str:
    return number_format(round(value, 1 if value < 10 else 0), force_grouping=True)
