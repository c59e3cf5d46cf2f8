"""What holds for every endpoint: strict fields, sizes, rates, cursors, problems."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from parvis.api.logic.rates import rate_of, window_of
from parvis.foundation.access import purpose
from parvis.foundation.api.cursors import cursor_of, key_of
from parvis.foundation.api.problems import Problem
from parvis.people.models import Person
from tests.factories.api import ApiClient, api_as
from tests.factories.conversations import make_conversation, make_queue
from tests.factories.listening import make_mention
from tests.factories.people import make_person


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"given_nam": "Ana"}, "given_nam"),
        ({"given_name": 7}, "given_name"),
        ({"emails": "ana@example.org"}, "emails"),
        ({"emails": [1]}, "emails.0"),
        ({"identity_id": 0}, "identity_id"),
        ({"identity_id": 2**63}, "identity_id"),
        ({"given_name": "a" * 121}, "given_name"),
    ],
)
def test_a_wrong_field_is_named(body: dict[str, Any], field: str) -> None:
    answer = api_as("agent").post("people", body)
    assert (answer.status_code, answer.data["code"]) == (422, "invalid")
    assert [one["field"] for one in answer.data["errors"]] == [field]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body",
    [
        b"{", b"\xff\xfe", b'{"given_name": "\\u0000"}', b'{"given_name": "\\ud800"}', b'{"given_name": NaN}',
        b'{"given_name": "a", "given_name": "b"}', b"[" * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_json_of_ours_is_refused(body: bytes) -> None:
    answer = api_as("agent").post("people", body)
    assert (answer.status_code, answer.data["code"]) == (422, "invalid")
    with purpose("service"):
        assert Person.objects.count() == 0


@pytest.mark.django_db
def test_unknown_repeated_and_unstorable_parameters_are_refused() -> None:
    api = api_as("agent")
    for query in ("sentimnt=negative", "q=a&q=b", "q=%00", "limit=many", "limit=0", "limit=201"):
        answer = api.client.get(f"/api/v1/people?{query}", headers={"Authorization": f"Bearer {api.token}"})
        assert (answer.status_code, json.loads(answer.content)["code"]) == (422, "invalid"), query


@pytest.mark.django_db
def test_a_body_is_of_our_type_and_size() -> None:
    api = api_as("agent")
    assert (
        api.ask("POST", "people", "given_name=Ana", content_type="text/plain").data["code"]
        == "wrong-content-type"
    )
    large = json.dumps({"given_name": "a" * 300_000})
    assert api.post("people", large).data["code"] == "too-large"


@pytest.mark.django_db
def test_every_answer_is_of_one_kind() -> None:
    answer = ApiClient().get("nothing/here")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.data == {
        "type": "/api/v1/docs/#not-found",
        "title": "Not found",
        "status": 404,
        "code": "not-found",
        "detail": "There is no such thing, or this account may not see it.",
    }
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_rates_are_counted_by_the_minute_of_the_clock() -> None:
    assert (window_of(119.9), window_of(120)) == (1, 2)
    rate = rate_of(601, limit=600, seconds=130)
    assert (rate.is_exceeded, rate.resets_in_seconds) == (True, 50)  # 130 s lie 10 s in a window of 60
    assert rate.headers == {
        "RateLimit-Limit": "600",
        "RateLimit-Remaining": "0",
        "RateLimit-Reset": "50",
        "RateLimit-Policy": "600;w=60",
        "Retry-After": "50",
    }


@pytest.mark.django_db
def test_a_token_that_asks_too_often_waits_and_others_do_not(settings: Any) -> None:
    settings.API_REQUESTS_A_MINUTE = 3
    api, other = api_as("agent"), api_as("agent")
    answers = [api.get("me") for _ in range(8)]
    # A new minute may begin in between: then the count begins again, and no more than 3 a minute were let in.
    codes = [answer.status_code for answer in answers]
    assert codes[:3] == [200, 200, 200] and codes.count(429) >= 2
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert refused.data["code"] == "rate-limited"
    assert int(refused.headers["Retry-After"]) <= 60 and refused.headers["RateLimit-Remaining"] == "0"
    assert other.get("me").status_code == 200


@pytest.mark.django_db
def test_whoever_guesses_tokens_is_slowed_down(settings: Any) -> None:
    settings.API_OPEN_REQUESTS_A_MINUTE = 2
    guesser = ApiClient("parvis_" + "x" * 43)
    assert {guesser.get("me").status_code for _ in range(6)} == {401, 429}


def test_cursors_are_ours_or_refused() -> None:
    assert key_of(cursor_of("12~Zoë") or "") == "12~Zoë"
    assert (cursor_of(""), cursor_of(None), key_of("")) == (None, None, "")
    for wrong in ("!", "abc", "MTo", "MDpr", "é"):
        with pytest.raises(Problem, match="cursor-unreadable"):
            key_of(wrong)


def walk(api: ApiClient, path: str, *, between: Any = None, **query: Any) -> list[int]:
    """All ids of a list, page by page; `between` is called after the first page."""
    ids: list[int] = []
    cursor = ""
    while True:
        page = api.get(path, **query, **({"cursor": cursor} if cursor else {})).data
        ids += [one["id"] for one in page["items"]]
        if not cursor and between:
            between()
        if not page["next_cursor"]:
            return ids
        cursor = page["next_cursor"]


@pytest.mark.django_db
def test_pages_lose_and_repeat_nothing_while_things_come_in() -> None:
    api = api_as("administrator")
    with purpose("service"):
        known = [make_person(family_name=name, given_name="").pk for name in "abcdefg"]
        found = walk(api, "people", limit=2, between=lambda: make_person(family_name="aa", given_name=""))
    # "aa" came in before where the walk stood: it is not seen, and nothing else moved.
    assert found == known
    mentions = [
        make_mention(published_at=datetime(2026, 3, 1, 12, tzinfo=UTC) + timedelta(minutes=n)).pk
        for n in range(5)
    ]
    found = walk(
        api, "mentions", limit=2, first="2026-02-01", last="2026-03-31",
        between=lambda: make_mention(published_at=datetime(2026, 3, 2, tzinfo=UTC)),
    )  # fmt: skip
    assert found == mentions[::-1]


@pytest.mark.django_db
def test_conversations_are_walked_to_their_end() -> None:
    queue = make_queue(is_default=True)
    known = [make_conversation(queue=queue).pk for _ in range(65)]
    assert walk(api_as("administrator"), "conversations") == known[::-1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["people", "conversations", "mentions", "users", "audit", "webhooks", "imports"]
)
def test_a_list_of_three_costs_as_many_queries_as_one(path: str) -> None:
    from django.test.utils import CaptureQueriesContext

    api = api_as("administrator")

    def add() -> None:
        from tests.factories.accounts import make_user
        from tests.factories.api import make_webhook

        with purpose("service"):
            make_person()
        make_conversation()
        make_mention(published_at=datetime.now(UTC))
        make_webhook()
        make_user()

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert len(api.get(path).data["items"]) or path == "imports"
        # Whether the token's last use is written depends on the minute.
        return len([one["sql"] for one in queries if "api_token" not in one["sql"]])

    add()
    api.get(path)
    first = cost()
    add()
    add()
    assert cost() == first
