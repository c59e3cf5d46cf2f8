"""Which database an installation uses: one of its own (embedded), or a server of yours.

DATABASE_URL is the owner's address. A service that is told PARVIS_APP_DATABASE_URL alone works on that server
too, but can neither migrate nor back up.
"""

import os
from urllib.parse import quote, urlsplit, urlunsplit

from parvis.project import postgres
from parvis.project.paths import Paths
from parvis.project.postgres.cluster import prepare_folders
from parvis.project.postgres.roles import DatabaseAddresses
from parvis.project.problems import Problem
from parvis.project.secret_file import Secrets, read_or_create_secrets


def is_embedded() -> bool:
    # A child of an embedded installation is told the application's address as well.
    names_server = os.environ.get("DATABASE_URL") or os.environ.get("PARVIS_APP_DATABASE_URL")
    return bool(os.environ.get("PARVIS_IS_EMBEDDED")) or not names_server


def reach_database(paths: Paths, *, follow_parent: bool = False) -> DatabaseAddresses:
    """Both addresses; the embedded server is started unless it runs. Raises Problem."""
    if is_embedded():
        return postgres.ensure_running(paths, follow_parent=follow_parent)
    prepare_folders(paths, None)
    return own_server_addresses(os.environ.get("DATABASE_URL", ""), read_or_create_secrets(paths.secrets))


def reach_as_owner(paths: Paths) -> DatabaseAddresses:
    """For what changes the schema or reads everything. Raises Problem where the owner's address is not told."""
    databases = reach_database(paths)
    require_owner(databases)
    return databases


def require_owner(databases: DatabaseAddresses) -> None:
    if not databases.owner_url:
        raise Problem(
            "This takes the owner's address of the database, and only the application's is known here.",
            "Name it in DATABASE_URL.",
        )


def own_server_addresses(owner_url: str, secrets: Secrets) -> DatabaseAddresses:
    """The application's role is `<database>_app` unless PARVIS_APP_DATABASE_URL names one; without an owner's
    address that role is all there is."""
    given = os.environ.get("PARVIS_APP_DATABASE_URL")
    if given and not owner_url:
        return DatabaseAddresses("", given)
    parts = urlsplit(owner_url)
    database = parts.path.lstrip("/")
    if parts.scheme not in ("postgresql", "postgres") or not database:
        raise Problem(
            "DATABASE_URL is not the address of a PostgreSQL database.",
            "It looks like postgresql://user:password@host:5432/name.",
        )
    if given:
        if urlsplit(given).path != parts.path:
            # Half of the work would be done in one and half in the other.
            raise Problem(
                "DATABASE_URL and PARVIS_APP_DATABASE_URL name two databases.", "Let both end with the same name."
            )
        return DatabaseAddresses(owner_url, given)
    place = parts.netloc.rpartition("@")[2]
    login = f"{quote(database + '_app', safe='')}:{quote(secrets.app_password, safe='')}"
    return DatabaseAddresses(owner_url, urlunsplit(parts._replace(netloc=f"{login}@{place}")))
