"""Somebody leaves: one step, and nobody waits for an answer from them."""

from __future__ import annotations

import pytest
from django.test import Client

from parvis.accounts.actions.tokens import create_token, use_token
from parvis.accounts.actions.users import disable_user
from parvis.accounts.logic.refusals import AccountRefused
from parvis.accounts.models import LoginSession
from parvis.conversations.models import Conversation
from parvis.foundation.audit import COMMAND_LINE
from parvis.foundation.clock import utc_now
from parvis.foundation.events import deliver_now
from parvis.foundation.models import AuditEntry, StoredEvent
from tests.factories.accounts import PASSWORD, make_team, make_user
from tests.factories.conversations import make_conversation, make_queue

pytestmark = pytest.mark.django_db


def hand_over() -> None:
    event = StoredEvent.objects.filter(name__endswith="AccountClosed").latest("pk")
    deliver_now(event.pk)


def test_everything_ends_and_work_goes_to_the_heir_who_can_do_it(client: Client) -> None:
    team = make_team()
    administrator = make_user(roles=("administrator",))
    gone = make_user(name="Marc", team=team, password=PASSWORD)
    heir = make_user(name="Léa")
    open_queue, closed_queue = make_queue("Service"), make_queue("Fraud", team=team)
    shared = make_conversation(queue=open_queue, assignee=gone)
    of_the_team = make_conversation(queue=closed_queue, assignee=gone)
    done = make_conversation(queue=open_queue, assignee=gone, status="resolved")
    others = make_conversation(queue=open_queue, assignee=administrator)
    browser = Client()
    browser.post("/account/login/", {"login": gone.email, "password": PASSWORD})
    _, text = create_token(
        gone, name="script", scopes=["conversations.view"], expires_at=None, by=COMMAND_LINE, now=utc_now()
    )

    client.force_login(administrator)
    client.post(f"/settings/users/{gone.pk}/disable/", {"heir": heir.pk})
    hand_over()

    gone.refresh_from_db()
    assert not gone.is_active and not gone.memberships.exists()
    assert not LoginSession.objects.filter(user=gone).exists()
    assert browser.get("/settings/me/").status_code == 302
    assert use_token(text, now=utc_now()) is None
    held = dict(Conversation.objects.values_list("pk", "assignee"))
    # The heir is not of the team: what waits in its queue goes back there.
    assert held == {shared.pk: heir.pk, of_the_team.pk: None, done.pk: gone.pk, others.pk: administrator.pk}
    detail = AuditEntry.objects.get(verb="user.disabled").detail
    assert detail == {"heir": heir.pk, "sessions": 1, "tokens": 1, "teams": [team.pk]}


def test_without_an_heir_it_goes_back_to_its_queue() -> None:
    gone = make_user()
    conversation = make_conversation(queue=make_queue(), assignee=gone)
    disable_user(gone, by=COMMAND_LINE, now=utc_now())
    hand_over()
    conversation.refresh_from_db()
    assert conversation.assignee_id is None


@pytest.mark.parametrize("kind", ["oneself", "closed"])
def test_an_heir_must_be_able_to_inherit(kind: str) -> None:
    gone = make_user()
    heir = gone if kind == "oneself" else make_user(is_active=False)
    with pytest.raises(AccountRefused, match="unfit-heir"):
        disable_user(gone, heir=heir, by=COMMAND_LINE, now=utc_now())
    gone.refresh_from_db()
    assert gone.is_active
