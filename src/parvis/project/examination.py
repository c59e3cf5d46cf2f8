"""What `parvis doctor` looks at: the machine, the data folder, the database, the processes."""

import os
import shutil
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from parvis.project import postgres
from parvis.project.database import is_embedded, own_server_addresses
from parvis.project.environment import Addresses, listening_addresses, process_environment
from parvis.project.paths import Paths
from parvis.project.ports import is_served, require_free
from parvis.project.postgres.roles import DatabaseAddresses
from parvis.project.problems import Problem
from parvis.project.secret_file import Secrets, read_or_create_secrets
from parvis.project.supervisor import chosen_processes, is_supervised
from parvis.project.telemetry import answers, named_receivers

_LITTLE_SPACE = 1024**3


@dataclass(frozen=True)
class Finding:
    """One thing looked at. is_well None: worth knowing, nothing to be done."""

    what: str
    is_well: bool | None = True
    way_out: str = ""


def examine(paths: Paths) -> Iterator[Finding]:
    """Findings, one after the other; what depends on something broken is left out."""
    yield _python()
    yield from _receivers()
    addresses = listening_addresses()
    is_running = is_supervised(paths)
    if not paths.secrets.exists():
        yield Finding(f"No installation in {paths.data} yet", None, "make run creates it.")
        yield from _ports(addresses)
        return
    yield from _data_folder(paths)
    yield Finding(
        f"Parvis {'is running' if is_running else 'is not running'}",
        is_running or None,
        "make run starts it.",
    )
    if is_running:
        yield from _served(addresses)
    else:
        yield from _ports(addresses)
    try:
        databases = _databases(paths, read_or_create_secrets(paths.secrets))
    except Problem as problem:
        yield Finding(problem.sentence, False, problem.way_out)
        return
    if databases is None:
        yield Finding("There is no database yet", None, "make run makes it.")
        return
    yield from _inside_django(paths, addresses, databases, is_running=is_running)


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding(f"Python {version}", sys.version_info >= (3, 11), "Parvis needs Python 3.11 or newer.")


def _receivers() -> Iterator[Finding]:
    """Where traces and errors are sent, if anywhere."""
    try:
        for setting, address in named_receivers():
            is_there = answers(address)
            yield Finding(
                f"{setting}: {address.hostname} {'answers' if is_there else 'does not answer'}",
                is_there or None,
                "Parvis works without; what was to be sent meanwhile is lost.",
            )
    except Problem as problem:
        yield Finding(problem.sentence, False, problem.way_out)


def _data_folder(paths: Paths) -> Iterator[Finding]:
    yield Finding(
        f"Data folder {paths.data}",
        os.access(paths.data, os.W_OK | os.X_OK),
        "This account may not write there: run the command as the account that runs Parvis.",
    )
    mode = paths.data.stat().st_mode & 0o077
    yield Finding("It is closed to other accounts", mode == 0, f"chmod 700 {paths.data}")
    mode = paths.secrets.stat().st_mode & 0o077
    yield Finding("So is the file of secrets", mode == 0, f"chmod 600 {paths.secrets}")
    free = shutil.disk_usage(paths.data).free
    yield Finding(
        f"{free / 1024**3:.1f} GB free on its disk",
        free > _LITTLE_SPACE,
        "Free some space: below 0.1 GB nothing starts.",
    )


def _ports(addresses: Addresses) -> Iterator[Finding]:
    chosen = chosen_processes()
    for process, port, variable in (
        ("web", addresses.port, "PARVIS_PORT"),
        ("live", addresses.live_port, "PARVIS_LIVE_PORT"),
    ):
        if process not in chosen:
            continue
        try:
            require_free(addresses.host, port, variable=variable)
            yield Finding(f"Port {port} is free")
        except Problem as problem:
            yield Finding(problem.sentence, False, problem.way_out)


def _served(addresses: Addresses) -> Iterator[Finding]:
    chosen = chosen_processes()
    if "web" in chosen:
        yield Finding(
            f"Pages are served at {addresses.page_url}",
            is_served(addresses.host, addresses.port),
            "Are PARVIS_PORT and PARVIS_HOST those of the running Parvis? Its log: web.log.",
        )
    if "live" in chosen:
        yield Finding(
            f"Live updates answer on port {addresses.live_port}",
            is_served(addresses.host, addresses.live_port),
            "Pages work without, they only stop moving by themselves. The log: live.log.",
        )


def _databases(paths: Paths, secrets: Secrets) -> DatabaseAddresses | None:
    if not is_embedded():
        return own_server_addresses(os.environ.get("DATABASE_URL", ""), secrets)
    # Started for the examination only; it stops with this process unless Parvis runs.
    return postgres.ensure_running(paths) if paths.cluster.exists() else None


def _inside_django(
    paths: Paths, addresses: Addresses, databases: DatabaseAddresses, *, is_running: bool
) -> Iterator[Finding]:
    from parvis.project.django_session import set_up

    secrets = read_or_create_secrets(paths.secrets)
    set_up(process_environment(paths, secrets, addresses, databases=databases, as_owner=True))
    from django.db import OperationalError

    from parvis.project import examination_of_database

    try:
        yield from examination_of_database.examine_database(is_running=is_running)
    except OperationalError as error:
        yield Finding(
            f"The database does not answer: {str(error).splitlines()[0]}", False, "Is the server up?"
        )
    yield _mail()


def _mail() -> Finding:
    from django.conf import settings

    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        return Finding(f"Mail in Parvis's own name goes through {settings.EMAIL_BACKEND}", None)
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        socket.create_connection((settings.EMAIL_HOST, settings.EMAIL_PORT), timeout=3).close()
    except OSError:
        return Finding(
            f"No mail server answers at {where}",
            None,
            "Forgotten passwords cannot be reset by mail: set PARVIS_SMTP_HOST and PARVIS_SMTP_PORT "
            "(parvis user password works without).",
        )
    return Finding(f"A mail server answers at {where}")
