"""Replacing the key: all versions stay readable side by side, so a kill in the middle harms nothing."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from parvis.foundation.audit import SYSTEM
from parvis.foundation.secrets import SecretsUnreadable, is_sealed_newly, keyed_hash, reseal, seal, unseal
from parvis.project.sealed_values import count_sealed, reseal_all, sealed_columns
from parvis.project.secret_file import (
    parse_secrets,
    read_or_create_secrets,
    with_new_field_key,
    write_secrets,
)
from tests.accounts.test_second_step import begin_log_in, code_of, set_up_app
from tests.factories.accounts import PASSWORD, log_in, make_user
from tests.processes import environment

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_values_under_every_version_are_read_and_new_ones_are_under_the_newest(settings) -> None:  # type: ignore[no-untyped-def]
    first = seal({"password": "one"})
    assert not first[0].isdigit()
    hashed = keyed_hash("contact-points", "ana@example.com")
    settings.EARLIER_FIELD_KEYS, settings.FIELD_KEY = (settings.FIELD_KEY,), "the-second-key"
    second = seal({"password": "two"})
    assert second.startswith("2:")
    assert (unseal(first), unseal(second)) == ({"password": "one"}, {"password": "two"})
    assert (is_sealed_newly(first), is_sealed_newly(second)) == (False, True)
    assert reseal(first).startswith("2:")
    assert unseal(reseal(first)) == {"password": "one"}
    assert reseal(second) == second
    # Hashes are compared with those already stored.
    assert keyed_hash("contact-points", "ana@example.com") == hashed


@pytest.mark.parametrize("sealed", ["3:gAAAAA", "0:gAAAAA", "-1:gAAAAA", "nonsense", "2:nonsense"])
def test_what_no_key_opens_is_said_so(sealed: str, settings) -> None:  # type: ignore[no-untyped-def]
    settings.EARLIER_FIELD_KEYS = ("the-first-key",)
    with pytest.raises(SecretsUnreadable):
        unseal(sealed)


@pytest.mark.django_db(transaction=True)
def test_a_rotation_killed_half_way_loses_nothing_and_is_finished_by_the_next(
    settings, database_addresses: tuple[str, str]  # type: ignore[no-untyped-def]
) -> None:
    from parvis.channels.actions.connections import create_connection
    from parvis.channels.models import Connection

    secret = {n: {"password": f"secret {n}"} for n in range(6)}
    for n, values in secret.items():
        create_connection(
            kind="email", name=str(n), channel="email", by=SYSTEM, now=NOON, secrets=values
        )
    create_connection(kind="file", name="none", channel="file", by=SYSTEM, now=NOON)
    old = settings.FIELD_KEY
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.project.resealing", "3"],
        env=environment(database_addresses, PARVIS_FIELD_KEY="new-key", PARVIS_EARLIER_FIELD_KEYS=old),
        stdout=subprocess.PIPE,
    )
    assert child.stdout
    assert child.stdout.readline() == b"half way\n"
    child.kill()
    child.wait()
    child.stdout.close()

    settings.EARLIER_FIELD_KEYS, settings.FIELD_KEY = (old,), "new-key"

    def opened() -> dict[int, object]:
        return {int(c.name): unseal(c.sealed_secrets) for c in Connection.objects.exclude(sealed_secrets="")}

    assert (count_sealed().total, count_sealed().under_earlier) == (6, 3)
    assert opened() == secret
    assert reseal_all() == 3
    assert count_sealed().under_earlier == 0
    assert opened() == secret
    settings.EARLIER_FIELD_KEYS, settings.FIELD_KEY = ("x",), "new-key"
    assert opened() == secret, "nothing lies under the old key any more"


def test_every_encrypted_column_is_found_by_its_name() -> None:
    """Whoever adds one calls it sealed_…; a call of seal() that stores elsewhere would escape a rotation."""
    found = {f"{model._meta.label}.{column}" for model, column in sealed_columns()}
    assert {"channels.Connection.sealed_secrets", "mfa.Authenticator.data"} <= found


@pytest.mark.django_db
def test_after_a_rotation_the_app_and_the_recovery_codes_still_log_in(settings: Any) -> None:
    from allauth.mfa.models import Authenticator

    user = make_user(password=PASSWORD)
    here = Client()
    log_in(here, user)
    secret = set_up_app(here)
    page = here.get("/settings/me/second-step/codes/").content.decode()
    recovery = re.findall(r"<code>(\d{8})</code>", page)

    old = settings.FIELD_KEY
    settings.EARLIER_FIELD_KEYS, settings.FIELD_KEY = (old,), "the-second-key"
    assert (count_sealed().total, count_sealed().under_earlier) == (2, 2)
    assert reseal_all() == 2
    assert (count_sealed().under_earlier, reseal_all()) == (0, 0)
    kept = dict(Authenticator.objects.filter(user=user).values_list("type", "data"))
    assert kept["totp"]["secret"].startswith("2:") and kept["recovery_codes"]["seed"].startswith("2:")
    assert kept["recovery_codes"]["used_mask"] == 0

    # The replaced key is gone for good, as after a theft: nothing may need it.
    settings.EARLIER_FIELD_KEYS = ("stolen-and-forgotten",)
    for code in (code_of(secret, steps=1), recovery[0]):
        assert begin_log_in(user).post("/account/second-step/", {"code": code}).status_code == 302
    # What no key opens stands in the way of nothing.
    settings.EARLIER_FIELD_KEYS, settings.FIELD_KEY = ("lost", "lost too"), "third"
    assert (reseal_all(), count_sealed().under_earlier) == (0, 2)


def test_the_file_of_keys_grows_by_one_and_forgets_none(tmp_path: Path) -> None:
    file = tmp_path / "secrets.json"
    first = read_or_create_secrets(file)
    assert set(json.loads(file.read_text())) == {"secret_key", "field_key", "owner_password", "app_password"}
    write_secrets(file, with_new_field_key(first))
    second = parse_secrets(file)
    assert second.field_keys[0] == first.field_key
    assert len(set(second.field_keys)) == 2
    assert (second.secret_key, second.owner_password) == (first.secret_key, first.owner_password)
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600
