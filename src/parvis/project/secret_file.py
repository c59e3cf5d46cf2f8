"""The installation's secrets, in one file outside the database: to be backed up apart from it."""

import json
import os
import secrets
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from parvis.project.problems import Problem


@dataclass(frozen=True)
class Secrets:
    secret_key: str
    field_key: str
    owner_password: str
    app_password: str


def read_or_create_secrets(path: Path) -> Secrets:
    """Written once, complete or not at all; never repaired, since a new field key would orphan old data."""
    if not path.exists():
        _write(path, Secrets(*(secrets.token_urlsafe(36) for _ in fields(Secrets))))
    try:
        return Secrets(**json.loads(path.read_text()))
    except (ValueError, TypeError) as error:
        raise Problem(
            f"{path} cannot be read: it does not hold the four secrets of this installation.",
            "Restore it from your backup; without it the encrypted fields and the database stay closed.",
        ) from error
    except PermissionError as error:
        raise Problem(
            f"{path} belongs to another account.", "Run this command as the account that ran `make run`."
        ) from error


def _write(path: Path, values: Secrets) -> None:
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(asdict(values), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
