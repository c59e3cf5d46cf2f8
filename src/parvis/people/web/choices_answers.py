"""What the pages without a log-in answer alike: in the person's language, to links that open nothing, to too many."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from parvis.foundation.secrets import keyed_hash
from parvis.people.models import Person

# Of one visitor: links that open nothing, within so many seconds.
MOST_BAD, PER_SECONDS = 20, 600


def language_for(request: HttpRequest, person: Person | None) -> str:
    """What the visitor chose here, else the language the person speaks, else the browser's."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    spoken = person.language if person else ""
    return next((one for one in (chosen, spoken) if one in dict(settings.LANGUAGES)), get_language() or "en")


def nothing_opens(request: HttpRequest) -> HttpResponse:
    """One answer for every link that opens nothing: guessed, changed, over, closed, or another use's."""
    if is_too_often(f"choices-bad:{keyed_hash('rate-limit', request.META.get('REMOTE_ADDR', ''))}", MOST_BAD):
        return too_often(request)
    return render(request, "people/choices/over.html", status=404)


def too_often(request: HttpRequest) -> HttpResponse:
    page = render(request, "people/choices/too_often.html", status=429)
    page["Retry-After"] = str(PER_SECONDS)
    return page


def is_too_often(what: str, most: int) -> bool:
    """Counted in the cache that all processes share; the token is counted by its hash."""
    key = f"choices:{keyed_hash('rate-limit', what)}"
    cache.add(key, 0, PER_SECONDS)
    try:
        return cache.incr(key) > most
    except ValueError:  # ran out between the two
        return False
