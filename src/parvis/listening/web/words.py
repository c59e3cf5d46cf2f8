"""Languages and net sentiment as people write them."""

from __future__ import annotations

from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from parvis.enrichment.logic.language import UNKNOWN
from parvis.foundation.web.components.quantities import interval, percent, signed
from parvis.listening.logic.net_sentiment import NetSentiment


def interval_in_words(found: NetSentiment) -> str:
    return interval(signed(found.low), signed(found.high))


def change_in_percent(now: int, before: int) -> str:
    """+12 %, or nothing where there was nothing before to compare with."""
    return percent((now - before) / before, plus=True) if before else ""


def language_name(code: str) -> str:
    """French for fr, in the reader's language; a code that nobody knows stays itself."""
    if not code:
        return _("no language")
    if code == UNKNOWN:
        return _("another language")
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
