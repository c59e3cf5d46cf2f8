"""The screens of accounts, teams and one's own profile."""

from __future__ import annotations

import pytest
from django.test import Client

from parvis.accounts.models import Team, User
from tests.factories.accounts import PASSWORD, log_in, make_team, make_user

pytestmark = pytest.mark.django_db
NEW = {"name": "Léa Roy", "email": "lea@example.org", "password": PASSWORD, "roles": ["agent"], "language": "fr"}


@pytest.fixture
def administrator(client: Client) -> User:
    user = make_user(roles=("administrator",), name="Ada Lovell", password=PASSWORD)
    log_in(client, user)
    return user


def test_people_are_listed_with_roles_and_teams(client: Client, administrator: User) -> None:
    make_user(name="Marc Aubry", roles=("moderator",), team=make_team("Réclamations"))
    page = client.get("/settings/users/").content.decode()
    assert "Marc Aubry" in page and "Moderator" in page and "Réclamations" in page
    page = client.get("/settings/users/", {"q": "ada l"}).content.decode()
    assert "Ada Lovell" in page and "Marc Aubry" not in page
    assert "Nobody has this name" in client.get("/settings/users/", {"q": "zzz"}).content.decode()


def test_people_in_french(client: Client) -> None:
    client.force_login(make_user(roles=("administrator",), language="fr"))
    page = client.get("/settings/users/").content.decode()
    assert '<html lang="fr"' in page and "Collègues" in page


def test_a_colleague_is_added_and_can_log_in(client: Client, administrator: User) -> None:
    assert client.post("/settings/users/add/", NEW).url == "/settings/users/"
    assert Client().login(email="lea@example.org", password=PASSWORD)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"email": "ADA@example.org"}, "Somebody already logs in with this address."),
        ({"password": "short"}, "too short"),
        ({"roles": []}, "This field is required."),
        ({"roles": ["king"]}, "king is not one of the available choices"),
    ],
)
def test_what_is_wrong_with_a_new_colleague_is_said(
    client: Client, administrator: User, change: dict[str, object], words: str
) -> None:
    User.objects.filter(pk=administrator.pk).update(email="ada@example.org")
    response = client.post("/settings/users/add/", {**NEW, **change})
    assert response.status_code == 200
    assert words in response.content.decode()
    assert User.objects.count() == 1


def test_an_account_is_changed(client: Client, administrator: User) -> None:
    user = make_user()
    sent = {"name": "Other", "email": "other@example.org", "roles": ["moderator"], "language": "fr"}
    assert client.post(f"/settings/users/{user.pk}/", sent).status_code == 302
    user.refresh_from_db()
    assert (user.name, user.email, user.roles) == ("Other", "other@example.org", ["moderator"])


def test_the_last_administrator_is_told_so(client: Client, administrator: User) -> None:
    sent = {"name": "Ada", "email": administrator.email, "roles": ["agent"], "language": "en"}
    page = client.post(f"/settings/users/{administrator.pk}/", sent).content.decode()
    assert "This is the last administrator." in page


def test_nobody_closes_the_account_they_use(client: Client, administrator: User) -> None:
    make_user(roles=("administrator",))
    client.post(f"/settings/users/{administrator.pk}/disable/")
    administrator.refresh_from_db()
    assert administrator.is_active


def test_an_account_is_closed_and_opened(client: Client, administrator: User) -> None:
    user = make_user()
    client.post(f"/settings/users/{user.pk}/disable/")
    assert not User.objects.get(pk=user.pk).is_active
    assert "cannot log in" in client.get(f"/settings/users/{user.pk}/").content.decode()
    client.post(f"/settings/users/{user.pk}/enable/")
    assert User.objects.get(pk=user.pk).is_active


def test_somebody_gets_another_password(client: Client, administrator: User) -> None:
    user = make_user()
    url = f"/settings/users/{user.pk}/password/"
    assert "too short" in client.post(url, {"password": "short"}).content.decode()
    assert client.post(url, {"password": PASSWORD}).status_code == 302
    assert Client().login(email=user.email, password=PASSWORD)


def test_teams_are_made_and_filled(client: Client, administrator: User) -> None:
    assert "No team yet" in client.get("/settings/teams/").content.decode()
    response = client.post("/settings/teams/", {"name": "Claims"})
    team = Team.objects.get()
    assert response.url == f"/settings/teams/{team.pk}/"
    marc = make_user(name="Marc")
    client.post(response.url, {"name": "Complaints", "leads": [str(marc.pk)]})
    assert list(team.memberships.values_list("user_id", "is_lead")) == [(marc.pk, True)]
    assert "Complaints" in client.get("/settings/teams/").content.decode()
    assert "Another team has this name." in client.post("/settings/teams/", {"name": "complaints"}).content.decode()


def test_my_profile_is_mine(client: Client) -> None:
    me = make_user(roles=("partner",), name="Paul", password=PASSWORD)
    client.force_login(me)
    sent = {"name": "Paul D.", "language": "fr", "theme": "dark", "time_zone": "America/Montreal"}
    response = client.post("/settings/me/", sent, follow=True)
    page = response.content.decode()
    assert 'data-theme="dark"' in page and "Mon profil" in page and "Enregistré" in page
    me.refresh_from_db()
    assert (me.name, me.time_zone, me.roles) == ("Paul D.", "America/Montreal", ["partner"])
    assert client.post("/settings/me/", {**sent, "time_zone": "Moon/Base"}).status_code == 200


def test_my_password_asks_for_the_old_one_and_keeps_this_session(client: Client) -> None:
    me = make_user(password=PASSWORD)
    client.force_login(me)
    wrong = client.post("/settings/me/password/", {"old": "no", "password": "another good password"})
    assert "This is not your present password." in wrong.content.decode()
    right = client.post("/settings/me/password/", {"old": PASSWORD, "password": "another good password"})
    assert right.status_code == 302
    assert client.get("/settings/me/").status_code == 200
    assert Client().login(email=me.email, password="another good password")


def test_theme_and_language_switch_and_never_lead_elsewhere(client: Client) -> None:
    me = make_user()
    client.force_login(me)
    assert client.post("/settings/me/theme/", {"theme": "dark", "next": "/settings/me/"}).url == "/settings/me/"
    assert client.post("/settings/me/theme/", {"theme": "pink", "next": "//evil.example"}).url == "/"
    client.post("/language/", {"language": "fr", "next": "/"})
    me.refresh_from_db()
    assert (me.theme, me.language) == ("dark", "fr")
    assert client.get("/language/").status_code == 405


def test_the_log_in_page_speaks_the_chosen_language(client: Client) -> None:
    assert "Se connecter" in client.get("/account/login/", headers={"accept-language": "fr"}).content.decode()
    client.post("/language/", {"language": "fr", "next": "/account/login/"})
    assert "Se connecter" in client.get("/account/login/").content.decode()


@pytest.mark.parametrize("email", ["ada@example.org", "nobody@example.org"])
def test_a_wrong_password_says_the_same_for_everybody(client: Client, email: str) -> None:
    make_user(email="ada@example.org", password=PASSWORD)
    page = client.post("/account/login/", {"login": email, "password": "not this one"}).content.decode()
    assert "This address and this password do not go together." in page


def test_logging_in_and_out(client: Client) -> None:
    make_user(email="ada@example.org", password=PASSWORD)
    response = client.post("/account/login/?next=/settings/me/", {"login": "Ada@example.org", "password": PASSWORD})
    assert response.url == "/settings/me/"
    assert client.get("/settings/me/").status_code == 200
    client.post("/account/logout/")
    assert client.get("/settings/me/").url == "/account/login/?next=/settings/me/"


def test_a_forgotten_password_comes_by_mail(client: Client, mailoutbox: list) -> None:  # type: ignore[type-arg]
    make_user(email="ada@example.org", password=PASSWORD)
    assert client.post("/account/password/", {"email": "ada@example.org"}).status_code == 302
    address = next(word for word in mailoutbox[0].body.split() if "/account/password/new/" in word)
    form = client.get(address.split("testserver")[1], follow=True)
    done = client.post(
        form.redirect_chain[-1][0], {"password1": "another good password", "password2": "another good password"}
    )
    assert done.status_code == 302
    assert Client().login(email="ada@example.org", password="another good password")


def test_nobody_signs_up_by_themselves(client: Client) -> None:
    assert client.get("/account/signup/").url == "/account/login/"
    assert client.post("/account/signup/", {"email": "x@example.org", "password1": PASSWORD}).status_code == 302
    assert not User.objects.exists()
