"""What was done to connections and imports, for the audit log."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parvis.channels.models import Connection
from parvis.channels.web.words import FIELD_WORDS, KIND_NAMES

VERBS: dict[str, Any] = {
    "connection.created": _("added a connection"),
    "connection.changed": _("changed a connection"),
    "connection.paused": _("paused a connection"),
    "connection.resumed": _("resumed a connection"),
    "import.started": _("started an import"),
}
OBJECTS: dict[str, Any] = {
    "channels.connection": pgettext_lazy("object", "Connection"),
    "channels.importrun": pgettext_lazy("object", "Import"),
}


def _names_of_connections(ids: Collection[int]) -> dict[int, str]:
    return dict(Connection.objects.filter(pk__in=ids).values_list("pk", "name"))


DETAILS: dict[str, Any] = {
    **{f"connection.changed:{name}": words for name, (words, _help) in FIELD_WORDS.items()},
    "connection.created:kind": pgettext_lazy("audit detail", "kind"),
    "connection.changed:mapping": pgettext_lazy("audit detail", "columns"),
    "connection.changed:secrets_changed": pgettext_lazy("audit detail", "secrets changed"),
    "file": pgettext_lazy("audit detail", "file"),
    "source": pgettext_lazy("audit detail", "into"),
}
VALUES: dict[str, Any] = {
    "connection.created:kind": KIND_NAMES,
    "connection.changed:secrets_changed": {name: words for name, (words, _help) in FIELD_WORDS.items()},
}
REFERENCES = {"connections": "connection"}
NAMES_OF = {"connection": _names_of_connections}
