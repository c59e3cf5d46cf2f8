"""A restored backup does not bring back who was erased after it was made: a real backup, a real restore."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from parvis.project import postgres
from parvis.project.backup.erased_list import join_lists
from parvis.project.paths import Paths
from tests.project.conftest import parvis

Settings = dict[str, str]

DJANGO = """
import os, sys
from pathlib import Path
from parvis.project.paths import Paths
from parvis.project.database import reach_as_owner
from parvis.project.environment import listening_addresses, process_environment
from parvis.project.secret_file import read_or_create_secrets
paths = Paths(Path(os.environ["PARVIS_DATA"]))
databases = reach_as_owner(paths)
os.environ.update(process_environment(paths, read_or_create_secrets(paths.secrets), listening_addresses(),
                                      databases=databases, as_owner=True))
import django
django.setup()
from datetime import UTC, datetime
from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM
from parvis.people.actions.erasures import run_erasure, start_erasure
from parvis.people.actions.persons import create_person
from parvis.people.models import Person, Tombstone
now = datetime.now(UTC)
"""
MAKE = """
with purpose("service"):
    for name in ("Gone", "Stays"):
        create_person(given_name=name, emails=[f"{name.lower()}@example.org"], by=SYSTEM, now=now)
"""
ERASE = """
with purpose("legal_duty"):
    person = Person.objects.get(given_name="Gone")
erasure = start_erasure(person_ids=[person.pk], in_background=False, by=SYSTEM, now=now)
run_erasure(erasure.pk, now=now)
"""
TELL = """
with purpose("legal_duty"):
    print(sorted(Person.objects.values_list("given_name", flat=True)), Tombstone.objects.count())
"""


def call(*arguments: str, env: Settings) -> str:
    done = subprocess.run(parvis(*arguments), env=env, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def inside(code: str, env: Settings) -> str:
    done = subprocess.run(
        [sys.executable, "-c", DJANGO + code], env=env, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_who_was_erased_since_is_erased_again(
    installed: Paths, settings_of_run: Settings, tmp_path: Path
) -> None:
    keys, kept = tmp_path / "keys.json", tmp_path / "kept"
    inside(MAKE, settings_of_run)
    before = call("backup", str(kept), "--keys", str(keys), env=settings_of_run).split()[0]
    inside(ERASE, settings_of_run)
    assert inside(TELL, settings_of_run) == "['', 'Stays'] 2"

    # The same installation as it was then: its own list says who was erased since.
    said = call("restore", before, "--replace", env=settings_of_run)
    assert "Erased again 1 records" in said
    assert inside(TELL, settings_of_run) == "['', 'Stays'] 2"
    assert "Erased again" not in call(
        "restore", str(newest(kept, settings_of_run)), "--replace", env=settings_of_run
    )

    # A new machine, of which nothing is left but the folder of backups.
    place = Paths(installed.data.with_name(f"{installed.data.name}-again"))
    env = settings_of_run | {"PARVIS_DATA": str(place.data)}
    try:
        assert "Erased again 1 records" in call("restore", before, "--keys", str(keys), env=env)
        assert inside(TELL, env) == "['', 'Stays'] 2"
    finally:
        if place.run.exists():
            postgres.stop(place, although_used=True)
        subprocess.run(["rm", "-rf", place.data], check=True)


def newest(kept: Path, env: Settings) -> Path:
    """A backup made after the erasure: it brings its list beside itself up to date."""
    return Path(call("backup", str(kept), "--without-keys", env=env).split()[0])


def test_lists_are_joined_and_none_replaces_another(tmp_path: Path) -> None:
    (tmp_path / "a").write_text('{"a":1}\n{"b":1}\n')
    (tmp_path / "b").write_text('{"b":1}\n\n{"c":1}')
    assert join_lists([tmp_path / "a", tmp_path / "none"], into=tmp_path / "b") == 3
    assert sorted((tmp_path / "b").read_text().split()) == ['{"a":1}', '{"b":1}', '{"c":1}']
    assert join_lists([tmp_path / "none"], into=tmp_path / "x") == 0 and not (tmp_path / "x").exists()
