"""Where an installation keeps its things. Nothing here touches the disk."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT_FOLDER = Path("/var/lib/parvis")

# sun_path holds 108 bytes with its closing NUL; PostgreSQL adds "/.s.PGSQL.5432" and a ".lock" beside it.
LONGEST_SOCKET_PATH = 107
SOCKET_NAME = ".s.PGSQL.5432"


def checkout_folder() -> Path:
    """The folder that holds `src/`; for an installed wheel, the folder the command is run in."""
    root = Path(__file__).resolve().parents[3]
    return root if (root / "pyproject.toml").exists() else Path.cwd()


def short_hash(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:10]


@dataclass(frozen=True)
class Paths:
    """Every file and folder of one installation, from its data folder."""

    data: Path

    @property
    def cluster(self) -> Path:
        return self.data / "postgres"

    @property
    def cluster_in_the_making(self) -> Path:
        """initdb works here; the rename to `cluster` is what makes it one, so a killed initdb leaves none."""
        return self.data / "postgres.new"

    @property
    def run(self) -> Path:
        return self.data / "run"

    @property
    def log(self) -> Path:
        return self.data / "log"

    @property
    def files(self) -> Path:
        """On several machines PARVIS_FILES names a folder that all of them see."""
        return Path(os.environ.get("PARVIS_FILES") or self.data / "files")

    @property
    def requests(self) -> Path:
        """Wishes of the web screens that only the supervisor may carry out."""
        return self.data / "requests"

    @property
    def secrets(self) -> Path:
        """Services with data folders of their own share it by PARVIS_SECRETS."""
        return Path(os.environ.get("PARVIS_SECRETS") or self.data / "secrets.json")

    @property
    def supervisor(self) -> Path:
        """Locked by the one `parvis run` of this data folder."""
        return self.data / "supervisor.lock"

    @property
    def state(self) -> Path:
        return self.data / "state.json"

    @property
    def socket_folder(self) -> Path:
        if len(os.fsencode(self.run / SOCKET_NAME)) <= LONGEST_SOCKET_PATH:
            return self.run
        return Path(tempfile.gettempdir()) / f"parvis-{os.geteuid()}-{short_hash(self.data)}"


def installation_paths() -> Paths:
    """PARVIS_DATA where given; else beside the code, or for root (whose home stays closed) in /var/lib."""
    given = os.environ.get("PARVIS_DATA")
    if given:
        return Paths(Path(given).expanduser().absolute())
    checkout = checkout_folder()
    if os.geteuid() == 0:
        return Paths(ROOT_FOLDER / short_hash(checkout))
    return Paths(checkout / "data")


def test_paths() -> Paths:
    """The throw-away cluster of the test suite; kept between runs, because initdb costs a second."""
    checkout = checkout_folder()
    if os.geteuid() == 0:
        return Paths(ROOT_FOLDER / f"tests-{short_hash(checkout)}")
    return Paths(checkout / "build" / "tests")
