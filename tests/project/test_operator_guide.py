"""What docs/operator tells an administrator to type is there: commands, files of deploy/, settings."""

from __future__ import annotations

import re
from pathlib import Path

from parvis.project.command_line import COMMANDS

CHECKOUT = Path(__file__).resolve().parents[2]
GUIDES = sorted((CHECKOUT / "docs/operator").glob("*.md"))
CODE = "\n".join(path.read_text() for path in (CHECKOUT / "src/parvis").rglob("*.py"))


def typed(guide: Path) -> str:
    """Its blocks of commands and its words in code style, those alone."""
    text = guide.read_text()
    return "\n".join(re.findall(r"^```sh\n(.*?)^```", text, re.S | re.M) + re.findall(r"`([^`\n]+)`", text))


def test_every_command_of_the_guides_exists() -> None:
    named = {word for guide in GUIDES for word in re.findall(r"(?<![\w/.-])parvis ([a-z]+)\b", typed(guide))}
    assert named >= {"backup", "restore", "migrate", "doctor", "keys", "audit", "maintenance", "user"}
    assert named <= set(COMMANDS)


def test_every_file_of_deploy_that_a_guide_names_exists() -> None:
    named = {path for guide in GUIDES for path in re.findall(r"deploy/[\w./{},*-]+", typed(guide))}
    assert named
    for path in named:
        for each in expanded(path.rstrip(".,")):
            assert list(CHECKOUT.glob(each.rstrip("/"))), path


def test_every_setting_that_a_guide_names_is_read_somewhere() -> None:
    of_tests = {"PARVIS_NODE_MODULES", "PARVIS_LONG_TESTS", "PARVIS_SETTINGS"}
    named = {name for guide in GUIDES for name in re.findall(r"\bPARVIS_[A-Z_]*[A-Z]\b", guide.read_text())}
    assert {name for name in named - of_tests if f'"{name}' not in CODE} == set()
    assert "PARVIS_SETTINGS" in (CHECKOUT / "deploy/parvis").read_text()


def expanded(path: str) -> list[str]:
    """`a-{b,c}.d` as the shell takes it."""
    found = re.search(r"\{([^}]*)\}", path)
    return [path.replace(found[0], word) for word in found[1].split(",")] if found else [path]
