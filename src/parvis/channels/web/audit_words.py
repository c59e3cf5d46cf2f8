"""What was done to connections and imports, for the audit log."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
