"""The command line as a user meets it: in a process of its own."""

from __future__ import annotations

import subprocess
import time

import pytest

from tests.project.conftest import parvis


def call(*words: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(parvis(*words), env=env, text=True, capture_output=True, check=False, timeout=60)


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


@pytest.mark.parametrize("command", ["run", "import", "enrich", "user", "demo", "doctor", "migrate"])
def test_the_help_of_every_command_has_examples(command: str, settings_of_run: dict[str, str]) -> None:
    answer = call(command, "--help", env=settings_of_run)
    assert answer.returncode == 0, answer.stderr
    assert f"parvis {command}" in answer.stdout
    assert "examples:" in answer.stdout


@pytest.mark.parametrize(
    "words", [[], ["dance"], ["import"], ["user", "add", "a@example.com", "--role", "king"]]
)
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
