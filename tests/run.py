"""Everything that `make test` runs: the tests, and beside them lint, types, contracts, translations; the counts last.

A failing check does not keep the others from being seen; the exit code tells whether all of them passed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
PROGRAMS = Path(sys.executable).parent

CHECKS: dict[str, list[str | Path]] = {
    "lint": [PROGRAMS / "ruff", "check", "src", "tests", "bench"],
    "types": [PROGRAMS / "mypy", "src/parvis"],
    "contracts": [PROGRAMS / "lint-imports", "--no-logo"],
    "translations": [sys.executable, "tests/translations.py"],
    "parts": [sys.executable, "tests/supply.py"],
}
_COUNTS = re.compile(r"\b[0-9]+ (?:passed|failed|errors?|skipped)\b")
# Program → Debian's package; what each is for.
FROM_DEBIAN = {
    "chromium": ("chromium", "the journeys through a real browser"),
    "xgettext": ("gettext", "the check that every sentence is translated"),
    "dovecot": ("dovecot-imapd", "the tests on a real mailbox"),
    "nats-server": ("nats-server", "the test of a stream through JetStream"),
    "nginx": ("nginx-light", "the test of the proxy's example"),
}


def main() -> int:
    os.chdir(REPOSITORY)
    missing = install_missing_programs()
    if "--without-tests" in sys.argv:
        failed = [name for name, command in CHECKS.items() if not passes(name, command)]
        tell_at_the_end(missing, failed)
        return 1 if failed else 0
    with ThreadPoolExecutor(1) as beside:
        # While the tests wait for programs they start, the checks have the processor. They are read after the tests.
        answers = {name: beside.submit(output_of, command) for name, command in CHECKS.items()}
        returncode, counts = run_tests()
        failed = [name for name, answer in answers.items() if not is_well(name, answer.result())]
    stop_test_database()
    tell_at_the_end(missing, failed)
    print(counts, flush=True)
    return returncode or (1 if failed else 0)


def run_tests() -> tuple[int, str]:
    """The exit code, and the line of the counts; all of it is shown as it comes."""
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
    command += ["--durations", "12", "--color", "yes" if sys.stdout.isatty() else "no"]
    said = b""
    with subprocess.Popen(command, stdout=subprocess.PIPE) as tests:
        assert tests.stdout is not None
        while part := os.read(tests.stdout.fileno(), 65_536):
            os.write(sys.stdout.fileno(), part)
            said = (said + part)[-10_000:]
    lines = [line for line in said.decode(errors="replace").splitlines() if line.strip()]
    return tests.returncode, next((line for line in reversed(lines) if _COUNTS.search(line)), "")


def output_of(command: list[str | Path]) -> subprocess.CompletedProcess[str]:
    polite = ["nice", "-n", "5"] if shutil.which("nice") else []
    together = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    return subprocess.run([*polite, *command], check=False, text=True, **together)


def is_well(name: str, answer: subprocess.CompletedProcess[str]) -> bool:
    print(f"== {name}", answer.stdout, sep="\n", end="", flush=True)
    return answer.returncode == 0


def tell_at_the_end(missing: list[str], failed: list[str]) -> None:
    for program in missing:
        package, use = FROM_DEBIAN[program]
        print(f"NOT INSTALLED: {package}, for {use} (apt-get install {package})", flush=True)
    for name in failed:
        print(f"FAILED: {name} (see above)", flush=True)


def install_missing_programs() -> list[str]:
    """Fetch from Debian what is missing, where this account may; what is missing after that."""
    missing = [program for program in FROM_DEBIAN if not find(program)]
    become_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if missing and shutil.which("apt-get") and may_install(become_root):
        packages = [FROM_DEBIAN[program][0] for program in missing]
        print(f"Installing {', '.join(packages)}", flush=True)
        install = ["apt-get", "install", "-qq", "-y", "--no-install-recommends", *packages]
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update", "-qq"], install):
            subprocess.run([*become_root, *command], check=False, stdout=subprocess.DEVNULL, env=environment)
    return [program for program in FROM_DEBIAN if not find(program)]


def may_install(become_root: list[str]) -> bool:
    if not become_root:
        return True
    return (
        bool(shutil.which("sudo"))
        and subprocess.run([*become_root, "true"], check=False, capture_output=True).returncode == 0
    )


def find(program: str) -> str | None:
    return shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")


def passes(name: str, command: list[str | Path]) -> bool:
    print(f"== {name}", flush=True)
    return subprocess.run(command, check=False).returncode == 0


def stop_test_database() -> None:
    """The processes of the tests share one server, and may end without a word."""
    from parvis.project.paths import test_paths
    from parvis.project.postgres import stop

    if test_paths().run.exists():
        stop(test_paths())


if __name__ == "__main__":
    sys.exit(main())
