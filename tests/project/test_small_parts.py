"""The pure and nearly pure parts of the runtime."""

from __future__ import annotations

import json
import os
import socket
import stat
from pathlib import Path

import pytest

from parvis.project.children import pause_before_start
from parvis.project.database import own_server_addresses
from parvis.project.environment import Addresses, listening_addresses, process_environment, read_env_file
from parvis.project.paths import Paths
from parvis.project.ports import is_served, require_free
from parvis.project.postgres.roles import DatabaseAddresses
from parvis.project.problems import Problem
from parvis.project.secret_file import Secrets, read_or_create_secrets

SECRETS = Secrets(secret_key="key", field_key="field", owner_password="owner", app_password="a/b")
DATABASES = DatabaseAddresses("postgresql://owner@/parvis", "postgresql://app@/parvis")


@pytest.mark.parametrize(
    ("deaths", "seconds"),
    # at once, then 2^(deaths − 2), never more than 30
    [(1, 0), (2, 1), (3, 2), (4, 4), (6, 16), (7, 30), (50, 30)],
)
def test_pause_before_start(deaths: int, seconds: float) -> None:
    assert pause_before_start(deaths) == seconds


def test_only_a_process_that_migrates_learns_the_owners_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://owner:secret@db/parvis")
    monkeypatch.setenv("PARVIS_OWNER_DATABASE_URL", "postgresql://owner:secret@db/parvis")
    paths, addresses = Paths(Path("/data")), Addresses("127.0.0.1", 8000, 8001)
    web = process_environment(paths, SECRETS, addresses, databases=DATABASES)
    migrating = process_environment(paths, SECRETS, addresses, databases=DATABASES, as_owner=True)
    assert not any("owner" in value for name, value in web.items() if "DATABASE" in name)
    assert web["PARVIS_APP_DATABASE_URL"] == DATABASES.app_url
    assert "PARVIS_OWNER_DATABASE_URL" not in web
    assert migrating["PARVIS_OWNER_DATABASE_URL"] == DATABASES.owner_url


def test_the_application_role_of_a_server_of_ones_own_is_named_after_the_database(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("PARVIS_APP_DATABASE_URL")
    made = own_server_addresses("postgresql://boss:pw@db.example.com:6432/crm?sslmode=require", SECRETS)
    assert made.app_url == "postgresql://crm_app:a%2Fb@db.example.com:6432/crm?sslmode=require"
    monkeypatch.setenv("PARVIS_APP_DATABASE_URL", "postgresql://plain@db/crm")
    assert own_server_addresses("postgresql://boss@db/crm", SECRETS).app_url == "postgresql://plain@db/crm"


@pytest.mark.parametrize("url", ["mysql://root@db/crm", "postgresql://db.example.com", "crm"])
def test_an_address_that_is_not_postgresql_is_refused(url: str) -> None:
    with pytest.raises(Problem, match="not the address of a PostgreSQL database"):
        own_server_addresses(url, SECRETS)


def test_a_taken_port_is_named_with_the_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Problem, match=f"Port {port} is taken") as caught:
            require_free("127.0.0.1", port, variable="PARVIS_PORT")
    assert f"PARVIS_PORT={port + 10}" in caught.value.way_out
    require_free("127.0.0.1", port, variable="PARVIS_PORT")


def test_nobody_listening_is_not_served() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert not is_served("127.0.0.1", port)


@pytest.mark.parametrize("given", ["eight", "0", "65536", "-1", ""])
def test_a_port_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("PARVIS_PORT", given)
    with pytest.raises(Problem, match="PARVIS_PORT is"):
        listening_addresses()


def test_the_real_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARVIS_GIVEN", "environment")
    monkeypatch.setenv("PARVIS_ABSENT", "")
    monkeypatch.delenv("PARVIS_ABSENT")
    (tmp_path / ".env").write_text(
        '# a remark\nPARVIS_GIVEN=file\nPARVIS_ABSENT="from the file"\n\nno assignment\n'
    )
    read_env_file(tmp_path / ".env")
    assert (os.environ["PARVIS_GIVEN"], os.environ["PARVIS_ABSENT"]) == ("environment", "from the file")


def test_secrets_are_made_once_closed_and_different(tmp_path: Path) -> None:
    made = read_or_create_secrets(tmp_path / "secrets.json")
    assert read_or_create_secrets(tmp_path / "secrets.json") == made
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600
    values = json.loads((tmp_path / "secrets.json").read_text()).values()
    assert len(set(values)) == 4
    assert min(map(len, values)) >= 43  # 256 bits need 43 characters of base64
