"""Size and memory of a whole installation, beside a bare Django process and a bare virtual environment.

python -m bench.footprint     starts `parvis run` with the demo in a folder of its own and stops it again
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
MOST_MEMORY_MB, MOST_SIZE_MB, MOST_COLD_SECONDS, MOST_START_SECONDS = 700, 450, 3.0, 5.0


def pss_mb(pid: int) -> float:
    """Proportional set size: pages shared between processes count once in all."""
    with open(f"/proc/{pid}/smaps_rollup") as stream:
        return sum(int(line.split()[1]) for line in stream if line.startswith("Pss:")) / 1024


def family(pid: int) -> list[int]:
    """The process, its descendants, and the database that it started under an account of its own."""
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            waiting += map(int, task.read_text().split())
    return found


def free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]


def seconds_to_first_page(environment: dict[str, str], port: int) -> tuple[float, subprocess.Popen[bytes]]:
    began = time.perf_counter()
    process = subprocess.Popen(
        [str(REPOSITORY / ".venv/bin/parvis"), "run"], env=environment, stdout=subprocess.DEVNULL
    )
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/account/login/", timeout=5) as page:
                if page.status == 200:
                    return time.perf_counter() - began, process
        except OSError:
            if process.poll() is not None or time.perf_counter() - began > 180:
                raise
            time.sleep(0.02)


def cold_start(data: Path, environment: dict[str, str], port: int) -> tuple[float, subprocess.Popen[bytes]]:
    """As seconds_to_first_page, while this process keeps the database running."""
    from parvis.project.paths import Paths
    from parvis.project.postgres import ensure_running
    from parvis.project.postgres import stop as stop_database

    ensure_running(Paths(data))
    try:
        return seconds_to_first_page(environment, port)
    finally:
        stop_database(Paths(data))


def stop(process: subprocess.Popen[bytes]) -> float:
    began = time.perf_counter()
    process.send_signal(signal.SIGINT)
    process.wait(timeout=30)
    return time.perf_counter() - began


def base_size_mb() -> float:
    """The base installation alone, built beside this one from the same lock file."""
    folder = Path(tempfile.mkdtemp(prefix="parvis-size-"))
    try:
        subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
        subprocess.run(
            [folder / "venv/bin/pip", "install", "-q", "--disable-pip-version-check", "--only-binary", ":all:",
             "--require-hashes", "-r", REPOSITORY / "requirements/base.txt"],
            check=True,
        )  # fmt: skip
        done = subprocess.run(["du", "-sm", folder / "venv"], capture_output=True, text=True, check=True)
        own = subprocess.run(["du", "-sm", REPOSITORY / "src"], capture_output=True, text=True, check=True)
        return float(done.stdout.split()[0]) + float(own.stdout.split()[0])
    finally:
        shutil.rmtree(folder)


def bare_django_mb() -> float:
    """What one process takes that only imports Django: what the figures stand beside."""
    script = "import sys, django.core.handlers.wsgi; print('up', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        size = pss_mb(process.pid)
        process.kill()
    return size


def main() -> int:
    argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    ).parse_args()
    data = Path("/var/lib/parvis" if os.geteuid() == 0 else tempfile.gettempdir()) / f"bench-{os.getpid()}"
    port, live_port = free_ports()
    environment = {
        **os.environ, "PARVIS_DATA": str(data), "PARVIS_PORT": str(port), "PARVIS_LIVE_PORT": str(live_port),
    }  # fmt: skip
    try:
        first, process = seconds_to_first_page(environment, port)
        stopped = stop(process)
        second, process = seconds_to_first_page(environment, port)
        for path in ("/account/login/", "/contact/velostral/"):
            urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10).close()
        memory = sum(map(pss_mb, family(process.pid)))
        stop(process)
        cold, process = cold_start(data, environment, port)
        stop(process)
    finally:
        shutil.rmtree(data, ignore_errors=True)
    bare, size = bare_django_mb(), base_size_mb()
    rows = (
        ("first start with the demo to a served page", f"{first:.1f} s", None),
        ("second start to a served page", f"{second:.1f} s", second <= MOST_START_SECONDS),
        ("start to the first page when the database runs", f"{cold:.1f} s", cold <= MOST_COLD_SECONDS),
        ("stop", f"{stopped:.1f} s", None),
        ("memory (PSS) of the whole `make run` with the demo",
         f"{memory:.0f} MB = {memory / bare:.1f} bare Django processes", memory <= MOST_MEMORY_MB),
        ("base installation", f"{size:.0f} MB", size <= MOST_SIZE_MB),
    )  # fmt: skip
    for name, figure, is_met in rows:
        print(f"{name}: {figure}{'' if is_met is None else ' · met' if is_met else ' · MISSED'}")
    return 0 if all(row[2] is not False for row in rows) else 1


if __name__ == "__main__":
    raise SystemExit(main())
