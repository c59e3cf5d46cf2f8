"""The group that the endpoints of listening belong to, and what they refuse."""

from __future__ import annotations

from parvis.foundation.api.endpoints import Endpoints
from parvis.foundation.api.problems import Problem
from parvis.listening.logic.query.errors import QueryError
from parvis.listening.logic.refusals import ListeningRefused

_SENTENCES = {
    "name-missing": "A name is missing.",
    "name-taken": "Another query has this name.",
    "reference-taken": "Another query has this reference.",
    "reference-unfit": "A reference begins with a letter and has letters, digits and _ only.",
    "unknown-role": "A role is ours, competitor or theme.",
    "named-by": "Other queries name this one: {names}.",
    "in-market": "Markets compare this query: {names}.",
    "removed": "The query was removed.",
    "market-empty": "A market has at least two brands.",
    "market-name-taken": "Another market has this name.",
    "unknown-query": "One of the queries does not exist.",
    "unknown-kind": "Excluded are a site, an author or a word.",
    "value-missing": "Nothing is left of this value.",
    "alert-kinds": "A rule has at least one kind of event.",
    "alert-numbers": "One of the numbers is out of its range.",
    "alert-budget": "The budget is between 0.1 and 100 false alarms a month.",
    "alert-exists": "Another alert watches this.",
    "unknown-recipient": "One of the accounts does not exist.",
    "unknown-market": "The market does not exist.",
    "campaign-name-taken": "Another campaign has this name.",
    "campaign-days": "A campaign lasts 1 to 366 days and looks back 21 to 365 days.",
    "campaign-measure": "The measure is unknown.",
    "campaign-market": "A share of voice needs a market and a query that is one of its brands.",
    "campaign-controls": "Controls are at most ten other queries.",
    "place-unfit": "This is no address that can be listened to.",
    "place-not-seen": "Nobody looked at the place yet, or nothing was found there.",
    "place-not-tried": "The place is not on trial.",
    "place-accepted": "The place counts already; pause its connection instead.",
    "author-cap": "The cap is between 0 (none) and 100,000 posts a day.",
}


def refusal(error: Exception) -> Problem | None:
    if isinstance(error, QueryError):
        about = {
            name: value for name, value in error.about.items() if name not in ("code", "status", "detail")
        }
        return Problem(
            409,
            "query-wrong",
            f"The query cannot be read at {error.start}–{error.end}: {error.code}.",
            reason=error.code,
            start=error.start,
            end=error.end,
            mend=error.mend,
            about=about,
        )
    if isinstance(error, ListeningRefused):
        return Problem(409, error.code, _SENTENCES[error.code].format(**error.about))
    return None


ENDPOINTS = Endpoints(
    "Mentions",
    explain="What is said publicly and not to us: the posts, counts of them, and the queries that find them.",
    refusal=refusal,
)
READ = {"permission": "mentions.view", "purpose": "listening"}
FIGURES = {"permission": "figures.view", "purpose": "listening"}
ALERTS = {"permission": "alerts.manage", "purpose": "listening"}
MANAGE = {"permission": "queries.manage", "purpose": "listening"}
