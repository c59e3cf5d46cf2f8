"""What was done to accounts and teams, for the audit log."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

VERBS: dict[str, Any] = {
    "user.created": _("added an account"),
    "user.changed": _("changed an account"),
    "user.password_set": _("set a password"),
    "user.password_reset": _("chose a new password by mail"),
    "user.disabled": _("closed an account"),
    "user.enabled": _("opened an account again"),
    "user.second_step_reset": _("took the second step off an account"),
    "second_step.added": _("set up a second step"),
    "second_step.removed": _("removed a second step"),
    "second_step.codes_made": _("made new recovery codes"),
    "security.second_step_required": _("changed who must use a second step"),
    "invitation.sent": _("invited somebody"),
    "invitation.sent_again": _("sent an invitation again"),
    "invitation.revoked": _("took an invitation back"),
    "role.made": _("made a role"),
    "role.changed": _("changed a role"),
    "role.removed": _("removed a role"),
    "provider.added": _("set up the company's log-in"),
    "provider.changed": _("changed the company's log-in"),
    "provider.recognised": _("recognised an account"),
    "session.ended": _("logged a browser out"),
    "session.others_ended": _("logged out everywhere else"),
    "token.created": _("made an API token"),
    "token.revoked": _("revoked an API token"),
    "service_account.created": _("made a service account"),
    "team.created": _("made a team"),
    "team.renamed": _("renamed a team"),
    "team.members_changed": _("changed who is in a team"),
}
OBJECTS: dict[str, Any] = {
    "accounts.user": pgettext_lazy("object", "Account"),
    "accounts.apitoken": pgettext_lazy("object", "API token"),
    "accounts.loginprovider": pgettext_lazy("object", "Company's log-in"),
    "accounts.invitation": pgettext_lazy("object", "Invitation"),
    "accounts.role": pgettext_lazy("object", "Role"),
    "accounts.team": pgettext_lazy("object", "Team"),
}
