"""PostgreSQL's own programs as clients: how they are found, called, and told the password."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

from parvis.project.backup.tables import SEES_ALL_ROWS
from parvis.project.postgres.programs import MAJOR_VERSION, plain_environment, programs_folder
from parvis.project.problems import Problem

_DEBIAN = Path("/usr/lib/postgresql")


def client_programs(server_version: int) -> Path:
    """The folder of programs that understand the server: ours, or for a newer one those of the system."""
    if server_version <= int(MAJOR_VERSION):
        # Clients run as whoever calls them; only the server has to step down.
        return programs_folder(None)
    newer = _DEBIAN / str(server_version) / "bin"
    if (newer / "pg_dump").exists():
        return newer
    raise Problem(
        f"The server runs PostgreSQL {server_version}; this release brings the programs of {MAJOR_VERSION}.",
        f"Install the server's client programs: apt-get install postgresql-client-{server_version}",
    )


def client_environment(url: str) -> dict[str, str]:
    """The password goes by the environment: arguments are shown to every account by `ps`."""
    password = unquote(urlsplit(url).password or "")
    return plain_environment() | {"PGPASSWORD": password, "PGOPTIONS": SEES_ALL_ROWS, "PGCONNECT_TIMEOUT": "10"}


def without_password(url: str) -> str:
    parts = urlsplit(url)
    user, _, place = parts.netloc.rpartition("@")
    shown = f"{user.partition(':')[0]}@{place}" if user else place
    return urlunsplit(parts._replace(netloc=shown))


def run_client(program: Path, *arguments: str, url: str = "", **options: Any) -> str:
    """Run to the end; what it printed. Raises Problem with its own last complaint."""
    environment = client_environment(url) if url else plain_environment()
    done = subprocess.run(
        [program, *arguments], check=False, text=True, capture_output=True, env=environment, **options
    )
    if done.returncode != 0:
        raise failed(program, done.stderr)
    return str(done.stdout)


def failed(program: Path, said: str) -> Problem:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    complaint = next((line for line in lines if "error" in line.lower() or "FATAL" in line), "")
    return Problem(f"{program.name} failed: {complaint or (lines or ['it said nothing'])[-1]}")
