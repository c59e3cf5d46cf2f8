"""What programs do: persons, conversations, imports, colleagues. The same acts as the screens, the same refusals."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from parvis.accounts.models import Membership
from parvis.channels.models import Connection, ImportRun, RejectedInput
from parvis.conversations.models import Conversation, Message
from parvis.foundation.access import purpose
from parvis.foundation.logic.webhook_signatures import signed_headers, written_secret
from parvis.people.models import Person
from tests.factories.accounts import make_team, make_user
from tests.factories.api import ApiClient, api_as
from tests.factories.channels import NOON, make_connection
from tests.factories.conversations import make_conversation, make_queue
from tests.factories.listening import make_mention
from tests.factories.people import make_identity, make_person

NOW = datetime.now(UTC)


@pytest.mark.django_db
def test_a_record_that_changed_meanwhile_is_not_overwritten() -> None:
    api = api_as("agent")
    person = api.post("people", {"given_name": "Ana", "customer_number": "C-1"}).data
    path = f"people/{person['id']}"
    read = api.get(path)
    etag = read.headers["ETag"]
    first = api.ask("PATCH", path, {"city": "Lyon"}, headers={"If-Match": etag})
    second = api.ask("PATCH", path, {"city": "Paris"}, headers={"If-Match": etag})
    assert (first.status_code, second.status_code, second.data["code"]) == (200, 412, "changed-meanwhile")
    assert first.headers["ETag"] not in ("", etag)
    assert (
        api.ask("PATCH", path, {"city": "Nice"}, headers={"If-Match": first.headers["ETag"]}).data["city"]
        == "Nice"
    )
    assert (
        api.ask("PATCH", path, {"city": "Lille"}).data["city"] == "Lille"
    )  # who does not ask is not refused
    assert api.ask("PATCH", path, {}).data["city"] == "Lille"


@pytest.mark.django_db
def test_refusals_name_what_may_be_seen() -> None:
    api = api_as("agent")
    known = api.post("people", {"customer_number": "C-1", "emails": ["ana@example.org"]}).data
    taken = api.post("people", {"customer_number": "C-1"})
    shared = api.post("people", {"given_name": "Bea", "emails": ["Ana@example.org"]})
    assert (taken.status_code, taken.data["code"], taken.data["person_id"]) == (
        409,
        "customer-number-taken",
        known["id"],
    )
    assert (shared.data["code"], shared.data["person_ids"]) == ("address-known", [known["id"]])
    allowed = api.post(
        "people", {"given_name": "Bea", "emails": ["ana@example.org"], "address_may_be_shared": True}
    )
    assert allowed.status_code == 201


@pytest.mark.django_db
def test_a_restricted_record_is_seen_by_the_officer_alone() -> None:
    with purpose("legal_duty"):
        hidden = make_person(is_restricted=True, customer_number="C-HIDDEN")
    agent, officer = api_as("agent"), api_as("data_protection_officer")
    assert (agent.get(f"people/{hidden.pk}").status_code, officer.get(f"people/{hidden.pk}").status_code) == (
        404,
        200,
    )
    assert agent.get("people", q="C-HIDDEN").data["items"] == []
    refused = agent.post("people", {"customer_number": "C-HIDDEN"}).data
    assert (refused["code"], refused["person_id"]) == ("customer-number-taken", None)


@pytest.mark.django_db
def test_a_thousand_rows_each_for_itself() -> None:
    api = api_as("agent")
    rows = [{"given_name": f"Ana {n}", "customer_number": f"C-{n}"} for n in range(30)]
    rows[7] = {"emails": ["no address"]}
    rows[9]["customer_number"] = "C-8"
    done = api.post("people/bulk-create", {"persons": rows}, key="nightly").data
    assert (done["done"], done["refused"]) == (28, 2)
    refused = {one["index"]: one["code"] for one in done["results"] if one["status"] == "refused"}
    assert refused == {7: "not-an-address", 9: "customer-number-taken"}
    ids = [one["person_id"] for one in done["results"] if one["status"] == "created"]
    changes = [
        {"id": ids[0], "city": "Lyon"},
        {"id": ids[0], "city": "Lyon"},
        {"id": 987_654_321, "city": "Lyon"},
    ]
    changed = api.post("people/bulk-change", {"persons": changes}).data
    assert [one["status"] for one in changed["results"]] == ["changed", "unchanged", "refused"]
    assert api.post("people/bulk-create", {"persons": [{"given_name": "x"}] * 1001}).status_code == 422
    assert api.post("people/bulk-create", {"persons": rows}, key="nightly").data == done
    with purpose("service"):
        assert Person.objects.count() == 28


@pytest.mark.django_db
def test_a_handle_is_linked_with_its_evidence_and_taken_apart() -> None:
    api = api_as("agent", name="Leïla")
    handle = make_identity("ana_33")
    person = api.post("people", {"given_name": "Ana"}).data["id"]
    other = api.post("people", {"given_name": "Bea"}).data["id"]
    given = {"person_id": person, "evidence": "person_said", "note": "On the phone"}
    linked = api.ask("PUT", f"identities/{handle.pk}/link", given).data
    assert (linked["person_id"], linked["decision"]["evidence"]) == (person, "person_said")
    assert linked["decision"]["decided_by_name"] == "Leïla · Test"
    refused = api.ask("PUT", f"identities/{handle.pk}/link", {"person_id": other})
    assert (refused.status_code, refused.data["code"], refused.data["person_id"]) == (
        409,
        "identity-linked",
        person,
    )
    assert [one["id"] for one in api.get(f"people/{person}/identities").data["items"]] == [handle.pk]
    apart = api.post(f"identities/{handle.pk}/unlink", {"reason": "A namesake"}).data
    assert (apart["person_id"], apart["decision"]) == (None, None)
    assert api.post(f"identities/{handle.pk}/unlink", {}).data["code"] == "not-linked"


@pytest.mark.django_db
def test_a_consent_is_kept_with_its_words_and_taken_back() -> None:
    api = api_as("agent")
    person = api.post("people", {"given_name": "Ana"}).data["id"]
    given = {"purpose": "satisfaction", "channel": "email", "wording": "You may ask me.", "source": "call"}
    held = api.post(f"people/{person}/consents", given).data
    assert [(one["is_given"], one["channel"]) for one in held["current"]] == [(True, "email")]
    assert held["ledger"][0]["wording"] == "You may ask me."
    after = api.post(
        f"people/{person}/consents/withdraw", {"purpose": "satisfaction", "channel": "email"}
    ).data
    assert ([one["is_given"] for one in after["current"]], len(after["ledger"])) == ([False], 2)
    assert api.post(f"people/{person}/consents", {**given, "wording": "  "}).status_code == 422


@pytest.mark.django_db
def test_an_agent_works_through_a_conversation() -> None:
    team, colleague = make_team(), make_user()
    queue = make_queue(is_default=True)
    hidden = make_conversation(queue=make_queue(team=make_team()))
    found = make_conversation(queue=queue, messages=2)
    api = api_as("agent", team=team)
    path = f"conversations/{found.pk}"
    assert [one["id"] for one in api.get("conversations").data["items"]] == [found.pk]
    assert api.get(f"conversations/{hidden.pk}").status_code == 404
    assert api.post(f"{path}/take").data["assignee"]["id"] == api.user.pk
    refused = api.post(f"{path}/assign", {"user_id": colleague.pk})
    assert (refused.status_code, refused.data["code"]) == (403, "forbidden")
    assert (
        api_as("supervisor").post(f"{path}/assign", {"user_id": colleague.pk}).data["assignee"]["id"]
        == colleague.pk
    )
    assert api.post(f"{path}/take").data["code"] == "already-taken"
    note = api.post(f"{path}/notes", {"text": "Called them."}).data
    assert (note["kind"], note["author"]["id"]) == ("note", api.user.pk)
    assert [one["kind"] for one in api.get(f"{path}/messages").data["items"]] == [
        "inbound",
        "inbound",
        "note",
    ]
    until = (NOW + timedelta(days=1)).isoformat()
    assert api.post(f"{path}/snooze", {"until": until}).data["status"] == "snoozed"
    assert api.post(f"{path}/snooze", {"until": NOON.isoformat()}).data["code"] == "moment-not-ahead"
    assert api.post(f"{path}/status", {"status": "resolved"}).data["status"] == "resolved"
    assert api.post(f"{path}/merge", {"into_id": found.pk}).data["code"] == "cannot-merge"
    assert api.post(f"{path}/move", {"queue_id": 999_999}).status_code == 404
    # To a queue of another team: it is theirs from then on.
    assert api.post(f"{path}/move", {"queue_id": hidden.queue_id}).status_code == 200
    assert api.post(f"{path}/take", {}).status_code == 404


@pytest.mark.django_db
def test_an_answer_goes_out_once_and_not_over_a_colleagues() -> None:
    sender = make_connection(
        "email", channel="email",
        settings={"address": "service@example.org", "smtp_host": "localhost", "imap_host": "localhost"},
    )  # fmt: skip
    found = make_conversation(queue=make_queue(is_default=True), connection=sender)
    seen = found.messages.get().pk
    path = f"conversations/{found.pk}/replies"
    ana, bea = api_as("agent", name="Ana"), api_as("agent", name="Bea")
    if not ana.get(f"conversations/{found.pk}/route").data["is_open"]:
        pytest.fail("the mailbox of the test does not send")
    first = ana.post(path, {"text": "It left.", "seen_message_id": seen}, key="r-1")
    again = ana.post(path, {"text": "It left.", "seen_message_id": seen}, key="r-1")
    late = bea.post(path, {"text": "It left!", "seen_message_id": seen})
    assert (first.status_code, again.data["id"]) == (202, first.data["id"])
    assert (late.status_code, late.data["code"]) == (412, "answered-meanwhile")
    assert Message.objects.filter(kind="outbound").count() == 1


@pytest.mark.django_db
def test_many_conversations_at_once_each_for_itself() -> None:
    queue = make_queue(is_default=True)
    seen = [make_conversation(queue=queue).pk for _ in range(2)]
    hidden = make_conversation(queue=make_queue(team=make_team())).pk
    done = (
        api_as("agent")
        .post("conversations/bulk", {"conversation_ids": [*seen, hidden], "act": "resolve"})
        .data
    )
    assert (done["done"], done["refused"], done["results"][2]["code"]) == (2, 1, "not-found")
    assert set(Conversation.objects.filter(status="resolved").values_list("pk", flat=True)) == set(seen)


@pytest.mark.django_db
def test_a_mention_becomes_one_conversation() -> None:
    make_queue(is_default=True)
    mention = make_mention()
    api = api_as("agent")
    first, second = (api.post(f"mentions/{mention.pk}/conversation").data for _ in range(2))
    assert (first["is_new"], second["is_new"]) == (True, False)
    assert first["conversation"]["id"] == second["conversation"]["id"]


@pytest.mark.django_db
def test_a_file_is_imported_by_its_body(settings: Any, tmp_path: Path) -> None:
    settings.FILES_FOLDER = tmp_path
    api = api_as("marketer")
    content = b"id,date,text,author\n1,2026-01-01,Le train est en retard,ana\n2,never,,bea\n"

    def send(body: bytes, **query: str) -> Any:
        return api.ask(
            "POST", "imports", body, content_type="application/octet-stream", file_name="a.csv", **query
        )

    assert send(content).data["code"] == "source-missing"
    started = send(content, source_name="Export", channel="twitter")
    assert (started.status_code, started.data["state"]) == (202, "waiting")
    assert send(content, connection_id=str(started.data["connection_id"])).data["id"] == started.data["id"]
    assert send(b"\x00\x01\x02", source_name="Other").data["code"] == "channel-refused"
    assert Connection.objects.filter(name="Other").count() == 0
    run = ImportRun.objects.get()
    RejectedInput.objects.create(
        connection=run.connection, import_run=run, position=3, reason="text-missing", at=NOW
    )
    rows = api.get(f"imports/{run.pk}/rejected").data["items"]
    assert [(one["position"], one["sentence"]) for one in rows] == [(3, "There is no text in it.")]
    assert (
        len(list((tmp_path / "imports").iterdir())) == 2
    )  # the refused file is gone; one is kept for each start


@pytest.mark.django_db
def test_a_connection_is_made_checked_and_its_secret_stays_inside() -> None:
    api = api_as("administrator")
    wrong = api.post("connections", {"kind": "rss", "name": "Press", "settings": {"adress": "x"}})
    assert (wrong.status_code, wrong.data["code"]) == (409, "settings-wrong")
    assert {one["field"] for one in wrong.data["errors"]} >= {"settings.adress", "settings.url"}
    secret = written_secret(b"k" * 32)
    made = api.post(
        "connections", {"kind": "webhook", "name": "Reviews", "secrets": {"webhook_secret": secret}}
    )
    assert made.status_code == 201 and secret not in str(made.data)
    path = f"connections/{made.data['id']}"
    assert secret not in str(api.get(path).data)
    assert api.post(f"{path}/test").data == {"is_well": True, "code": "", "detail": ""}
    assert api.post(f"{path}/pause").data["is_active"] is False
    assert api.ask("PATCH", path, {"name": "Reviews FR"}).data["name"] == "Reviews FR"


@pytest.mark.django_db
def test_what_a_program_hands_in_signed_is_taken_once() -> None:
    secret = written_secret(b"k" * 32)
    door = make_connection("webhook", channel="review", name="Reviews", secrets={"webhook_secret": secret})
    items = [
        {"id": "r-1", "text": "Great service!", "published_at": "2026-03-01T10:00:00Z", "author": {"handle": "lea"}},
        {"id": "r-2", "text": "My train is late", "addressed": True},
        {"id": "r-3", "text": "   "},
        "no item",
    ]  # fmt: skip
    body = json.dumps({"items": items}).encode()

    def send(body: bytes, *, secret: str = secret, at: float = 0) -> Any:
        stamp = int(datetime.now(UTC).timestamp() + at)
        headers = signed_headers(secret, message_id="m-1", timestamp=stamp, body=body)
        return ApiClient().ask("POST", f"incoming/{door.slug}", body, headers=headers)

    assert send(body).data == {"new": 2, "repeated": 0, "rejected": 2}
    assert send(body).data == {"new": 0, "repeated": 2, "rejected": 2}
    for refused in (
        send(body, secret=written_secret(b"x" * 32)),
        send(body, at=-301),
        send(body, at=310),
        ApiClient().ask("POST", f"incoming/{door.slug}", body),
    ):
        assert (refused.status_code, refused.data["code"]) == (401, "signature-refused")
    assert send(b"[]").data["reason"] == "malformed"
    assert ApiClient().ask("POST", "incoming/nowhere", body).status_code == 404
    Connection.objects.filter(pk=door.pk).update(is_active=False)
    assert send(body).status_code == 404


@pytest.mark.django_db
def test_teams_and_colleagues_are_administered() -> None:
    api = api_as("administrator")
    made = api.post(
        "users", {"email": "l@example.org", "name": "Leïla", "password": "nobody guesses", "roles": ["agent"]}
    )
    assert made.status_code == 201
    again = api.post(
        "users", {"email": "L@example.org", "name": "x", "password": "nobody guesses", "roles": ["agent"]}
    )
    weak = api.post(
        "users", {"email": "m@example.org", "name": "x", "password": "password123", "roles": ["agent"]}
    )
    assert (again.data["code"], weak.data["code"]) == ("email-taken", "password-weak")
    team = api.post("teams", {"name": "Night shift"}).data["id"]
    changed = api.ask(
        "PATCH", f"teams/{team}", {"member_ids": [made.data["id"]], "lead_ids": [made.data["id"]]}
    ).data
    assert changed["members"] == [{"user_id": made.data["id"], "name": "Leïla", "is_lead": True}]
    assert Membership.objects.get().is_lead
    assert api.ask("PATCH", f"teams/{team}", {"member_ids": [987_654_321]}).data["code"] == "unknown-user"
    assert api.post(f"users/{api.user.pk}/disable").data["code"] == "own-account"
    alone = api.ask("PATCH", f"users/{api.user.pk}", {"roles": ["agent"]}).data
    assert alone["code"] == "last-administrator"


@pytest.mark.django_db
def test_figures_say_what_they_rest_on() -> None:
    make_queue(is_default=True)
    for sentiment in ("negative", "negative", "positive"):
        make_mention(sentiment=sentiment, published_at=NOW)
    figures = {one["key"]: one for one in api_as("marketer").get("figures").data["items"]}
    net = next(one for key, one in figures.items() if "sentiment" in key)
    assert net["figure"]["n"] == 3 and net["figure"]["low"] < net["figure"]["value"] < net["figure"]["high"]
    counts = api_as("marketer").get("mentions/counts").data
    assert (counts["counts"]["total"], counts["net_sentiment"]["n"]) == (3, 3)


@pytest.mark.django_db
def test_labels_are_those_of_the_command() -> None:
    from parvis.enrichment.stream import enrich_stream

    texts = ["Toujours aucune réponse, scandaleux.", "Merci, parfait !", "", "\u200b", "😀😀", "a" * 5000]
    written: list[bytes] = []
    enrich_stream(
        [json.dumps({"id": n, "text": text}).encode() for n, text in enumerate(texts)], written.append
    )
    expected = [json.loads(line) for line in b"".join(written).splitlines()]
    sent = {"texts": [{"id": n, "text": text, "brand": "x"} for n, text in enumerate(texts)]}
    assert api_as("marketer").post("enrich", sent).data["items"] == expected
    kept = api_as("marketer").post("enrich", {**sent, "keep": True}).data["items"]
    assert [one["brand"] for one in kept] == ["x"] * len(texts)
    unknown = api_as("marketer").post("enrich", {"texts": [{"text": "x"}], "languages": ["qq"]})
    assert (unknown.status_code, unknown.data["code"]) == (409, "unknown-language")
