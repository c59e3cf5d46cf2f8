"""What was done to accounts and teams, for the audit log."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parvis.accounts.models import Team, User
from parvis.accounts.web.words import PERMISSION_NAMES, role_choices

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


def _roles(codes: list[str]) -> str:
    names = dict(role_choices())
    return ", ".join(str(names.get(code, code)) for code in codes)


def _names_of_users(ids: Collection[int]) -> dict[int, str]:
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))


def _names_of_teams(ids: Collection[int]) -> dict[int, str]:
    return dict(Team.objects.filter(pk__in=ids).values_list("pk", "name"))


_SECOND_STEPS = {
    "totp": pgettext_lazy("second step", "an app"),
    "webauthn": pgettext_lazy("second step", "a passkey"),
    "recovery_codes": pgettext_lazy("second step", "recovery codes"),
}
DETAILS: dict[str, Any] = {
    "roles": pgettext_lazy("audit detail", "roles"),
    "fields": pgettext_lazy("audit detail", "fields"),
    "heir": pgettext_lazy("audit detail", "taken over by"),
    "sessions": pgettext_lazy("audit detail", "browsers logged out"),
    "tokens": pgettext_lazy("audit detail", "tokens revoked"),
    "teams": pgettext_lazy("audit detail", "teams left"),
    "team": pgettext_lazy("audit detail", "team"),
    "added": pgettext_lazy("audit detail", "added"),
    "removed": pgettext_lazy("audit detail", "removed"),
    "leads": pgettext_lazy("audit detail", "led by"),
    "count": pgettext_lazy("audit detail", "how many"),
    "session.ended:address": pgettext_lazy("audit detail", "its address"),
    "user": pgettext_lazy("audit detail", "account"),
    "owner": pgettext_lazy("audit detail", "answers for it"),
    "scopes": pgettext_lazy("audit detail", "may"),
    "permissions": pgettext_lazy("audit detail", "may"),
    "explanation": pgettext_lazy("audit detail", "what it is for"),
    "second_step.added:kind": pgettext_lazy("audit detail", "by"),
    "second_step.removed:kind": pgettext_lazy("audit detail", "by"),
    "kinds": pgettext_lazy("audit detail", "by"),
    "issuer": pgettext_lazy("audit detail", "issuer"),
    "client_id": pgettext_lazy("audit detail", "client ID"),
    "client_secret": pgettext_lazy("audit detail", "client secret"),
    "is_active": pgettext_lazy("audit detail", "in use"),
    "domains": pgettext_lazy("audit detail", "addresses at"),
    "creates_accounts": pgettext_lazy("audit detail", "makes accounts"),
    "default_roles": pgettext_lazy("audit detail", "roles of new accounts"),
    "role_claim": pgettext_lazy("audit detail", "claim with the groups"),
    "role_map": pgettext_lazy("audit detail", "group and role"),
    "trusts_second_step": pgettext_lazy("audit detail", "second step left to it"),
}
VALUES: dict[str, Any] = {
    "roles": _roles,
    "default_roles": _roles,
    "scopes": PERMISSION_NAMES,
    "permissions": PERMISSION_NAMES,
    "second_step.added:kind": _SECOND_STEPS,
    "second_step.removed:kind": _SECOND_STEPS,
    "kinds": _SECOND_STEPS,
    "user.changed:fields": {
        "email": pgettext_lazy("field of an account", "e-mail address"),
        "name": pgettext_lazy("field of an account", "name"),
        "job_title": pgettext_lazy("field of an account", "what they do here"),
        "roles": pgettext_lazy("field of an account", "roles"),
        "language": pgettext_lazy("field of an account", "language"),
        "theme": pgettext_lazy("field of an account", "light or dark"),
        "time_zone": pgettext_lazy("field of an account", "time zone"),
    },
}
REFERENCES = {
    "heir": "user", "user": "user", "owner": "user", "added": "user", "removed": "user", "leads": "user",
    "assignee": "user", "team": "team", "teams": "team",
}  # fmt: skip
NAMES_OF = {"user": _names_of_users, "team": _names_of_teams}
