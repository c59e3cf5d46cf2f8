"""The two database roles of the embedded server, and the addresses under which each is reached.

The owner migrates. The application's role owns nothing and cannot bypass row-level security, so a
forgotten purpose shows no rows instead of all of them.
"""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from parvis.project.postgres.account import Account
from parvis.project.postgres.programs import call
from parvis.project.problems import Problem
from parvis.project.secret_file import Secrets

OWNER_ROLE = "parvis_owner"
APP_ROLE = "parvis_app"
DATABASE = "parvis"
PORT = "5432"  # names the socket file; no TCP port is opened

# Names are constants of this module.
_PREPARE = f"""
SELECT 'CREATE ROLE {APP_ROLE}'
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{APP_ROLE}') \\gexec
ALTER ROLE {APP_ROLE} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION
    PASSWORD :'app_password';
SELECT 'CREATE DATABASE {DATABASE} OWNER {OWNER_ROLE}'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{DATABASE}') \\gexec
"""  # noqa: S608


@dataclass(frozen=True)
class DatabaseAddresses:
    owner_url: str
    app_url: str


def embedded_addresses(socket_folder: Path, secrets: Secrets) -> DatabaseAddresses:
    return DatabaseAddresses(
        _address(OWNER_ROLE, secrets.owner_password, socket_folder),
        _address(APP_ROLE, secrets.app_password, socket_folder),
    )


def prepare_roles(*, programs: Path, account: Account | None, socket_folder: Path, secrets: Secrets) -> None:
    """Idempotent, run at every start: also the proof that the server really takes connections.

    What the application's role may do in the tables is granted after each migration.
    """
    script = f"\\set app_password '{secrets.app_password}'\n{_PREPARE}"
    _run_as_owner(
        script, "postgres", programs=programs, account=account, socket_folder=socket_folder, secrets=secrets
    )


def ask(
    question: str, *, programs: Path, account: Account | None, socket_folder: Path, secrets: Secrets
) -> str:
    """The answer of one SELECT as text, `|` between columns. Raises Problem."""
    return _run_as_owner(
        question, DATABASE, programs=programs, account=account, socket_folder=socket_folder, secrets=secrets
    )


def _run_as_owner(
    script: str,
    database: str,
    *,
    programs: Path,
    account: Account | None,
    socket_folder: Path,
    secrets: Secrets,
) -> str:
    done = call(
        programs / "psql", "--no-psqlrc", "--quiet", "--no-align", "--tuples-only",
        "--set", "ON_ERROR_STOP=1", "--host", str(socket_folder), "--port", PORT,
        "--username", OWNER_ROLE, "--dbname", database,
        account=account, input=script, environment={"PGPASSWORD": secrets.owner_password},
    )  # fmt: skip
    if done.returncode == 0:
        return done.stdout.strip()
    if "password authentication failed" in done.stderr:
        raise Problem(
            "The database does not know the passwords in secrets.json: the two come from different copies.",
            "Restore secrets.json and the folder postgres from the same backup.",
        )
    raise Problem(f"The embedded database refused a statement: {done.stderr.strip()}")


def _address(role: str, password: str, socket_folder: Path) -> str:
    host = quote(str(socket_folder), safe="")
    return f"postgresql://{role}:{quote(password, safe='')}@/{DATABASE}?host={host}&port={PORT}"
