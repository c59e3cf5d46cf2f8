"""What the documents say to type or to read is there: links, benchmarks and their options, commands, targets, files."""

from __future__ import annotations

import argparse
import importlib
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from parvis.project.command_line import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`|^```\w*\n(.*?)^```", re.S | re.M)
FILE = re.compile(r"(?<![\w./<{*-])[\w.-]+(?:/[\w.-]+)+\.(?:py|md|js|css|sql|toml|txt)(?=$|[\s:;,)])")


def tracked(pattern: str) -> list[Path]:
    names = subprocess.run(
        ["git", "ls-files", "-z", pattern], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in names.stdout.split("\0") if name and (ROOT / name).is_file()]


DOCUMENTS = [path for path in tracked("*.md") if "payloads" not in path.parts]


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def typed(document: Path) -> str:
    """What stands in blocks of code and in code style, with the lines that a backslash parts as one."""
    parts = (word or block for word, block in CODE.findall(document.read_text()))
    return "\n".join(parts).replace("\\\n", " ")


def anchors(document: Path) -> set[str]:
    heads = re.findall(r"^#+ (.*)$", document.read_text(), re.M)
    return {re.sub(r"[^\w -]", "", head.lower()).strip().replace(" ", "-") for head in heads}


@pytest.mark.parametrize("document", DOCUMENTS, ids=shown)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    for address in LINK.findall(re.sub(r"```.*?```", "", document.read_text(), flags=re.S)):
        path, _, anchor = address.partition("#")
        if re.match(r"[a-z]+:", address):
            continue
        target = (document.parent / path).resolve() if path else document
        assert target.exists(), address
        assert not anchor or target.suffix != ".md" or anchor in anchors(target), address


def options_after(name: str, text: str) -> set[str]:
    """The long options in what follows a command, to the end of it."""
    return {
        option
        for rest in re.findall(rf"{re.escape(name)}\b(?![.\w])([^\n|;<>&(]*)", text)
        for option in re.findall(r"(?<!\S)\[?(--[a-z][a-z-]*)", rest.partition(" #")[0])
    }


def test_every_benchmark_that_is_named_exists_with_its_options() -> None:
    for document in DOCUMENTS:
        for name in set(re.findall(r"python -m ((?:bench|parvis)(?:\.\w+)+)", typed(document))):
            path = ROOT / ("" if name.startswith("bench") else "src") / name.replace(".", "/")
            source = path.with_suffix(".py") if path.with_suffix(".py").exists() else path / "__main__.py"
            assert source.is_file(), (shown(document), name)
            if name.startswith("bench"):
                assert "ArgumentParser(" in source.read_text(), f"{name} --help would begin to measure"
            for option in options_after(name, typed(document)):
                assert f'"{option}"' in source.read_text(), (shown(document), name, option)


@cache
def options_of(command: str) -> frozenset[str]:
    parser = argparse.ArgumentParser()
    importlib.import_module(f"parvis.project.commands.{COMMANDS[command][0]}").add_arguments(parser)
    found = set(parser._option_string_actions)
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            found |= {option for each in action.choices.values() for option in each._option_string_actions}
    return frozenset(found)


def test_every_command_that_is_named_knows_its_options() -> None:
    seen = 0
    for document in DOCUMENTS:
        for command in set(
            re.findall(r"(?<![\w/.-])(?:\.venv/bin/)?parvis ([a-z]+)\b", typed(document))
        ) & set(COMMANDS):
            named = options_after(f"parvis {command}", typed(document))
            assert named <= options_of(command), (shown(document), command)
            seen += len(named)
    assert seen > 20


def test_every_target_of_make_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    for document in DOCUMENTS:
        assert set(re.findall(r"(?:^|&& )make ([a-z]+)\b", typed(document), re.M)) <= targets, shown(document)


def test_every_file_that_is_named_exists() -> None:
    """From the root, from the packages, from one of them or from where the document stands."""
    packages = [folder for folder in (ROOT / "src/parvis").iterdir() if folder.is_dir()]
    for document in DOCUMENTS:
        if document.name == "CHANGELOG.md":
            continue
        for name in set(FILE.findall(typed(document))):
            places = (ROOT, ROOT / "src/parvis", document.parent, *packages)
            assert any((place / name).exists() for place in places), (shown(document), name)


def test_nothing_names_a_machine_of_ours_or_the_host_of_a_registry() -> None:
    forbidden = re.compile(
        r"/work/(?:main|shared|team)|/opt/(?:wheels|pypi)|pypi\.org|pythonhosted\.org|registry\.npmjs"
    )
    for path in [
        *DOCUMENTS,
        *tracked("requirements/*"),
        *tracked("*.toml"),
        *tracked("*.py"),
        ROOT / "Makefile",
    ]:
        if path != Path(__file__):
            found = forbidden.search(path.read_text())
            assert not found, (shown(path), found)
