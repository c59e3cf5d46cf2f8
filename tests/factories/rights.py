"""Requests by right for tests, and somebody with data in every capability."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from parvis.channels.models import Connection
from parvis.conversations.models import Attachment
from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM
from parvis.people.actions.links import link_identity
from parvis.people.actions.rights import receive_request
from parvis.people.models import Identity, Person, RetentionRun, RightsRequest
from tests.factories.channels import NOON, hear, make_connection, make_item
from tests.factories.conversations import make_queue, receive, said
from tests.factories.people import consent_to, make_contact_point, make_person

# Words that stand nowhere else, so that they can be looked for in every table.
NAME, FAMILY = "Zéphyrine", "Quastolin"
EMAIL, PHONE, HANDLE = "zephyrine.q@exemple.fr", "+33612340099", "zephyquastolin"
SAID, PUBLIC = "wombatschnitzel", "kumquatorium"


def make_request(right: str = "access", *, now: datetime = NOON, **fields: Any) -> RightsRequest:
    return receive_request(right=right, channel="letter", words="Please.", by=SYSTEM, now=now, **fields)


def plant_person(*, file: bytes = b"") -> tuple[Person, list[int], Connection]:
    """Somebody who wrote, was heard in public, is named by others, bought nothing; and the source of the posts."""
    from parvis.channels.logic.items import Attachment as Sent
    from parvis.channels.logic.items import Author

    make_queue(is_default=True)
    box = make_connection("email", channel="email")
    feed = make_connection("file", channel="mastodon")
    author = Author(EMAIL, f"{NAME} {FAMILY}")
    files = (Sent("letter.txt", "text/plain", len(file), content=file),) if file else ()
    receive(box, said(f"Hello, {SAID}.", external_id="m1", author=author, attachments=files))
    hear(
        feed,
        make_item(f"In public: {PUBLIC}.", external_id="p1", author=Author(HANDLE, NAME)),
        make_item(f"What @{HANDLE} says, and {EMAIL}.", external_id="p2", author=Author("somebodyelse")),
        now=NOON,
    )
    with purpose("service"):
        person = make_person(given_name=NAME, family_name=FAMILY, customer_number="Q-778899")
        make_contact_point(person, EMAIL)
        make_contact_point(person, PHONE, kind="phone")
        consent_to(person, "prospecting")
        handles = list(Identity.objects.filter(handle__in=[EMAIL, HANDLE]).order_by("pk"))
        for one in handles:
            link_identity(one, person=person, detail={"note": f"{NAME} said so"}, by=SYSTEM, now=NOON)
    assert len(handles) == 2
    assert not file or Attachment.objects.exists()
    return person, [one.pk for one in handles], feed


def later(days: float) -> datetime:
    return NOON + timedelta(days=days)


def made_rights() -> dict[str, Any]:
    """A request with a record, and a run of retention that waits for a word, by the names addresses give their ids."""
    with purpose("legal_duty"):
        person = make_person()
        request = make_request("erasure", person_ids=[person.pk])
    run = RetentionRun.objects.create(
        rule="people.prospects", before=NOON, state=RetentionRun.HELD, count_due=1, started_at=NOON,
        started_by_kind="system",
    )  # fmt: skip
    return {"request_id": request.pk, "run_id": run.pk, "rule_key": "people.prospects"}
