"""What the processes of an installation are told about it, as environment variables."""

import os
from dataclasses import dataclass
from pathlib import Path

from parvis.project.database import is_embedded
from parvis.project.paths import Paths, checkout_folder
from parvis.project.postgres.roles import DatabaseAddresses
from parvis.project.problems import Problem
from parvis.project.secret_file import Secrets

_DATABASE_NAMES = ("DATABASE_URL", "PARVIS_OWNER_DATABASE_URL", "PARVIS_APP_DATABASE_URL")


@dataclass(frozen=True)
class Addresses:
    """Where the installation listens."""

    host: str
    port: int
    live_port: int

    @property
    def page_url(self) -> str:
        shown = "localhost" if self.host in ("127.0.0.1", "0.0.0.0", "::1", "::") else self.host  # noqa: S104
        return os.environ.get("PARVIS_ORIGIN") or f"http://{shown}:{self.port}"


def listening_addresses() -> Addresses:
    """PARVIS_HOST, PARVIS_PORT and PARVIS_LIVE_PORT; loopback unless told otherwise, as the demo's log-ins
    are public."""
    port = _port("PARVIS_PORT", 8000)
    return Addresses(os.environ.get("PARVIS_HOST", "127.0.0.1"), port, _port("PARVIS_LIVE_PORT", port + 1))


def process_environment(
    paths: Paths,
    secrets: Secrets,
    addresses: Addresses,
    *,
    databases: DatabaseAddresses,
    as_owner: bool = False,
) -> dict[str, str]:
    """For a child: only one that migrates (`as_owner`) learns the owner's address."""
    environment = {name: value for name, value in os.environ.items() if name not in _DATABASE_NAMES}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "parvis.project.settings",
        "PARVIS_APP_DATABASE_URL": databases.app_url,
        "PARVIS_SECRET_KEY": secrets.secret_key,
        "PARVIS_FIELD_KEY": secrets.field_key,
        "PARVIS_EARLIER_FIELD_KEYS": " ".join(secrets.earlier_field_keys),
        "PARVIS_DATA": str(paths.data),
        "PARVIS_PORT": str(addresses.port),
        "PARVIS_LIVE_PORT": str(addresses.live_port),
        "PYTHONUNBUFFERED": "1",
        # glibc gives every thread a heap of its own otherwise; memory is what this saves.
        "MALLOC_ARENA_MAX": "2",
        # A process is one worker among several: threads of its own for a small product of matrices wait more than
        # they work (reading topics took twice the processor's time).
        "OPENBLAS_NUM_THREADS": "1",
    }
    if is_embedded():
        environment["PARVIS_IS_EMBEDDED"] = "1"
    if as_owner and databases.owner_url:
        environment["DATABASE_URL"] = environment["PARVIS_OWNER_DATABASE_URL"] = databases.owner_url
    return environment


def read_env_file(path: Path | None = None) -> None:
    """Take NAME=value lines of `.env` beside the code; what the real environment says wins."""
    file = path or checkout_folder() / ".env"
    if not file.is_file():
        return
    for line in file.read_text().splitlines():
        name, separator, value = line.strip().partition("=")
        if separator and not name.startswith("#"):
            os.environ.setdefault(name.strip(), value.strip().strip("\"'"))


def _port(name: str, default: int) -> int:
    given = os.environ.get(name, str(default))
    if given.isdecimal() and 0 < int(given) < 65536:
        return int(given)
    raise Problem(f"{name} is {given!r}.", "It takes a port number between 1 and 65535.")
