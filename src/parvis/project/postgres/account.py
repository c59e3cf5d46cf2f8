"""Which system account runs the database: PostgreSQL refuses root, and so do we."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from parvis.project.problems import Problem

ACCOUNT_NAME = "parvis-db"


@dataclass(frozen=True)
class Account:
    name: str
    uid: int
    gid: int


def database_account() -> Account | None:
    """The account to step down to; None where the present user is an ordinary one and runs it itself."""
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam(ACCOUNT_NAME)
    except KeyError:
        entry = _create_account()
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _create_account() -> pwd.struct_passwd:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd:
        # Two commands started together may both create it: whoever loses finds it made.
        subprocess.run(
            [useradd, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent",
             "--shell", "/usr/sbin/nologin", ACCOUNT_NAME],
            check=False,
            capture_output=True,
        )  # fmt: skip
    try:
        return pwd.getpwnam(ACCOUNT_NAME)
    except KeyError as error:
        raise Problem(
            f"PostgreSQL does not run as root, and the account {ACCOUNT_NAME} could not be created.",
            f"Create it (useradd --system {ACCOUNT_NAME}) or run this command as an ordinary user.",
        ) from error


def step_down(account: Account | None) -> dict[str, Any]:
    """Arguments of `subprocess` that make the child run as the account."""
    if account is None:
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": []}


def give_to(path: Path, account: Account | None) -> None:
    if account is not None:
        os.chown(path, account.uid, account.gid)


def may_enter(folder: Path, account: Account | None) -> bool:
    """Asked of the system itself, since modes, ACLs and mount options all have a say."""
    if account is None:
        return os.access(folder, os.X_OK)
    return subprocess.run(["test", "-x", folder], check=False, cwd="/", **step_down(account)).returncode == 0
