"""What people fill in about connections, imports, and on the public contact form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parvis.channels.logic.protocol import Connector, SettingField
from parvis.channels.models import Connection
from parvis.channels.reads.connections import file_sources, mailboxes
from parvis.channels.reads.layouts import FIELDS, FileLayout
from parvis.channels.web.words import (
    CHANNELS,
    CHOICE_WORDS,
    CONVERSATION_FIELDS,
    FIELD_WORDS,
    FIELD_WORDS_OF_KIND,
    IMPORT_FIELDS,
)

_WAY_IN = (
    "imap_host", "imap_port", "imap_user", "password", "imap_security", "folder", "history_days",
    "authserv_id",
)  # fmt: skip
_WAY_OUT = ("smtp_host", "smtp_port", "smtp_user", "smtp_password", "smtp_security")


class ConnectionForm(forms.Form):
    """One connection: its name and the fields its connector asks for. Stored secrets are never shown."""

    name = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("Colleagues see it beside what comes in.")
    )

    def __init__(
        self, *args: Any, connector: Connector, connection: Connection | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.connector = connector
        stored = connection.settings if connection else {}
        if connection and not self.is_bound:
            self.initial["name"] = connection.name
        self.asked = connector.fields
        for asked in self.asked:
            self.fields[asked.name] = _field_of(asked, stored, kind=connector.kind, is_new=connection is None)
        if connector.kind == "form":
            self._ask_for_mailbox(stored)

    def groups(self) -> list[dict[str, Any]]:
        """The fields in the order they are thought of; a mailbox has a way in and a way out."""
        general = [name for name in self.fields if name not in _WAY_IN + _WAY_OUT]
        groups = [("", general), (_("Incoming mail"), _WAY_IN), (_("Outgoing mail"), _WAY_OUT)]
        found = [(title, [self[name] for name in names if name in self.fields]) for title, names in groups]
        return [{"title": title, "fields": fields} for title, fields in found if fields]

    def settings(self) -> dict[str, Any]:
        """What is stored as it is."""
        kept = {a.name: self.cleaned_data.get(a.name) for a in self.asked if not a.secret}
        if "reply_connection_id" in self.fields:
            chosen = self.cleaned_data.get("reply_connection_id")
            kept["reply_connection_id"] = int(chosen) if chosen else None
        return {name: value for name, value in kept.items() if value not in (None, "")}

    def secrets(self) -> dict[str, Any]:
        """What is stored encrypted; an empty field keeps what was there."""
        typed = {a.name: self.cleaned_data.get(a.name) for a in self.asked if a.secret}
        return {name: value for name, value in typed.items() if value}

    def _ask_for_mailbox(self, stored: dict[str, Any]) -> None:
        label, help_text = FIELD_WORDS["reply_connection_id"]
        self.fields["reply_connection_id"] = forms.ChoiceField(
            label=label,
            help_text=help_text,
            required=False,
            choices=[("", _("none")), *((str(box.pk), box.name) for box in mailboxes())],
            initial=str(stored.get("reply_connection_id") or ""),
        )


def _field_of(asked: SettingField, stored: dict[str, Any], *, kind: str, is_new: bool) -> forms.Field:
    label, help_text = FIELD_WORDS_OF_KIND.get(f"{kind}.{asked.name}") or FIELD_WORDS.get(
        asked.name, (asked.name.replace("_", " ").capitalize(), "")
    )
    given: dict[str, Any] = {
        "label": label,
        "help_text": help_text,
        "required": asked.required and (is_new or not asked.secret),
        "initial": None if asked.secret else stored.get(asked.name, asked.default),
    }
    if asked.secret:
        if not is_new:
            given["help_text"] = _("Stored encrypted and not shown. Leave it empty to keep it.")
        widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
        return forms.CharField(**given, strip=False, widget=widget)
    if asked.kind == "choice":
        choices = [(choice, CHOICE_WORDS.get(choice, choice)) for choice in asked.choices]
        return forms.ChoiceField(**given, choices=choices)
    if asked.kind == "boolean":
        return forms.BooleanField(**{**given, "required": False})
    if asked.kind == "number":
        return forms.IntegerField(**given, min_value=0)
    if asked.kind == "email":
        return forms.EmailField(**given, max_length=254)
    if asked.kind == "url":
        return forms.URLField(**given, max_length=2000, assume_scheme="https")
    return forms.CharField(**given, max_length=500)


NEW_SOURCE = "new"


class UploadForm(forms.Form):
    """The first step of an import: which file, from where, and what its rows are."""

    file = forms.FileField(
        label=_("The file"),
        help_text=_(
            "CSV or JSON Lines, also compressed with gzip; up to 500 MB. Any encoding, any separator."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.jsonl,.ndjson,.json,.gz"}),
    )
    mode = forms.ChoiceField(
        label=_("What its rows are"),
        choices=[
            ("mentions", _("Things said in public, to nobody in particular: they become mentions")),
            ("conversations", _("Messages to us, and our answers: they become conversations")),
        ],
        initial="mentions",
        widget=forms.RadioSelect,
    )
    source = forms.ChoiceField(label=_("Where it comes from"))
    new_name = forms.CharField(
        label=_("Name of the new source"),
        max_length=200,
        required=False,
        help_text=_("For example “Export of our monitoring tool”. Its next file is read the same way."),
    )
    channel = forms.ChoiceField(
        label=_("Channel of the new source"), choices=list(CHANNELS.items()), initial="twitter"
    )

    def __init__(self, *args: Any, visible: QuerySet[Connection], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sources = {str(source.pk): source for source in file_sources(visible)}
        self.fields["source"].choices = [  # type: ignore[attr-defined]
            (NEW_SOURCE, _("A new source")),
            *((key, source.name) for key, source in self.sources.items()),
        ]
        self.fields["new_name"].required = not self.sources

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("source") == NEW_SOURCE and not cleaned.get("new_name") and self.sources:
            self.add_error("new_name", _("Give the new source a name, or choose one above."))
        return cleaned


class ColumnsForm(forms.Form):
    """The second step: which column is which field. Prefilled with what was guessed."""

    date_order = forms.ChoiceField(
        label=_("How dates with figures are written"),
        required=False,
        choices=[
            ("", _("as guessed")),
            ("dmy", _("day first (31/12/2025)")),
            ("mdy", _("month first (12/31/2025)")),
        ],
    )
    time_zone = forms.CharField(
        label=_("Time zone of dates that name none"),
        max_length=60,
        required=False,
        help_text=_("For example Europe/Paris; empty: UTC."),
    )

    def __init__(self, *args: Any, layout: FileLayout, mode: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = [("", pgettext_lazy("column", "none")), *((name, name) for name in layout.columns)]
        self.mapped = [f for f in FIELDS if mode == "conversations" or f not in CONVERSATION_FIELDS]
        for field in self.mapped:
            self.fields[f"column_{field}"] = forms.ChoiceField(
                label=IMPORT_FIELDS.get(field, field),
                choices=columns,
                required=False,
                initial=layout.mapping.get(field, ""),
            )

    def column_fields(self) -> list[forms.BoundField]:
        return [self[f"column_{field}"] for field in self.mapped]

    def mapping(self) -> dict[str, str]:
        """Field → column, of the fields that have one."""
        chosen = {field: self.cleaned_data.get(f"column_{field}") or "" for field in self.mapped}
        return {field: column for field, column in chosen.items() if column}

    def options(self) -> dict[str, Any]:
        plain = {name: self.cleaned_data.get(name) for name in ("date_order", "time_zone")}
        return {"mapping": self.mapping(), **{name: value for name, value in plain.items() if value}}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("column_text") and not cleaned.get("column_title"):
            self.add_error("column_text", _("One column has to hold the text."))
        return cleaned


class ContactForm(forms.Form):
    """What a customer fills in. The last field is for machines: people do not see it and leave it empty."""

    name = forms.CharField(
        label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("We answer there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    subject = forms.CharField(label=_("What is it about?"), max_length=200)
    message = forms.CharField(
        label=_("Your message"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 8})
    )
    customer_number = forms.CharField(
        label=_("Customer number"),
        max_length=40,
        required=False,
        help_text=_("If you have it at hand: it stands on your invoices."),
    )
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
