"""Debian's PostgreSQL on a folder and a socket of its own, for tests of what has to run there too."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from parvis.project.children import death_follows_parent
from parvis.project.postgres.account import database_account, give_to, step_down
from parvis.project.postgres.programs import plain_environment
from tests.processes import wait_until

PROGRAMS = Path("/usr/lib/postgresql/15/bin")


@contextmanager
def debian_server(folder: Path, **settings: str) -> Iterator[str]:
    """The address of its superuser; the server is gone at the end of the block, however it comes."""
    import signal

    account = database_account()
    folder.mkdir(mode=0o700, parents=True)
    give_to(folder, account)
    as_account = {"env": plain_environment(), "cwd": "/", **step_down(account)}
    subprocess.run(
        [PROGRAMS / "initdb", "--pgdata", folder / "cluster", "--username", "admin", "--auth", "trust",
         "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"],
        check=True, stdout=subprocess.DEVNULL, **as_account,
    )  # fmt: skip
    fixed = {
        "unix_socket_directories": str(folder),
        "listen_addresses": "",
        "fsync": "off",
        "shared_buffers": "32MB",
    } | settings
    words = [word for name, value in fixed.items() for word in ("-c", f"{name}={value}")]
    with (folder.parent / f"{folder.name}.log").open("wb") as log:
        server = subprocess.Popen(
            [PROGRAMS / "postgres", "-D", folder / "cluster", *words],
            stdout=log, stderr=log, start_new_session=True,
            preexec_fn=death_follows_parent(signal.SIGINT), **as_account,
        )  # fmt: skip
    try:
        ready = [PROGRAMS / "pg_isready", "--host", str(folder), "--quiet"]
        wait_until(lambda: subprocess.run(ready, check=False, env=plain_environment()).returncode == 0)
        yield f"postgresql://admin@/postgres?host={quote(str(folder), safe='')}"
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(30)
        shutil.rmtree(folder, ignore_errors=True)
        (folder.parent / f"{folder.name}.log").unlink(missing_ok=True)


def is_installed() -> bool:
    return (PROGRAMS / "postgres").exists() and os.access(PROGRAMS / "initdb", os.X_OK)
