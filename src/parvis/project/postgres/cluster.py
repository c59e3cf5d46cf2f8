"""Making the database cluster: folders with their rights, then initdb, complete or not at all."""

import os
import shutil
from pathlib import Path

from parvis.project.paths import Paths
from parvis.project.postgres.account import Account, give_to, may_enter
from parvis.project.postgres.programs import MAJOR_VERSION, call
from parvis.project.postgres.roles import OWNER_ROLE
from parvis.project.problems import Problem

# Small on purpose: the whole installation is to fit in 700 MB. Written into postgresql.conf once,
# where an operator may change them.
_SETTINGS = {
    "shared_buffers": "64MB",
    "max_connections": "60",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "max_worker_processes": "4",
    "max_logical_replication_workers": "0",  # no launcher process
    "max_parallel_workers": "2",
    "max_parallel_workers_per_gather": "1",
    "autovacuum_max_workers": "2",
    "io_method": "sync",  # no pool of reader processes
    "jit": "off",  # compiling costs more than our short queries take
    "wal_compression": "pglz",
    "random_page_cost": "1.1",
    "log_timezone": "UTC",
    "timezone": "UTC",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] %d ",
}
SPACE_FOR_A_START = 100 * 1024 * 1024


def prepare_folders(paths: Paths, account: Account | None) -> None:
    """Create what is missing, close it to others, and say clearly what cannot be used."""
    try:
        _make_parents(paths.data.parent)
        paths.data.mkdir(mode=0o700, exist_ok=True)
        for folder in (paths.run, paths.log, paths.files, paths.requests, paths.data / "static"):
            folder.mkdir(mode=0o700, exist_ok=True)
        if not os.access(paths.data, os.W_OK | os.X_OK) or not os.access(paths.run, os.W_OK | os.X_OK):
            raise PermissionError(f"{paths.data} is not writable")
        for folder in (paths.data, paths.run):
            folder.chmod(0o700)
            give_to(folder, account)
        _prepare_socket_folder(paths.socket_folder, account)
    except OSError as error:
        raise Problem(
            f"The data folder {paths.data} cannot be used: {error.strerror or error}.",
            "Make it writable for this account, or choose another: PARVIS_DATA=/some/folder.",
        ) from error
    if not may_enter(paths.data, account):
        raise Problem(
            f"The database does not run as root, and its account cannot enter {paths.data}.",
            "Choose a folder outside private homes, such as PARVIS_DATA=/var/lib/parvis/mine.",
        )
    if shutil.disk_usage(paths.data).free < SPACE_FOR_A_START:
        raise disk_full(paths)


def disk_full(paths: Paths) -> Problem:
    return Problem(
        f"The disk that holds {paths.data} is full.",
        "Free some space there (100 MB at least) and start again if it stopped: what was committed is kept.",
    )


def make_cluster(
    paths: Paths, *, programs: Path, account: Account | None, owner_password: str, hurry: bool
) -> None:
    """initdb beside the final place, then one rename: killed half-way, the next start begins afresh."""
    if _is_complete(paths.cluster):
        return
    draft = paths.cluster_in_the_making
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    give_to(draft, account)
    password_file = paths.run / "first-password"
    password_file.write_text(owner_password)
    password_file.chmod(0o600)
    give_to(password_file, account)
    options = [word for name, value in _SETTINGS.items() for word in ("--set", f"{name}={value}")]
    if hurry:
        options.append("--no-sync")
    try:
        made = call(
            programs / "initdb", "--pgdata", str(draft), "--username", OWNER_ROLE, "--auth", "scram-sha-256",
            "--pwfile", str(password_file), "--encoding", "UTF8", "--locale", "C.UTF-8",
            "--locale-provider", "builtin", *options, account=account,
        )  # fmt: skip
    finally:
        password_file.unlink(missing_ok=True)
    if made.returncode != 0:
        if "No space left on device" in made.stderr:
            raise disk_full(paths)
        raise Problem(f"PostgreSQL could not make its files in {draft}: {_last_line(made.stderr)}")
    if paths.cluster.exists():
        paths.cluster.rmdir()  # _is_complete has seen that it is empty
    draft.rename(paths.cluster)


def _is_complete(cluster: Path) -> bool:
    if not cluster.exists() or not any(cluster.iterdir()):
        return False
    version_file = cluster / "PG_VERSION"
    if not version_file.exists() or not (cluster / "global" / "pg_control").exists():
        raise Problem(
            f"The database folder {cluster} is incomplete: files of it are missing.",
            f"Restore it from a backup, or begin anew by moving it away: mv {cluster} {cluster}.broken",
        )
    version = version_file.read_text().strip()
    if version != MAJOR_VERSION:
        raise Problem(
            f"{cluster} was made by PostgreSQL {version}; this release brings PostgreSQL {MAJOR_VERSION}.",
            "Dump with the old release, move the folder away, restore with this one (docs/operator).",
        )
    return True


def _make_parents(folder: Path) -> None:
    """Open to entering whatever the umask is, else the database's account could not reach its data."""
    if not folder.exists():
        _make_parents(folder.parent)
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)


def _prepare_socket_folder(folder: Path, account: Account | None) -> None:
    """The fall-back lies in the shared temporary folder, where a stranger may have been first."""
    folder.mkdir(mode=0o700, exist_ok=True)
    owner = folder.lstat().st_uid
    if folder.is_symlink() or owner not in {os.geteuid(), account.uid if account else os.geteuid()}:
        raise PermissionError(f"{folder} belongs to another account")
    folder.chmod(0o700)
    give_to(folder, account)


def _last_line(text: str) -> str:
    lines = [line for line in text.strip().splitlines() if line.strip()]
    return lines[-1] if lines else "no reason given"
