"""What was done to accounts and teams, for the audit log."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

VERBS: dict[str, Any] = {
    "user.created": _("added an account"),
    "user.changed": _("changed an account"),
    "user.password_set": _("set a password"),
    "user.disabled": _("closed an account"),
    "user.enabled": _("opened an account again"),
    "team.created": _("made a team"),
    "team.renamed": _("renamed a team"),
    "team.members_changed": _("changed who is in a team"),
}
OBJECTS: dict[str, Any] = {
    "accounts.user": pgettext_lazy("object", "Account"),
    "accounts.team": pgettext_lazy("object", "Team"),
}
