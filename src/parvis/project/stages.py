"""Steps of a start that run in a child of their own, with the owner's address, and answer in JSON."""

import hashlib
import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from parvis.project import postgres
from parvis.project.children import death_follows_parent
from parvis.project.database import is_embedded, require_owner
from parvis.project.environment import listening_addresses, process_environment
from parvis.project.paths import Paths, checkout_folder
from parvis.project.postgres.roles import DatabaseAddresses
from parvis.project.problems import Problem
from parvis.project.secret_file import read_or_create_secrets


def prepare_database(paths: Paths, databases: DatabaseAddresses) -> list[dict[str, str]]:
    """Migrate and open; the demo's log-ins, if the demo is loaded. Skipped where nothing can have changed."""
    fingerprint = _fingerprint(paths)
    if fingerprint and (state := _read_state(paths)) and state["fingerprint"] == fingerprint:
        return list(state["log_ins"])
    arguments = () if databases.owner_url else ("--only-check",)
    outcome = run_stage("parvis.project.prepare", *arguments, paths=paths, databases=databases)
    log_ins: list[dict[str, str]] = outcome["log_ins"]
    _write_state(paths, {"fingerprint": _fingerprint(paths), "log_ins": log_ins})
    return log_ins


def migrate_database(paths: Paths, databases: DatabaseAddresses) -> None:
    """Migrate only; for commands, which may come before the first `parvis run`. Skipped like the above."""
    fingerprint = _fingerprint(paths)
    state = _read_state(paths)
    if not fingerprint or not state or state["fingerprint"] != fingerprint:
        argument = "--only-migrate" if databases.owner_url else "--only-check"
        run_stage("parvis.project.prepare", argument, paths=paths, databases=databases)


def is_new(paths: Paths) -> bool:
    """Whether nothing was ever loaded or begun here, as far as can be told cheaply."""
    return _read_state(paths) is None


def load_demo(paths: Paths, databases: DatabaseAddresses) -> list[dict[str, str]]:
    """Drop everything and load the demo company; its log-ins. Nobody else may be working on the database."""
    paths.state.unlink(missing_ok=True)
    outcome = run_stage("parvis.project.begin_anew", "--demo", paths=paths, databases=databases)
    log_ins: list[dict[str, str]] = outcome["log_ins"]
    _write_state(paths, {"fingerprint": _fingerprint(paths), "log_ins": log_ins})
    return log_ins


def ask_for_new_beginning(paths: Paths, *, email: str, name: str, language: str, password: str) -> Path:
    """Write the request as the web screen does: complete or not at all, without the password itself."""
    from django.contrib.auth.hashers import make_password

    from parvis.project.django_session import set_up_without_database

    set_up_without_database()
    request = paths.requests / "remove-demo.json"
    draft = request.with_suffix(".new")
    draft.touch(mode=0o600)
    wish = {"email": email, "name": name, "language": language, "password_hash": make_password(password)}
    draft.write_text(json.dumps(wish))
    request.with_suffix(".failed").unlink(missing_ok=True)
    draft.replace(request)
    return request


def requested_new_beginning(paths: Paths) -> Path | None:
    """The file in which somebody asked to leave the demo, if there is one."""
    request = paths.requests / "remove-demo.json"
    return request if request.exists() else None


def carry_out_new_beginning(request: Path, *, paths: Paths, databases: DatabaseAddresses) -> str:
    """Nobody else may be working on the database. The request goes last: a kill half-way is made good."""
    require_owner(databases)
    paths.state.unlink(missing_ok=True)
    outcome = run_stage("parvis.project.begin_anew", str(request), paths=paths, databases=databases)
    request.unlink()
    return str(outcome["email"])


def run_stage(module: str, *arguments: str, paths: Paths, databases: DatabaseAddresses) -> dict[str, Any]:
    """Run the module to its end and return its outcome; what it says on the way is shown. Raises Problem."""
    secrets = read_or_create_secrets(paths.secrets)
    environment = process_environment(
        paths, secrets, listening_addresses(), databases=databases, as_owner=True
    )
    log_file = paths.log / "prepare.log"
    said = ""
    with (
        log_file.open("wb") as log,
        subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, text=True,
            # Ctrl-C reaches it through us alone; half-way states are redone at the next start.
            start_new_session=True, preexec_fn=death_follows_parent(signal.SIGTERM),
        ) as process,
    ):  # fmt: skip
        try:
            for line in process.stdout or ():
                if said:
                    print(said, file=sys.stderr, flush=True)
                said = line.rstrip()
        except BaseException:
            process.terminate()
            raise
    try:
        outcome: dict[str, Any] = json.loads(said)
    except ValueError:
        raise Problem(f"{module} ended before it was done.", f"See {log_file}.") from None
    if "problem" in outcome:
        sentence, way_out = outcome["problem"]
        if "No space left on device" in sentence or "could not extend file" in sentence:
            raise postgres.disk_full(paths)
        raise Problem(sentence, way_out or f"See {log_file}.")
    return outcome


def _fingerprint(paths: Paths) -> str:
    """Changes with the code of any table, the installed packages, or the database's own note of migrations.

    Empty where it cannot be known cheaply; Django's answer, a second later, is asked for then.
    """
    if not is_embedded():
        return ""
    try:
        applied = postgres.ask_embedded(
            paths, "SELECT count(*), max(applied) FROM django_migrations; SELECT value FROM foundation_fact "
            "WHERE name = 'opening'"
        )  # fmt: skip
    except Problem:
        return ""
    package = Path(__file__).resolve().parents[1]
    sources = [
        *package.glob("*/migrations/*.py"),
        *package.glob("*/models.py"),
        package / "foundation/database.py",
    ]
    sources += [package / "project/settings.py", checkout_folder() / "requirements/base.txt"]
    facts = [f"{path}:{path.stat().st_mtime_ns}" for path in sorted(sources) if path.exists()]
    return hashlib.sha256("\n".join([applied, *facts]).encode()).hexdigest()


def _read_state(paths: Paths) -> dict[str, Any] | None:
    try:
        state = json.loads(paths.state.read_text())
        return state if {"fingerprint", "log_ins"} <= state.keys() else None
    except (OSError, ValueError, AttributeError):
        return None


def _write_state(paths: Paths, state: dict[str, Any]) -> None:
    draft = paths.state.with_suffix(".new")
    draft.write_text(json.dumps(state))
    draft.chmod(0o600)
    draft.replace(paths.state)
