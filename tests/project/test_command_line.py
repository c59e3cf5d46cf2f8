"""The command line as a user meets it: in a process of its own."""

from __future__ import annotations

import json
import subprocess
import time
from importlib.metadata import version
from pathlib import Path

import pytest

from parvis.accounts.logic.roles import ROLES
from parvis.project.commands.user import ROLES as COMMAND_ROLES
from parvis.project.commands.user import _codes
from parvis.project.paths import Paths
from tests.factories.accounts import make_role
from tests.project.conftest import parvis, processes_of


def call(*words: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(parvis(*words), env=env, text=True, capture_output=True, check=False, timeout=600)


def test_help_names_every_command_and_is_quick(settings_of_run: dict[str, str]) -> None:
    call("--help", env=settings_of_run)  # compiles what a first call compiles
    before = time.monotonic()
    answer = call("--help", env=settings_of_run)
    took = time.monotonic() - before
    assert answer.returncode == 0
    for command in ("run", "import", "enrich", "user", "demo", "doctor"):
        assert f"\n    {command} " in answer.stdout
    assert "3 partly done" in answer.stdout
    assert took < 1  # 0.1 s alone; other tests run beside


def test_the_release_is_named(settings_of_run: dict[str, str]) -> None:
    assert call("--version", env=settings_of_run).stdout == f"parvis {version('parvis')}\n"


@pytest.mark.parametrize("command", ["run", "import", "enrich", "user", "demo", "doctor", "migrate"])
def test_the_help_of_every_command_has_examples(command: str, settings_of_run: dict[str, str]) -> None:
    answer = call(command, "--help", env=settings_of_run)
    assert answer.returncode == 0, answer.stderr
    assert f"parvis {command}" in answer.stdout
    assert "examples:" in answer.stdout


@pytest.mark.parametrize("words", [[], ["dance"], ["import"], ["user", "add", "--role", "agent"]])
def test_misuse_is_exit_code_2(words: list[str], settings_of_run: dict[str, str]) -> None:
    assert call(*words, env=settings_of_run).returncode == 2


def test_a_problem_is_one_sentence_and_exit_code_1(settings_of_run: dict[str, str]) -> None:
    answer = call("import", "/no/such/file.csv", "--source", "x", env=settings_of_run)
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr == "parvis: There is no file /no/such/file.csv.\n"


def test_doctor_on_an_empty_machine(settings_of_run: dict[str, str]) -> None:
    answer = call("doctor", env=settings_of_run | {"PYTHONIOENCODING": "utf-8"})
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "No installation in" in answer.stdout
    assert "Traceback" not in answer.stderr


def test_accounts_import_and_examination_without_a_running_parvis(
    settings_of_run: dict[str, str], installed: Paths, tmp_path: Path
) -> None:
    """Each command starts the database, does its work, and leaves no process."""
    added = call(
        "user", "add", "ana@example.com", "--role", "administrator", "--language", "fr", env=settings_of_run
    )
    assert added.returncode == 0, added.stderr
    account = json.loads(added.stdout)
    assert len(account.pop("password")) >= 12
    assert account == {
        "email": "ana@example.com",
        "name": "Ana",
        "roles": ["administrator"],
        "language": "fr",
        "is_active": True,
    }
    assert json.loads(call("user", "list", env=settings_of_run).stdout) == account
    king = call("user", "roles", "ana@example.com", "king", env=settings_of_run)
    assert king.returncode == 1 and "This role does not exist." in king.stderr and "all-roles" in king.stderr
    every = [json.loads(line) for line in call("user", "all-roles", env=settings_of_run).stdout.splitlines()]
    assert [one["role"] for one in every] == list(ROLES)
    refused = call("user", "disable", "ana@example.com", env=settings_of_run)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "last administrator" in refused.stderr

    (tmp_path / "posts.csv").write_text(
        "id,text,author,published_at\n"
        "1,Train en retard,@bob,2026-01-01T10:00:00Z\n"
        "2,,@ann,2026-01-02T10:00:00Z\n"
        "3,Lovely seats,@ann,2026-01-03T10:00:00Z\n"
    )
    words = ["import", str(tmp_path / "posts.csv"), "--source", "trains"]
    first = call(*words, env=settings_of_run)
    assert first.returncode == 3, first.stderr
    assert "line 3: There is no text in it." in first.stderr
    assert counts(first.stdout) == {"state": "done", "new": 2, "repeated": 0, "rejected": 1}
    assert counts(call(*words, env=settings_of_run).stdout) == {
        "state": "done",
        "new": 0,
        "repeated": 2,
        "rejected": 1,
    }

    doctor = call("doctor", "--json", env=settings_of_run)
    findings = [json.loads(line) for line in doctor.stdout.splitlines()]
    assert [finding for finding in findings if finding["is_well"] is False] == []
    assert doctor.returncode == 0
    assert "PostgreSQL 18 answers" in {finding["what"] for finding in findings}
    assert processes_of(installed) == set()


def counts(line: str) -> dict[str, object]:
    result = json.loads(line)
    return {name: result[name] for name in ("state", "new", "repeated", "rejected")}


@pytest.mark.django_db
def test_roles_of_the_house_are_called_by_name_or_code() -> None:
    night = make_role(name="Night desk")
    assert _codes(["agent", "NIGHT desk", night.code, "king"]) == ["agent", night.code, night.code, "king"]
    assert set(COMMAND_ROLES) == set(ROLES)
