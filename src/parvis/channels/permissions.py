"""Who may see and change connections, and who may import files."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404

from parvis.accounts.models import User
from parvis.channels.models import Connection, ImportRun


def can_manage_connections(user: User) -> bool:
    return user.may("connections.manage")


def can_import(user: User) -> bool:
    return user.may("mentions.import")


def visible_to(user: User) -> QuerySet[Connection]:
    """Connections with their settings are for those who manage them; sources of files also for importers."""
    if can_manage_connections(user):
        return Connection.objects.all()
    return Connection.objects.filter(kind="file") if can_import(user) else Connection.objects.none()


def connection_for(user: User, connection_id: int) -> Connection:
    """The connection, for somebody who may change it. Raises Http404 for everybody else."""
    found = Connection.objects.filter(pk=connection_id).first() if can_manage_connections(user) else None
    if found is None:
        raise Http404
    return found


def imports_visible_to(user: User) -> QuerySet[ImportRun]:
    """Imports of everybody: whoever imports must see what is already there."""
    runs = ImportRun.objects.select_related("connection")
    return runs if can_import(user) else runs.none()


def import_for(user: User, import_id: int) -> ImportRun:
    """The import. Raises Http404 for strangers."""
    found = imports_visible_to(user).filter(pk=import_id).first()
    if found is None:
        raise Http404
    return found


def contact_form(slug: str) -> Connection:
    """An open public form; anybody may fill it in. Raises Http404 when there is none or it is paused."""
    found = Connection.objects.filter(kind="form", slug=slug, is_active=True).first()
    if found is None:
        raise Http404
    return found
