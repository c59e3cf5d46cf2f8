"""Where somebody is logged in: seen by its owner, ended one by one, all at once, or by a new password."""

from __future__ import annotations

import pytest
from django.test import Client

from parvis.accounts.actions.sessions import forget_ended_sessions
from parvis.accounts.logic.browsers import browser_and_system
from parvis.accounts.models import LoginSession
from parvis.foundation.models import AuditEntry
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.channels import NOON

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36 Edg/131.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile Safari/604.1"
)


def browser_of(user, *, agent: str = FIREFOX, address: str = "192.0.2.7") -> Client:  # type: ignore[no-untyped-def]
    client = Client(headers={"user-agent": agent}, REMOTE_ADDR=address)
    sent = {"login": user.email, "password": PASSWORD}
    assert client.post("/account/login/", sent).status_code == 302
    return client


def is_logged_in(client: Client) -> bool:
    return client.get("/settings/me/sessions/").status_code == 200


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, ("Firefox", "Linux")),
        (EDGE, ("Edge", "Windows")),
        (SAFARI, ("Safari", "iPhone")),
        ("curl/8", ("", "")),
    ],
)
def test_a_browser_is_called_as_people_call_it(agent: str, words: tuple[str, str]) -> None:
    assert browser_and_system(agent) == words


def test_every_browser_is_listed_with_its_address() -> None:
    user = make_user(password=PASSWORD)
    here = browser_of(user)
    browser_of(user, agent=EDGE, address="198.51.100.4")
    browser_of(make_user(password=PASSWORD), agent=SAFARI)
    page = here.get("/settings/me/sessions/").content.decode()
    assert "Firefox on Linux" in page and "192.0.2.7" in page and "this browser" in page
    assert "Edge on Windows" in page and "198.51.100.4" in page
    assert "iPhone" not in page


def test_one_browser_is_ended_by_its_owner_alone() -> None:
    user = make_user(password=PASSWORD)
    here, there = browser_of(user), browser_of(user, agent=EDGE)
    row = LoginSession.objects.get(browser=EDGE)
    stranger = browser_of(make_user(password=PASSWORD))
    assert stranger.post(f"/settings/me/sessions/{row.pk}/end/").status_code == 404
    assert is_logged_in(there)
    assert here.post(f"/settings/me/sessions/{row.pk}/end/").status_code == 302
    assert not is_logged_in(there) and is_logged_in(here)
    assert AuditEntry.objects.filter(verb="session.ended").count() == 1


def test_everywhere_else_is_ended_in_one_step() -> None:
    user = make_user(password=PASSWORD)
    here, there, third = browser_of(user), browser_of(user, agent=EDGE), browser_of(user, agent=SAFARI)
    here.post("/settings/me/sessions/others/")
    assert [is_logged_in(client) for client in (here, there, third)] == [True, False, False]
    assert AuditEntry.objects.get(verb="session.others_ended").detail == {"count": 2}


def test_a_new_password_ends_the_others_and_keeps_this_one_listed() -> None:
    user = make_user(password=PASSWORD)
    here, there = browser_of(user), browser_of(user, agent=EDGE)
    here.post("/settings/me/password/", {"old": PASSWORD, "password": "another good password"})
    assert is_logged_in(here) and not is_logged_in(there)
    assert LoginSession.objects.get().session_key == here.session.session_key


def test_logging_out_takes_the_browser_off_the_list() -> None:
    here = browser_of(make_user(password=PASSWORD))
    here.post("/account/logout/")
    assert not LoginSession.objects.exists()


def test_use_is_noted_once_in_a_while() -> None:
    here = browser_of(make_user(password=PASSWORD))
    LoginSession.objects.update(last_seen_at=NOON)
    here.get("/settings/me/sessions/")
    assert LoginSession.objects.get().last_seen_at == NOON
    session = here.session
    session["seen_at"] = 0
    session.save()
    here.get("/settings/me/sessions/", REMOTE_ADDR="203.0.113.9")
    row = LoginSession.objects.get()
    assert row.last_seen_at != NOON and row.address == "203.0.113.9"


def test_what_ended_by_itself_is_forgotten() -> None:
    user = make_user(password=PASSWORD)
    here, there = browser_of(user), browser_of(user, agent=EDGE)
    there.session.delete()
    LoginSession.objects.update(created_at=NOON.replace(year=2020))
    from parvis.foundation.clock import utc_now

    assert forget_ended_sessions(now=utc_now()) == 1
    assert LoginSession.objects.get().session_key == here.session.session_key


def test_the_list_in_french() -> None:
    here = browser_of(make_user(password=PASSWORD, language="fr"))
    page = here.get("/settings/me/sessions/").content.decode()
    assert "Firefox sous Linux" in page and "ce navigateur" in page
