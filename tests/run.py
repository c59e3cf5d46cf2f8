"""Everything that `make test` runs: lint, types, contracts, translations, then the tests and their counts.

A failing check does not keep the others from being seen; the exit code tells whether all of them passed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
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
    failed = [name for name, command in CHECKS.items() if not passes(name, command)]
    for program in missing:
        package, use = FROM_DEBIAN[program]
        print(f"NOT INSTALLED: {package}, for {use} (apt-get install {package})", flush=True)
    for name in failed:
        print(f"FAILED: {name} (see above)", flush=True)
    if "--without-tests" in sys.argv:
        return 1 if failed else 0
    pytest = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
    pytest += ["--durations", "12"]
    tests = subprocess.run(pytest, check=False)
    stop_test_database()
    return tests.returncode or (1 if failed else 0)


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
