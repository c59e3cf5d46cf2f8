"""Somebody is invited, and makes their own account once."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core import signing
from django.db import connection
from django.test import Client

from parvis.accounts.actions.invitations import (
    accept_invitation,
    forget_invitations,
    invite_again,
    open_invitation,
    revoke_invitation,
)
from parvis.accounts.logic.refusals import AccountRefused
from parvis.accounts.models import Invitation, User
from parvis.foundation.audit import COMMAND_LINE
from parvis.foundation.clock import utc_now
from tests.factories.accounts import PASSWORD, log_in, make_invitation, make_role, make_team, make_user

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def desk(client: Client) -> Client:
    log_in(client, make_user(roles=("administrator",), name="Ada Lovell", password=PASSWORD))
    return client


def test_a_colleague_is_invited_by_mail_and_comes_in(desk: Client, mailoutbox: list) -> None:  # type: ignore[type-arg]
    team = make_team("Claims")
    sent = {"email": "lea@example.org", "roles": ["agent"], "language": "fr", "team": team.pk}
    page = desk.post("/settings/users/invite/", sent).content.decode()
    assert "on its way to lea@example.org" in page and "/account/invitation/" not in page
    mail = mailoutbox[0]
    assert mail.subject == "Ada Lovell vous invite chez Parvis" and mail.to == ["lea@example.org"]
    link = next(word for word in mail.body.split() if "/account/invitation/" in word).split("testserver")[1]
    assert "lea@example.org" in desk.get("/settings/users/").content.decode()

    lea = Client()
    form = lea.get(link)
    assert "Bienvenue" in form.content.decode() and form["Referrer-Policy"] == "no-referrer"
    assert "trop court" in lea.post(link, {"name": "Léa Roy", "password": "court"}).content.decode()
    assert lea.post(link, {"name": "Léa Roy", "password": PASSWORD}).status_code == 302
    assert lea.get("/settings/me/").status_code == 200
    user = User.objects.get(email="lea@example.org")
    assert (user.name, user.roles, user.language) == ("Léa Roy", ["agent"], "fr")
    assert list(user.memberships.values_list("team_id", flat=True)) == [team.pk]
    # Once.
    assert Client().get(link).status_code == 404
    assert Client().post(link, {"name": "X", "password": PASSWORD}).status_code == 404


def test_without_a_mail_server_the_link_is_shown(desk: Client, settings) -> None:  # type: ignore[no-untyped-def]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    page = desk.post(
        "/settings/users/invite/", {"email": "lea@example.org", "roles": ["agent"], "language": "en"}
    )
    link = page.context["link"]
    assert "shown this once" in page.content.decode() and link in page.content.decode()
    assert Client().get(link.split("testserver")[1]).status_code == 200


def test_a_link_ends_after_a_week_when_taken_back_and_when_sent_again() -> None:
    now = utc_now()
    invitation, first = make_invitation(now=now)
    assert open_invitation(first, now=now + 6 * DAY) == invitation
    assert open_invitation(first, now=now + 7 * DAY) is None
    second = invite_again(invitation, by=COMMAND_LINE, now=now + 8 * DAY)
    assert open_invitation(first, now=now + 8 * DAY) is None
    assert open_invitation(second, now=now + 9 * DAY) == invitation
    assert revoke_invitation(invitation, by=COMMAND_LINE, now=now)
    assert open_invitation(second, now=now) is None
    with pytest.raises(AccountRefused, match="invitation-over"):
        invite_again(invitation, by=COMMAND_LINE, now=now)


def test_a_forged_link_opens_nothing() -> None:
    invitation, token = make_invitation()
    for forged in (
        signing.dumps([invitation.pk, "guess"], salt="parvis.invitation"),
        signing.dumps([invitation.pk, "x"], salt="another use"),
        token[:-2],
        "x",
    ):
        assert open_invitation(forged, now=utc_now()) is None
    assert token.partition(":")[0] not in invitation.key_hash


def test_a_second_invitation_ends_the_first_and_an_account_needs_none(desk: Client) -> None:
    _, first = make_invitation(email="lea@example.org")
    _, second = make_invitation(email="LEA@example.org")
    assert open_invitation(first, now=utc_now()) is None
    accept_invitation(second, name="Léa", password=PASSWORD, now=utc_now())
    sent = {"email": "Lea@Example.org", "roles": ["agent"], "language": "en"}
    assert (
        "Somebody already logs in with this address."
        in desk.post("/settings/users/invite/", sent).content.decode()
    )


def test_nobody_invites_to_more_than_they_may(client: Client) -> None:
    personnel = make_user(roles=(make_role(permissions=("users.manage",)).code,), password=PASSWORD)
    log_in(client, personnel)
    sent = {"email": "x@example.org", "roles": ["administrator"], "language": "en"}
    page = client.post("/settings/users/invite/", sent).content.decode()
    assert "You cannot give rights that you do not have yourself." in page and not Invitation.objects.exists()


def test_old_ones_are_forgotten() -> None:
    make_invitation(now=utc_now() - 100 * DAY)
    kept, _ = make_invitation()
    assert forget_invitations(now=utc_now()) == 1
    assert Invitation.objects.get() == kept


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_make_one_account() -> None:
    _, token = make_invitation()
    begin, outcomes = Barrier(2), []

    def accept() -> None:
        begin.wait()
        try:
            outcomes.append(accept_invitation(token, name="Léa", password=PASSWORD, now=utc_now()).name)
        except AccountRefused as refused:
            outcomes.append(refused.code)
        finally:
            connection.close()

    threads = [Thread(target=accept) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["Léa", "invitation-over"]
    assert User.objects.count() == 1
