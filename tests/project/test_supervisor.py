"""`parvis run` as an operator meets it: started, hit, stopped. Every wait has a deadline."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from parvis.project import postgres
from parvis.project.paths import Paths
from parvis.project.ports import is_served
from parvis.project.postgres.roles import embedded_addresses
from parvis.project.secret_file import read_or_create_secrets
from tests.databases import renamed
from tests.processes import wait_until
from tests.project.conftest import Run, parvis, processes_of, said, wait_until_ready

Start = Callable[..., Run]
Settings = dict[str, str]
OWN_SERVER = f"own_server_{os.getpid()}"


def test_a_whole_life(start: Start, paths: Paths, settings_of_run: Settings, tmp_path: Path) -> None:
    run = start()
    wait_until_ready(run, tmp_path)
    port = int(settings_of_run["PARVIS_PORT"])
    assert f"http://localhost:{port}" in said(tmp_path)
    assert status_of(port) == 200
    web_may_not_know_the_owner(paths)

    # A second one on the same data says so and leaves the first alone.
    second = call("run", env=settings_of_run)
    assert second.returncode == 1
    assert second.stderr.startswith(f"parvis: Parvis already runs on {paths.data}: http://localhost:{port}")
    assert "Traceback" not in second.stderr

    # A committed row outlives kill -9 of every database process, and pages come back.
    write_a_row(paths)
    for pid in database_processes(paths):
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: "The database stopped; starting it again" in said(tmp_path), seconds=20)
    wait_until(lambda: read_the_row(paths) == ("kept",), seconds=20, what=said(tmp_path))
    wait_until(lambda: status_of(port) == 200, seconds=20, what=said(tmp_path))

    # So do they when the web process is killed.
    web = process_with(paths, b"granian")
    os.kill(web, signal.SIGKILL)
    wait_until(lambda: "The web process ended" in said(tmp_path), seconds=20)
    wait_until(lambda: status_of(port) == 200, seconds=20, what=said(tmp_path))

    # Ctrl-C: no process, nothing lost, exit code 0.
    run.send_signal(signal.SIGINT)
    assert run.wait(30) == 0, said(tmp_path)
    assert said(tmp_path).endswith("Stopped; everything is kept.\n")
    assert processes_of(paths) == set()

    # The second start serves a page within 5 seconds, and the row is there.
    before = time.monotonic()
    again = start()
    wait_until(lambda: is_served("127.0.0.1", port) or again.poll() is not None, seconds=30)
    took = time.monotonic() - before
    assert status_of(port) == 200, said(tmp_path, 1)
    assert took < 15  # 2 s alone on two cores; a machine that others use takes what it is given
    assert read_the_row(paths) == ("kept",)
    wait_until_ready(again, tmp_path, 1)

    # Killed itself, it takes everything along; the third start is clean.
    again.kill()
    again.wait()
    wait_until(lambda: not processes_of(paths), seconds=30, what="children outlive a killed supervisor")
    third = start()
    wait_until_ready(third, tmp_path, 2)
    assert read_the_row(paths) == ("kept",)
    third.send_signal(signal.SIGTERM)
    assert third.wait(30) == 0
    assert processes_of(paths) == set()


def test_leaving_the_demo_while_it_runs(
    start: Start, installed: Paths, settings_of_run: Settings, tmp_path: Path
) -> None:
    paths = installed
    run = start()
    wait_until_ready(run, tmp_path)
    write_a_row(paths)
    (paths.files / "ab").mkdir(exist_ok=True)
    (paths.files / "ab" / "attachment").write_text("of the demo")
    words = [
        "demo",
        "--remove",
        "--yes",
        "--email",
        "ana@example.com",
        "--name",
        "Ana Roche",
        "--language",
        "fr",
    ]
    removed = call(*words, "--password-stdin", env=settings_of_run, stdin="a long enough password\n")
    assert removed.returncode == 0, removed.stderr + said(tmp_path)
    assert json.loads(removed.stdout) == {"email": "ana@example.com"}
    wait_until(lambda: status_of(int(settings_of_run["PARVIS_PORT"])) == 200, seconds=20, what=said(tmp_path))
    with psycopg.connect(owner_url(paths)) as connection:
        accounts = connection.execute("SELECT email, name, language, roles FROM accounts_user").fetchall()
        gone = connection.execute("SELECT to_regclass('kept')").fetchone()
    assert accounts == [("ana@example.com", "Ana Roche", "fr", ["administrator"])]
    assert gone == (None,)
    assert list(paths.files.iterdir()) == []
    assert list(paths.requests.iterdir()) == []
    run.send_signal(signal.SIGINT)
    assert run.wait(30) == 0


def test_a_taken_port_ends_the_start_before_anything_is_made(paths: Paths, settings_of_run: Settings) -> None:
    port = int(settings_of_run["PARVIS_PORT"])
    with socket.create_server(("127.0.0.1", port)):
        answer = call("run", env=settings_of_run)
    assert answer.returncode == 1
    assert answer.stderr == (
        f"parvis: Port {port} is taken by another program.\n"
        f"        Stop that program, or choose another port: PARVIS_PORT={port + 10} make run\n"
    )
    assert not paths.cluster.exists()
    assert processes_of(paths) == set()


def test_a_half_made_database_ends_the_start_in_one_sentence(paths: Paths, settings_of_run: Settings) -> None:
    (paths.cluster / "base").mkdir(parents=True)
    answer = call("run", env=settings_of_run)
    assert answer.returncode == 1
    assert "is incomplete: files of it are missing." in answer.stderr
    assert f"mv {paths.cluster}" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_server_that_cannot_be_reached_is_one_sentence(paths: Paths, settings_of_run: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    url = f"postgresql://boss:pw@127.0.0.1:{port}/crm"
    answer = call("run", env=settings_of_run | {"DATABASE_URL": url})
    assert answer.returncode == 1
    assert answer.stderr.startswith("parvis: The database in DATABASE_URL cannot be reached:")
    assert "Traceback" not in answer.stderr
    assert processes_of(paths) == set()


def test_a_server_of_ones_own_and_services_that_know_the_application_s_role_alone(
    start: Start, paths: Paths, settings_of_run: Settings, tmp_path: Path, plain_owner: tuple[str, str]
) -> None:
    """Its owner may do nothing beyond its database: what an administrator has to run is said. Then web and worker
    apart on one machine: a folder for each, one file of secrets, no owner's address. One test, for migrating anew
    takes longer than all the rest."""
    owner, as_administrator = plain_owner
    refused = call("run", env=settings_of_run | {"DATABASE_URL": owner})
    assert refused.returncode == 1
    assert "may not create the role under which Parvis works." in refused.stderr
    statement = refused.stderr.partition("in any database: ")[2]
    assert statement.startswith(f'CREATE ROLE "{OWN_SERVER}_app" LOGIN PASSWORD \'')
    with psycopg.connect(as_administrator, autocommit=True) as connection:
        connection.execute(statement)

    place = urlsplit(owner)
    password = read_or_create_secrets(paths.secrets).app_password
    application = urlunsplit(place._replace(netloc=f"{OWN_SERVER}_app:{password}@"))
    service = {"PARVIS_APP_DATABASE_URL": application, "PARVIS_SECRETS": str(paths.secrets)}
    worker = service | {"PARVIS_DATA": str(tmp_path / "worker"), "PARVIS_PROCESSES": "worker"}
    early = call("run", env=settings_of_run | service)
    assert early.returncode == 1
    assert "migrations of this release." in early.stderr
    assert "parvis migrate" in early.stderr

    migrated = call("migrate", env=settings_of_run | {"DATABASE_URL": owner})
    assert migrated.stdout == "Migrated.\n", migrated.stderr

    run = start(DATABASE_URL=owner)
    wait_until_ready(run, tmp_path)
    assert status_of(int(settings_of_run["PARVIS_PORT"])) == 200
    run.send_signal(signal.SIGINT)
    assert run.wait(30) == 0
    assert not paths.cluster.exists(), "the embedded database is not made beside"

    # systemd is told when there is something to be had.
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(60)
        web_run = start(**service, PARVIS_PROCESSES="web,live", NOTIFY_SOCKET=str(tmp_path / "notify"))
        assert manager.recv(100) == b"READY=1"
        assert status_of(int(settings_of_run["PARVIS_PORT"])) == 200
    worker_run = start(**worker)
    wait_until_ready(web_run, tmp_path, 1)
    wait_until_ready(worker_run, tmp_path, 2)
    assert not (tmp_path / "worker/secrets.json").exists()
    for pid in [web_run.pid, worker_run.pid, *processes_of(paths), *processes_of(Paths(tmp_path / "worker"))]:
        assert place.netloc.encode() not in Path(f"/proc/{pid}/environ").read_bytes()
    examined = call("doctor", env=settings_of_run | service)
    assert "The worker gives signs of life" in examined.stdout
    # The tests' own server writes nothing to the disk, and is told so.
    assert [line[2:12] for line in examined.stdout.splitlines() if line.startswith("✗")] == ["The server"]

    refused = call("backup", str(tmp_path / "backup"), "--without-keys", env=settings_of_run | service)
    assert "takes the owner's address" in refused.stderr
    # Seen by its sessions where the lock of a folder does not tell.
    elsewhere = settings_of_run | service | {"PARVIS_DATA": str(tmp_path / "elsewhere")}
    assert "is at work on this database from elsewhere" in call("keys", "rotate", env=elsewhere).stderr
    for run in (web_run, worker_run):
        run.send_signal(signal.SIGINT)
        assert run.wait(30) == 0
    assert "0 values were encrypted anew." in call("keys", "rotate", env=elsewhere).stdout


@pytest.fixture
def plain_owner(database_addresses: tuple[str, str]) -> Iterator[tuple[str, str]]:
    """(address of a database as its unprivileged owner, address of the server's administrator)"""
    administrator = renamed(database_addresses[0], "postgres")
    owner = f"{OWN_SERVER}_owner"
    with psycopg.connect(administrator, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {owner} LOGIN PASSWORD 'plain'")
        connection.execute(f"CREATE DATABASE {OWN_SERVER} OWNER {owner}")
    place = urlsplit(renamed(administrator, OWN_SERVER))
    yield urlunsplit(place._replace(netloc=f"{owner}:plain@")), administrator
    with psycopg.connect(administrator, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {OWN_SERVER} WITH (FORCE)")
        connection.execute(f"DROP ROLE {owner}")
        connection.execute(f"DROP ROLE IF EXISTS {OWN_SERVER}_app")


def call(*words: str, env: Settings, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        parvis(*words), env=env, text=True, capture_output=True, check=False, timeout=600, input=stdin
    )


def status_of(port: int) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return int(answer.status)
    except OSError:
        return 0


def owner_url(paths: Paths) -> str:
    return embedded_addresses(paths.socket_folder, read_or_create_secrets(paths.secrets)).owner_url


def write_a_row(paths: Paths) -> None:
    with psycopg.connect(owner_url(paths)) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('kept')")


def read_the_row(paths: Paths) -> object:
    try:
        with psycopg.connect(owner_url(paths)) as connection:
            return connection.execute("SELECT word FROM kept").fetchone()
    except psycopg.OperationalError:
        return None


def database_processes(paths: Paths) -> list[int]:
    """The server and its back ends: they work in the cluster's folder. The server first."""
    server = postgres.postmaster_pid(paths)
    assert server
    return [server, *(pid for pid in processes_of(paths) if pid != server and works_in(pid, paths.cluster))]


def works_in(pid: int, folder: Path) -> bool:
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == folder
    except OSError:
        return False


def process_with(paths: Paths, word: bytes) -> int:
    """The oldest process of this installation with the word in its command."""
    return min(pid for pid in processes_of(paths) if word in Path(f"/proc/{pid}/cmdline").read_bytes())


def web_may_not_know_the_owner(paths: Paths) -> None:
    secrets = read_or_create_secrets(paths.secrets)
    environment = Path(f"/proc/{process_with(paths, b'granian')}/environ").read_bytes().decode()
    assert secrets.app_password in environment
    assert secrets.owner_password not in environment
    assert "PARVIS_OWNER_DATABASE_URL" not in environment
