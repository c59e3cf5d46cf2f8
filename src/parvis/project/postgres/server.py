"""Starting, adopting and stopping the embedded server.

Only a real connection proves that it runs: a process id may belong to a zombie or to a stranger, and a
postmaster.pid outlives a `kill -9`.
"""

import atexit
import contextlib
import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from parvis.project.children import death_follows_parent
from parvis.project.paths import SOCKET_NAME, Paths, test_paths
from parvis.project.postgres.account import Account, database_account, step_down
from parvis.project.postgres.cluster import disk_full, make_cluster, prepare_folders
from parvis.project.postgres.programs import call, plain_environment, programs_folder
from parvis.project.postgres.roles import PORT, DatabaseAddresses, ask, embedded_addresses, prepare_roles
from parvis.project.problems import Problem
from parvis.project.secret_file import read_or_create_secrets

# Replaying the log after a crash is bounded by max_wal_size (1 GB).
_START_SECONDS = 300
_STOP_SECONDS = 60
_LOG_SIZE_LIMIT = 10 * 1024 * 1024

_FOR_TESTS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "100",
}

_uses: dict[Path, int] = {}  # data folder → descriptor of our shared lock on "somebody uses the server"
_started: dict[Path, "subprocess.Popen[bytes]"] = {}


def ensure_running(
    paths: Paths, *, follow_parent: bool = False, settings: dict[str, str] | None = None, hurry: bool = False
) -> DatabaseAddresses:
    """Make the cluster if there is none, start the server unless it answers, prepare both roles.

    `follow_parent`: the server shuts down cleanly when this process dies, however it dies.
    `hurry`: initdb does not wait for the disk; for throw-away clusters.
    """
    account = database_account()
    prepare_folders(paths, account)
    secrets = read_or_create_secrets(paths.secrets)
    programs = programs_folder(account)
    with _one_at_a_time(paths):
        make_cluster(
            paths, programs=programs, account=account, owner_password=secrets.owner_password, hurry=hurry
        )
        if not _answers(paths, programs, account):
            _start(paths, programs, account, follow_parent=follow_parent, settings=settings or {})
        _begin_use(paths)
        prepare_roles(programs=programs, account=account, socket_folder=paths.socket_folder, secrets=secrets)
    return embedded_addresses(paths.socket_folder, secrets)


def start_for_tests(folder: Path | None = None) -> DatabaseAddresses:
    """A throw-away server: nothing waits for the disk. Kept between runs where no folder is given."""
    paths = Paths(folder) if folder else test_paths()
    return ensure_running(paths, settings=_FOR_TESTS, hurry=True)


def stop(paths: Paths | None = None, *, although_used: bool = False) -> None:
    """Stop the server(s) this process uses, unless another process still does."""
    for data in [paths.data] if paths else list(_uses):
        _stop_one(Paths(data), although_used=although_used)


def ask_embedded(paths: Paths, question: str) -> str:
    """One SELECT as the owner, through psql: the supervisor has no database driver. Raises Problem."""
    account = database_account()
    return ask(
        question,
        programs=programs_folder(account),
        account=account,
        socket_folder=paths.socket_folder,
        secrets=read_or_create_secrets(paths.secrets),
    )


def is_answering(paths: Paths) -> bool:
    account = database_account()
    return _answers(paths, programs_folder(account), account)


def postmaster_pid(paths: Paths) -> int | None:
    """The id of a live server on this cluster: a zombie or a stranger under the same id is none."""
    try:
        pid = int((paths.cluster / "postmaster.pid").read_text().split("\n", 1)[0])
        # A postmaster works in its cluster; the link of a zombie or of another account cannot be read.
        return pid if Path(f"/proc/{pid}/cwd").readlink() == paths.cluster.resolve() else None
    except (OSError, ValueError):
        return None


def _start(
    paths: Paths, programs: Path, account: Account | None, *, follow_parent: bool, settings: dict[str, str]
) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if postmaster_pid(paths) is not None:
            # Alive without an answer: starting, replaying, or on its way out.
            if _answers(paths, programs, account):
                return
            time.sleep(0.05)
            continue
        # PostgreSQL takes any live process id in a left-over file, a zombie's too, for a server.
        for left_over in (
            paths.cluster / "postmaster.pid",
            paths.socket_folder / SOCKET_NAME,
            paths.socket_folder / f"{SOCKET_NAME}.lock",
        ):
            left_over.unlink(missing_ok=True)
        process, log_start = _launch(paths, programs, account, follow_parent=follow_parent, settings=settings)
        if _wait_for_answer(paths, programs, account, process, deadline):
            before = _started.pop(paths.data, None)
            if before is not None:
                before.poll()  # our own dead child; not asked earlier, since nothing may rest on it
            _started[paths.data] = process
            return
        said = _log_since(paths, log_start)
        if "No space left on device" in said:
            raise disk_full(paths)
        # Back ends of a killed server need a moment to notice; anything else will not mend itself.
        if "pre-existing shared memory block" not in said and "postmaster.pid" not in said:
            raise Problem(
                f"The embedded PostgreSQL did not start: {_last_complaint(said)}",
                f"See {paths.log / 'postgres.log'}; `parvis doctor` looks for the usual reasons.",
            )
        time.sleep(0.2)
    raise Problem(
        f"The embedded PostgreSQL gave no answer within {_START_SECONDS} seconds.",
        f"See {paths.log / 'postgres.log'}.",
    )


def _launch(
    paths: Paths, programs: Path, account: Account | None, *, follow_parent: bool, settings: dict[str, str]
) -> "tuple[subprocess.Popen[bytes], int]":
    log_file = paths.log / "postgres.log"
    if log_file.exists() and log_file.stat().st_size > _LOG_SIZE_LIMIT:
        log_file.replace(log_file.with_suffix(".log.1"))
    fixed = {
        "unix_socket_directories": str(paths.socket_folder),
        "unix_socket_permissions": "0700",
        "listen_addresses": "",
        "port": PORT,
        # An error's text, its detail and the statement quote what people wrote: none of it into the log.
        "log_min_messages": "log",
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        **settings,
    }
    words = [word for name, value in fixed.items() for word in ("-c", f"{name}={value}")]
    with log_file.open("ab") as log:
        log_start = log.tell()
        process = subprocess.Popen(
            [programs / "postgres", "-D", paths.cluster, *words],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=paths.cluster, env=plain_environment(),
            start_new_session=True,  # Ctrl-C in the terminal is for us; we stop the server in order
            # SIGINT is PostgreSQL's "fast" shutdown.
            preexec_fn=death_follows_parent(signal.SIGINT if follow_parent else None),
            **step_down(account),
        )  # fmt: skip
    return process, log_start


def _wait_for_answer(
    paths: Paths, programs: Path, account: Account | None, process: "subprocess.Popen[bytes]", deadline: float
) -> bool:
    while time.monotonic() < deadline:
        if process.poll() is not None:
            return False
        if _answers(paths, programs, account):
            return True
        time.sleep(0.02)
    return False


def _answers(paths: Paths, programs: Path, account: Account | None) -> bool:
    arguments = ("--host", str(paths.socket_folder), "--port", PORT, "--timeout", "3", "--quiet")
    return call(programs / "pg_isready", *arguments, account=account).returncode == 0


def _stop_one(paths: Paths, *, although_used: bool) -> None:
    with _one_at_a_time(paths):
        if not _end_use(paths) and not although_used:
            return
        pid = postmaster_pid(paths)
        process = _started.pop(paths.data, None)
        # Fast, then immediate (replays its log at the next start): a client that hangs holds neither up.
        for how in (signal.SIGINT, signal.SIGQUIT):
            if pid is None:
                break
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, how)
            if _gone(paths, pid, process):
                break
        if process is not None:
            process.wait()


def _gone(paths: Paths, pid: int, process: "subprocess.Popen[bytes] | None") -> bool:
    deadline = time.monotonic() + _STOP_SECONDS
    while time.monotonic() < deadline:
        if process is not None and process.pid == pid and process.poll() is not None:
            return True
        if postmaster_pid(paths) != pid:
            return True
        time.sleep(0.02)
    return False


@contextlib.contextmanager
def _one_at_a_time(paths: Paths) -> Iterator[None]:
    """Two commands that start together start one server."""
    descriptor = os.open(paths.run / "start.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _begin_use(paths: Paths) -> None:
    if paths.data not in _uses:
        if not _uses:
            atexit.register(stop)
        _uses[paths.data] = os.open(paths.run / "use.lock", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(_uses[paths.data], fcntl.LOCK_SH)


def _end_use(paths: Paths) -> bool:
    """Give our use up; True where nobody else uses the server."""
    held = _uses.pop(paths.data, None)
    if held is not None:
        os.close(held)
    descriptor = os.open(paths.run / "use.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)


def _log_since(paths: Paths, start: int) -> str:
    with (paths.log / "postgres.log").open("rb") as log:
        log.seek(start)
        return log.read(100_000).decode(errors="replace")


def _last_complaint(log: str) -> str:
    complaints = [
        line for line in log.splitlines() if any(mark in line for mark in ("FATAL", "PANIC", "ERROR"))
    ]
    return (complaints or log.splitlines() or ["it said nothing."])[-1]
