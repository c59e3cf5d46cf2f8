"""The only part of the connector that talks to the network. Nothing is asked for that was not paid for before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

from parvis.channels.connectors.web import address, ask
from parvis.channels.connectors.x.parse import billed_ids, items_of
from parvis.channels.logic.items import Page
from parvis.channels.logic.paging import Listed, read_back, sorted_out
from parvis.channels.logic.protocol import ConnectorError, Cursor, Purse, PurseEmpty, Settings
from parvis.channels.logic.values import a_mapping, a_text

API = "https://api.x.com"
LEAST_POSTS, MOST_POSTS = 10, 100  # of one answer
MOST_LISTED = 5
_FIELDS = "created_at,lang,public_metrics,referenced_tweets,note_tweet,author_id"


def read_pages(
    settings: Settings, secrets: Settings, cursor: Cursor, *, purse: Purse, now: datetime
) -> Iterator[Page]:
    """What the search finds since the cursor, for as long as money is left."""
    return read_back(
        partial(_listed, settings, secrets, cursor, purse=purse, now=now),
        cursor,
        now=now,
        # The first look shall not spend the month.
        most_listed=MOST_LISTED if cursor.get("newest") else 1,
        keeps_what_was_paid=True,
    )


def _start(cursor: Cursor) -> str:
    """Older posts were read before: they would cost once more on another day."""
    try:
        since = datetime.fromisoformat(str(cursor["newest"])) - timedelta(minutes=2)
    except (KeyError, ValueError):
        return ""
    return since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _listed(
    settings: Settings, secrets: Settings, cursor: Cursor, key: str, *, purse: Purse, now: datetime
) -> Listed:
    """One answer; what it may cost at most is set aside before it is asked for."""
    objects = 2 if settings.get("with_authors") else 1
    reserved = purse.reserve(MOST_POSTS * objects)
    if reserved < LEAST_POSTS * objects:
        purse.settle(reserved)
        raise PurseEmpty
    url = address(
        API,
        "/2/tweets/search/recent",
        query=settings.get("query"),
        max_results=reserved // objects,
        start_time=_start(cursor),
        next_token=key,
        **{"tweet.fields": _FIELDS},
        **(
            {"expansions": "author_id", "user.fields": "username,name,public_metrics"} if objects == 2 else {}
        ),
    )
    try:
        answer = ask(url, headers={"Authorization": f"Bearer {secrets.get('bearer_token') or ''}"}, now=now)
    except ConnectorError as error:
        # What was refused was not read; what may have been read and was lost on the way stays paid for.
        is_refused = error.code in {"rate-limited", "login-refused", "refused", "not-found", "unreachable"}
        purse.settle(reserved, used=0 if is_refused else reserved)
        raise
    body = a_mapping(answer.body)
    purse.settle(reserved, ids=billed_ids(body))
    if "data" not in body and "meta" not in body:
        raise ConnectorError("malformed", "no search result", permanent=False)
    items, rejected = sorted_out(items_of(body, now=now))
    next_key = a_text(a_mapping(body.get("meta")).get("next_token"))
    return Listed(items, next_key, rejected, rate=answer.rate)
