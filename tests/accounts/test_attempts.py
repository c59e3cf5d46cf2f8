"""Guessing at passwords is stopped, and stopping it cannot be turned against the owner."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count

import pytest
from django.conf import settings as settings_of_tests
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connection
from django.test import Client
from django.utils.module_loading import import_string

from parvis.accounts.actions.attempts import TooManyAttempts, begin_attempt, forget_attempts, take_back
from parvis.accounts.logic.attempts import LONG_WINDOW, WINDOW, Limit, is_refused, network_of
from parvis.accounts.models import LoginAttempt
from parvis.project.settings import PASSWORD_HASHERS as OF_THE_PROJECT
from tests.factories.accounts import PASSWORD, log_in, make_user
from tests.factories.channels import NOON

EMAIL = "ada@example.org"
REFUSED = "Too many attempts."
WRONG = "This address and this password do not go together."
_addresses = (f"198.51.{number // 250}.{number % 250 + 1}" for number in count())


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("not an address", "not an address"),
    ],
)
def test_an_address_stands_for_its_household(address: str, network: str) -> None:
    assert network_of(address) == network


@pytest.mark.parametrize(
    ("ages_seconds", "pause_seconds", "refused"),
    [
        ([1, 2], None, False),
        ([1, 2, 3], None, True),
        ([1, 2, 301], None, False),  # the third lies outside the window
        ([1, 2, 3], 20, True),
        ([21, 22, 23], 20, False),  # slowed down, not shut out
    ],
)
def test_a_limit_counts_within_its_window(
    ages_seconds: list[int], pause_seconds: int | None, refused: bool
) -> None:
    limit = Limit("x", 3, WINDOW, pause=timedelta(seconds=pause_seconds) if pause_seconds else None)
    failures = [NOON - timedelta(seconds=age) for age in ages_seconds]
    assert is_refused(limit, failures, now=NOON) is refused


def guess(client: Client, *, address: str, email: str = EMAIL, password: str = "not this one") -> str:
    response = client.post("/account/login/", {"login": email, "password": password}, REMOTE_ADDR=address)
    return "in" if response.status_code == 302 else response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("email", [EMAIL, "nobody@example.org"])
def test_guessing_from_one_place_ends_and_says_the_same_for_everybody(email: str) -> None:
    make_user(email=EMAIL, password=PASSWORD)
    said = [guess(Client(), address="203.0.113.5", email=email) for _ in range(7)]
    assert [WRONG in page for page in said] == [True] * 5 + [False] * 2
    assert [REFUSED in page for page in said] == [False] * 5 + [True] * 2
    # The right password opens no more than a wrong one while it lasts.
    assert guess(Client(), address="203.0.113.5", email=email, password=PASSWORD) != "in"


@pytest.mark.django_db
def test_an_attacker_cannot_shut_the_owner_out() -> None:
    owner = make_user(email=EMAIL, password=PASSWORD)
    desk = Client(REMOTE_ADDR="192.0.2.10")
    log_in(desk, owner)
    desk.post("/account/logout/")
    # Guesses from a great many places, until strangers are slowed down.
    said = [guess(Client(), address=next(_addresses)) for _ in range(60)]
    assert REFUSED in said[-1]
    # A stranger who knows the password waits; the owner in their own browser does not, wherever they are.
    assert REFUSED in guess(Client(), address=next(_addresses), password=PASSWORD)
    assert guess(desk, address="192.0.2.10", password=PASSWORD) == "in"
    desk.post("/account/logout/")
    assert guess(desk, address=next(_addresses), password=PASSWORD) == "in"


@pytest.mark.django_db
def test_a_neighbour_behind_the_same_address_is_not_shut_out() -> None:
    owner = make_user(email=EMAIL, password=PASSWORD)
    office = "192.0.2.10"
    desk = Client(REMOTE_ADDR=office)
    log_in(desk, owner)
    desk.post("/account/logout/")
    for number in range(40):
        guess(Client(), address=office, email=f"colleague{number}@example.org")
    assert REFUSED in guess(Client(), address=office, email="another@example.org")
    assert guess(desk, address=office, password=PASSWORD) == "in"


@pytest.mark.django_db
def test_a_new_password_by_mail_opens_during_an_attack(mailoutbox: list) -> None:  # type: ignore[type-arg]
    make_user(email=EMAIL, password=PASSWORD)
    for _ in range(30):
        guess(Client(), address=next(_addresses))
    new = Client()
    new.post("/account/password/", {"email": EMAIL})
    link = next(word for word in mailoutbox[0].body.split() if "/account/password/new/" in word)
    form = new.get(link.split("testserver")[1], follow=True)
    new.post(
        form.redirect_chain[-1][0],
        {"password1": "another good password", "password2": "another good password"},
    )
    assert new.get("/settings/me/").status_code == 200
    new.post("/account/logout/")
    assert guess(new, address=next(_addresses), password="another good password") == "in"


@pytest.mark.django_db
def test_a_stolen_browser_gets_few_guesses() -> None:
    owner = make_user(email=EMAIL, password=PASSWORD)
    desk = Client()
    log_in(desk, owner)
    desk.post("/account/logout/")
    said = [guess(desk, address=next(_addresses)) for _ in range(11)]
    assert REFUSED in said[-1] and REFUSED not in said[-2]


@pytest.mark.django_db
def test_a_made_up_cookie_makes_no_browser_known() -> None:
    make_user(email=EMAIL, password=PASSWORD)
    liar = Client()
    liar.cookies["parvis_device"] = "eyJhZGEifQ:1abcde:forged"
    said = [guess(liar, address="203.0.113.5") for _ in range(6)]
    assert REFUSED in said[-1]


@pytest.mark.django_db
def test_right_passwords_are_not_counted() -> None:
    user = make_user(email=EMAIL, password=PASSWORD)
    for _ in range(8):
        log_in(Client(REMOTE_ADDR="192.0.2.10"), user)
    assert not LoginAttempt.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_tries_at_the_same_moment_are_all_counted() -> None:
    def attempt(_: int) -> bool:
        try:
            begin_attempt(email=EMAIL, address="203.0.113.5", device="", now=NOON)
        except TooManyAttempts:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(24))) == 5


@pytest.mark.django_db
def test_what_no_window_reaches_is_forgotten() -> None:
    begin_attempt(email=EMAIL, address="203.0.113.5", device="", now=NOON)
    assert forget_attempts(now=NOON + LONG_WINDOW) == 0
    take_back(begin_attempt(email=EMAIL, address="203.0.113.5", device="", now=NOON + timedelta(hours=1)))
    assert forget_attempts(now=NOON + timedelta(hours=1)) == 3
    assert not LoginAttempt.objects.exists()


class CountingHasher(PBKDF2PasswordHasher):
    """Counts how often a password is really hashed: what takes the time that an onlooker could measure."""

    algorithm = "counting"
    iterations = 1000
    count = 0

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        CountingHasher.count += 1
        return super().encode(password, salt, iterations)


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["known", "unknown", "closed", "without a password"])
def test_every_log_in_takes_the_time_of_one_hash(settings, who: str) -> None:  # type: ignore[no-untyped-def]
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    if who != "unknown":
        make_user(
            email=EMAIL, password=None if who == "without a password" else PASSWORD, is_active=who != "closed"
        )
    CountingHasher.count = 0
    assert WRONG in guess(Client(), address="203.0.113.5")
    assert CountingHasher.count == 1


def test_outside_the_tests_a_password_is_hashed_at_full_cost() -> None:
    full = import_string(OF_THE_PROJECT[0])()
    assert (full.memory_cost, full.time_cost, full.parallelism) == (102_400, 2, 8)
    assert settings_of_tests.PASSWORD_HASHERS[1:] == OF_THE_PROJECT
