"""What people fill in about accounts and teams. Rules live in actions; here is only what fits a field."""

from __future__ import annotations

import zoneinfo
from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parvis.accounts.actions.company_log_in import ProviderSettings
from parvis.accounts.models import LoginProvider, Team, User
from parvis.accounts.reads.users import active_users
from parvis.accounts.web.words import NOTICE_NAMES, PERMISSION_NAMES, REFUSALS, ROLE_NAMES, role_choices

_NEW_PASSWORD = {"autocomplete": "new-password"}


def refuse(form: forms.Form, code: str) -> None:
    """Write a refusal of an action beside the field it speaks of."""
    field = {
        "issuer-taken": "issuer",
        "email-taken": "email",
        "team-name-taken": "name",
        "role-name-taken": "name",
        "beyond-own-rights": "roles",
        "no-role": "roles",
        "unknown-role": "roles",
    }
    name = field.get(code)
    form.add_error(name if name in form.fields else None, REFUSALS[code])


def password_help() -> str:
    return " ".join(str(text) for text in password_validators_help_texts()[1:2])


def language_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect, initial="en"
    )


class ColleagueForm(forms.Form):
    """An account as an administrator sees it."""

    name = forms.CharField(label=pgettext_lazy("of a person", "Name"), max_length=200)
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("They log in with it."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    job_title = forms.CharField(label=_("What they do"), max_length=200, required=False)
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=role_choices, widget=forms.CheckboxSelectMultiple
    )
    language = language_field()


class NewColleagueForm(ColleagueForm):
    password = forms.CharField(
        label=_("First password"),
        strip=False,
        widget=forms.PasswordInput(attrs=_NEW_PASSWORD),
        help_text=_("At least ten characters. They can change it under “My profile”."),
    )


class PasswordForm(forms.Form):
    """Another password for somebody, set by an administrator."""

    password = forms.CharField(
        label=_("New password"),
        strip=False,
        widget=forms.PasswordInput(attrs=_NEW_PASSWORD),
        help_text=_("At least ten characters, and not a common word."),
    )


class OwnPasswordForm(forms.Form):
    """One's own password, which asks for the old one."""

    old = forms.CharField(
        label=_("Present password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = PasswordForm.base_fields["password"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_old(self) -> str:
        if not self.user.check_password(self.cleaned_data["old"]):
            raise forms.ValidationError(_("This is not your present password."))
        return str(self.cleaned_data["old"])


class ProfileForm(forms.Form):
    """What an account says of itself and how pages speak to it."""

    name = forms.CharField(label=pgettext_lazy("of a person", "Name"), max_length=200)
    job_title = forms.CharField(
        label=_("What I do"),
        max_length=200,
        required=False,
        help_text=_("Colleagues see it beside your name."),
    )
    language = language_field()
    theme = forms.ChoiceField(
        label=_("Appearance"),
        choices=list(User._meta.get_field("theme").choices or ()),
        widget=forms.RadioSelect,
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), required=False, help_text=_("Dates and times are shown in it.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = _("As the installation: %(zone)s") % {"zone": settings.TIME_ZONE}
        zones = sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone and zone[:3] != "Etc")
        self.fields["time_zone"].choices = [  # type: ignore[attr-defined]
            ("", here),
            *((zone, zone.replace("_", " ")) for zone in zones),
        ]


class TeamForm(forms.Form):
    name = forms.CharField(label=pgettext_lazy("of a team", "Name"), max_length=120)


class TeamMembersForm(TeamForm):
    """A team's name, the people in it and those of them who lead it."""

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = list(active_users())
        choices = [(str(user.pk), user.name) for user in self.people]
        self.fields["members"] = forms.MultipleChoiceField(
            label=_("People in this team"),
            choices=choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["leads"] = forms.MultipleChoiceField(
            choices=choices, required=False, widget=forms.CheckboxSelectMultiple
        )
        if not self.is_bound:
            memberships = list(team.memberships.all())
            self.initial = {
                "name": team.name,
                "members": [str(m.user_id) for m in memberships],
                "leads": [str(m.user_id) for m in memberships if m.is_lead],
            }

    def chosen(self, field: str) -> list[User]:
        """The accounts ticked in a field. A lead is a member, ticked or not."""
        ids = set(self.cleaned_data[field])
        if field == "members":
            ids |= set(self.cleaned_data["leads"])
        return [user for user in self.people if str(user.pk) in ids]

    def rows(self) -> list[dict[str, Any]]:
        """One row a person, for the template: is it in, does it lead."""
        members = {str(value) for value in self["members"].value() or ()}
        leads = {str(value) for value in self["leads"].value() or ()}
        return [
            {"user": user, "is_member": str(user.pk) in members, "is_lead": str(user.pk) in leads}
            for user in self.people
        ]


class TokenForm(forms.Form):
    """A token: what for, what it may do, how long."""

    name = forms.CharField(
        label=_("What it is for"), max_length=120, help_text=_("For example “Nightly export”.")
    )
    scopes = forms.MultipleChoiceField(label=_("What it may do"), widget=forms.CheckboxSelectMultiple)
    days = forms.ChoiceField(
        label=_("How long it works"),
        required=False,
        initial="90",
        choices=[
            ("30", _("30 days")),
            ("90", _("90 days")),
            ("365", _("a year")),
            ("", _("until it is revoked")),
        ],
    )

    def __init__(self, *args: Any, scopes: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [  # type: ignore[attr-defined]
            (name, PERMISSION_NAMES[name]) for name in scopes
        ]


class ServiceAccountForm(forms.Form):
    """An account for a program."""

    name = forms.CharField(label=_("What the program is called"), max_length=120)
    roles = forms.MultipleChoiceField(
        label=_("What it may do"), choices=role_choices, widget=forms.CheckboxSelectMultiple
    )


class SecondStepForm(forms.Form):
    """Roles whose holders must use a second step."""

    roles = forms.MultipleChoiceField(
        label=_("Whoever holds one of these roles must use a second step"),
        choices=role_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Without one they are led to it at their next click and see nothing else until it is set up."
        ),
    )


class ProviderForm(forms.Form):
    """The company's own log-in. The secret is never shown again; left empty, it stays."""

    name = forms.CharField(
        label=_("What it is called"), max_length=120, help_text=_("The button on the log-in page says it.")
    )
    issuer = forms.URLField(
        label=_("Its address (issuer)"),
        max_length=300,
        assume_scheme="https",
        help_text=_("Exactly as the provider writes it, for example https://login.example.com/realms/staff"),
    )
    client_id = forms.CharField(label=_("Client ID"), max_length=300)
    client_secret = forms.CharField(
        label=_("Client secret"),
        required=False,
        strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("It is kept encrypted and not shown again. Leave empty to keep it."),
    )
    is_active = forms.BooleanField(label=_("Offer it on the log-in page"), required=False, initial=True)
    domains = forms.CharField(
        label=_("Only addresses of these domains"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line; empty: whoever logs in there."),
    )
    creates_accounts = forms.BooleanField(
        label=_("Make an account for whoever comes for the first time"),
        required=False,
        help_text=_("Without it, an account with their address must be here before."),
    )
    default_roles = forms.MultipleChoiceField(
        label=_("Their roles, where the provider names none"),
        choices=role_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    role_claim = forms.CharField(
        label=_("Claim that carries their groups"),
        max_length=120,
        required=False,
        help_text=_("For example groups, or realm_access.roles. Empty: roles are given here."),
    )
    role_map = forms.CharField(
        label=_("What each group may do here"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "One a line: group = role. Roles: %(roles)s. Whoever is in none of them does not come in."
        )
        % {"roles": ", ".join(ROLE_NAMES)},
    )
    trusts_second_step = forms.BooleanField(
        label=_("It has asked for a second step itself"),
        required=False,
        help_text=_("Then Parvis asks for none after it."),
    )

    def __init__(self, *args: Any, provider: LoginProvider | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if provider is not None and not self.is_bound:
            self.initial = {name: getattr(provider, name) for name in self.fields if name != "client_secret"}
            self.initial["domains"] = "\n".join(provider.domains)
            self.initial["role_map"] = "\n".join(
                f"{group} = {role}" for group, role in provider.role_map.items()
            )

    def clean_role_map(self) -> dict[str, str]:
        found = {}
        for line in self.cleaned_data["role_map"].splitlines():
            if not line.strip():
                continue
            group, sign, role = line.rpartition("=")
            if not sign or not group.strip() or role.strip() not in dict(role_choices()):
                raise forms.ValidationError(
                    _("“%(line)s” is not of the form group = role."), params={"line": line}
                )
            found[group.strip()] = role.strip()
        return found

    def settings(self) -> ProviderSettings:
        values = dict(self.cleaned_data)
        return ProviderSettings(**{**values, "domains": values["domains"].split()})


class RoleForm(forms.Form):
    """A role of the house."""

    name = forms.CharField(label=pgettext_lazy("of a role", "Name"), max_length=80)
    explanation = forms.CharField(
        label=_("What it is for"),
        max_length=200,
        required=False,
        help_text=_("Shown wherever somebody is given it."),
    )
    permissions = forms.MultipleChoiceField(
        label=pgettext_lazy("rights of a role", "May"),
        choices=list(PERMISSION_NAMES.items()),
        widget=forms.CheckboxSelectMultiple,
    )


class InvitationForm(forms.Form):
    """Whom to invite, as what."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    name = forms.CharField(label=pgettext_lazy("of a person", "Name"), max_length=200, required=False)
    team = forms.ModelChoiceField(
        label=pgettext_lazy("of a person", "Team"),
        queryset=Team.objects.all(),
        required=False,
        empty_label="–",
    )
    language = language_field()
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=role_choices, widget=forms.CheckboxSelectMultiple
    )


class AcceptForm(forms.Form):
    """What the invited one says of themselves."""

    name = forms.CharField(label=_("My name"), max_length=200)
    password = forms.CharField(
        label=_("My password"),
        strip=False,
        widget=forms.PasswordInput(attrs=_NEW_PASSWORD),
        help_text=_("At least ten characters, and not a common word."),
    )


class NoticesForm(forms.Form):
    """What my devices tell me of."""

    notices = forms.MultipleChoiceField(
        label=_("Tell me when"),
        choices=list(NOTICE_NAMES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
