"""How far a query's search over the past has come, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.foundation.web.components.quantities import counted, percent
from parvis.listening.models import BackSearch


@dataclass(frozen=True, slots=True)
class ShownSearch:
    is_running: bool
    share: float
    words: str
    found: str


def search_shown(search: BackSearch | None) -> ShownSearch | None:
    # A search that met nothing has nothing to tell.
    if search is None or (search.state != BackSearch.RUNNING and not search.seen):
        return None
    is_running = search.state == BackSearch.RUNNING
    share = (min(1.0, search.seen / search.total) if search.total else 0.0) if is_running else 1.0
    seen = {"n": counted(search.seen), "share": percent(share)}
    words = (
        _("%(share)s of what is stored has been searched") % seen
        if is_running
        else ngettext("%(n)s stored post was searched", "%(n)s stored posts were searched", search.seen)
        % seen
    )
    found = _("%(added)s found, %(removed)s no longer found") if search.removed else _("%(added)s found")
    return ShownSearch(
        is_running, share, words, found % {"added": counted(search.added), "removed": counted(search.removed)}
    )
