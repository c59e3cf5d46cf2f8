"""The installation's secrets, in one file outside the database: to be backed up apart from it."""

import json
import os
import secrets
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from parvis.project.problems import Problem


@dataclass(frozen=True)
class Secrets:
    secret_key: str
    field_key: str
    owner_password: str
    app_password: str
    # Field keys that were replaced, the oldest first: what was written under them stays readable.
    earlier_field_keys: tuple[str, ...] = ()

    @property
    def field_keys(self) -> tuple[str, ...]:
        """The key of version 1 first, the one that new values are written under last."""
        return (*self.earlier_field_keys, self.field_key)


def read_or_create_secrets(path: Path) -> Secrets:
    """Written once, complete or not at all; never repaired, since a new field key would orphan old data."""
    if not path.exists():
        write_secrets(path, _new_secrets())
    return parse_secrets(path)


def _new_secrets() -> Secrets:
    secret_key, field_key, owner_password, app_password = (secrets.token_urlsafe(36) for _ in range(4))
    return Secrets(secret_key, field_key, owner_password, app_password)


def parse_secrets(path: Path) -> Secrets:
    """Raises Problem where the file is missing, damaged or closed to this account."""
    try:
        known = json.loads(path.read_text())
        return Secrets(**{**known, "earlier_field_keys": tuple(known.get("earlier_field_keys", ()))})
    except (ValueError, TypeError, AttributeError) as error:
        raise Problem(
            f"{path} cannot be read: it does not hold the four secrets of this installation.",
            "Restore it from your backup; without it the encrypted fields and the database stay closed.",
        ) from error
    except FileNotFoundError as error:
        raise Problem(f"{path} does not exist.") from error
    except PermissionError as error:
        raise Problem(
            f"{path} belongs to another account.", "Run this command as the account that ran `make run`."
        ) from error


def adopt_keys(present: Secrets, wanted: Secrets) -> Secrets:
    """The keys of the other file, the database passwords of this one, which its server knows."""
    return replace(wanted, owner_password=present.owner_password, app_password=present.app_password)


def with_new_field_key(present: Secrets) -> Secrets:
    """One version more; the earlier ones stay, since values under them are still to be read."""
    return replace(present, field_key=secrets.token_urlsafe(36), earlier_field_keys=present.field_keys)


def write_secrets(path: Path, values: Secrets) -> None:
    """Complete or not at all, closed to other accounts."""
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        known = asdict(values)
        if not values.earlier_field_keys:
            del known["earlier_field_keys"]  # as the first release wrote it
        json.dump(known, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
