"""What the figures of a page rest on, in sentences: days heard, versions of queries, copies."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.foundation.web.components.quantities import counted, day_in_words, percent
from parvis.listening.logic.selection import Selection
from parvis.listening.models import Query
from parvis.listening.reads.coverage import QueryState, query_states
from parvis.listening.reads.dashboard import Glance


def rests_on(selection: Selection, found: Glance, queries: Sequence[Query]) -> list[str]:
    """Nothing where there is nothing to warn of and nothing to state."""
    sentences = [coverage_in_words(found)]
    if selection.found_by and any(query.pk == selection.found_by for query in queries):
        sentences += [state_in_words(one) for one in query_states([selection.found_by], selection.period)]
    if found.repeats:
        words = (
            ngettext(
                "%(n)s near-duplicate is counted with its first post.",
                "%(n)s near-duplicates are counted with their first post.",
                found.repeats,
            )
            if selection.counts_once
            else ngettext(
                "%(n)s near-duplicate is counted for itself.",
                "%(n)s near-duplicates are counted for themselves.",
                found.repeats,
            )
        )
        sentences.append(words % {"n": counted(found.repeats)})
    return sentences


def coverage_in_words(found: Glance) -> str:
    heard, days = len(found.coverage.heard), found.coverage.days
    if heard == days:
        return ngettext("Listened on the one day.", "Listened on each of %(days)s days.", days) % {
            "days": counted(days)
        }
    return ngettext(
        "Listened on %(heard)s of %(days)s day; the others are gaps, not zeros.",
        "Listened on %(heard)s of %(days)s days; the others are gaps, not zeros.",
        days,
    ) % {"heard": counted(heard), "days": counted(days)}


def state_in_words(state: QueryState) -> str:
    words = _("“%(name)s” in version %(version)s of %(day)s.") % {
        "name": state.name,
        "version": state.version,
        "day": day_in_words(state.changed_at.date()),
    }
    if state.searched is not None:
        words += " " + _("%(share)s of what came before has been searched with it so far.") % {
            "share": percent(state.searched)
        }
    return words
