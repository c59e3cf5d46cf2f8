"""Preparing a PostgreSQL server of one's own: is it usable, and does the application have its role there."""

from urllib.parse import unquote, urlsplit

import psycopg
from psycopg import sql

from parvis.project.problems import Problem

OLDEST_VERSION = 15


def prepare_own_server(owner_url: str, app_url: str) -> None:
    """Check the server and make the application's role where it is missing. Raises Problem."""
    with _connect(owner_url) as owner:
        _require_usable(owner)
        if not _can_log_in(app_url):
            _make_role(owner, app_url)
            if not _can_log_in(app_url):
                raise Problem(
                    f"The server does not let the role {_user(app_url)} log in.",
                    "Allow it in pg_hba.conf, or name a working one in PARVIS_APP_DATABASE_URL.",
                )
        _require_plain_role(owner, _user(app_url))


def sessions_at_work(url: str, *, app_url: str) -> int:
    """How many sessions of the application's role there are in this database: Parvis at work, wherever it runs."""
    with _connect(url) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = %s"
            " AND pid <> pg_backend_pid()",
            [_user(app_url)],
        ).fetchone()
    return int(str(row[0])) if row else 0


def _connect(url: str) -> psycopg.Connection[tuple[object, ...]]:
    try:
        return psycopg.connect(url, autocommit=True, connect_timeout=10)
    except (psycopg.Error, UnicodeError) as error:
        reason = str(error).strip().splitlines()[-1]
        raise Problem(
            f"The database in DATABASE_URL cannot be reached: {reason}.",
            "Check the address and that the server runs; without DATABASE_URL an embedded one is used.",
        ) from error


def _require_usable(owner: psycopg.Connection[tuple[object, ...]]) -> None:
    version = owner.info.server_version // 10000
    if version < OLDEST_VERSION:
        raise Problem(f"The server runs PostgreSQL {version}.", f"Parvis needs {OLDEST_VERSION} or newer.")
    encoding = owner.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise Problem(f"The database is encoded in {encoding}.", "Create it with ENCODING 'UTF8'.")
    foreign = owner.execute(
        "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' "
        "AND to_regclass('public.django_migrations') IS NULL"
    ).fetchone()
    if foreign and foreign[0]:
        raise Problem(
            f"The database {owner.info.dbname} already holds {foreign[0]} tables that are not Parvis's.",
            "Give Parvis an empty database of its own.",
        )


def _can_log_in(app_url: str) -> bool:
    try:
        psycopg.connect(app_url, connect_timeout=10).close()
    except psycopg.Error:
        return False
    return True


def _make_role(owner: psycopg.Connection[tuple[object, ...]], app_url: str) -> None:
    name, password = _user(app_url), unquote(urlsplit(app_url).password or "")
    exists = owner.execute("SELECT FROM pg_roles WHERE rolname = %s", [name]).fetchone() is not None
    # A new role is plain by default; naming its attributes in ALTER would ask for a superuser.
    statement = sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(
        sql.SQL("ALTER" if exists else "CREATE"), sql.Identifier(name), sql.Literal(password)
    )
    try:
        owner.execute(statement)
    except psycopg.errors.InsufficientPrivilege as error:
        raise Problem(
            f"{owner.info.user} may not create the role under which Parvis works.",
            f"Let an administrator of the server run, in any database: {statement.as_string(owner)};",
        ) from error


def _require_plain_role(owner: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    """Row-level security binds neither superusers nor, unless forced, owners."""
    row = owner.execute(
        "SELECT rolsuper OR rolbypassrls OR rolname = current_user FROM pg_roles WHERE rolname = %s", [name]
    ).fetchone()
    if row and row[0]:
        raise Problem(
            f"The role {name} could read past row-level security: it is the owner, a superuser or BYPASSRLS.",
            "Name a plain role in PARVIS_APP_DATABASE_URL, or leave that variable out and one is made.",
        )


def _user(url: str) -> str:
    return unquote(urlsplit(url).username or "")
