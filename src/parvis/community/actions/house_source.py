"""The community as a connection of this installation, made when it is first needed."""

from __future__ import annotations

from datetime import datetime

from django.db import connection as database
from django.db import transaction

from parvis.channels.actions.connections import create_connection
from parvis.channels.models import Connection
from parvis.foundation.audit import SYSTEM
from parvis.foundation.installation import company_name

KIND = "community"
_LOCK = 7301


def community_connection(*, now: datetime) -> Connection:
    """The one connection of this kind. Two workers at once make one."""
    found = Connection.objects.filter(kind=KIND).order_by("pk").first()
    if found is not None:
        return found
    with transaction.atomic():
        with database.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        found = Connection.objects.filter(kind=KIND).order_by("pk").first()
        return found or create_connection(kind=KIND, name=company_name(), channel=KIND, by=SYSTEM, now=now)
