"""What verbs and objects of the audit log are called.

A capability says its own in `web/audit_words.py`: VERBS and OBJECTS, and for `audit_details.py` the words of
details. What nobody names is shown as written.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

VERBS: dict[str, Any] = {
    "job.run_again": _("ran a failed job again"),
    "audit.exported": _("took the audit log away as a file"),
    "audit.end_accepted": _("took the present end of the audit log for its end"),
    "demo.removal_asked": _("asked to remove the demo company"),
    "maintenance.begun": _("closed the pages for maintenance"),
    "maintenance.ended": _("opened the pages after maintenance"),
}
OBJECTS: dict[str, Any] = {"foundation.auditentry": pgettext_lazy("object", "Entry of the audit log")}
DETAILS: dict[str, Any] = {
    "name": pgettext_lazy("audit detail", "name"),
    "value": pgettext_lazy("audit detail", "value"),
    "form": pgettext_lazy("audit detail", "as"),
    "job": pgettext_lazy("audit detail", "job"),
    "narrowed": pgettext_lazy("audit detail", "narrowed to"),
    "seen_before": pgettext_lazy("audit detail", "last entry seen before"),
    "audit.exported:verb": pgettext_lazy("audit detail", "act"),
    "audit.exported:kind": pgettext_lazy("audit detail", "object"),
    "audit.exported:id": pgettext_lazy("audit detail", "number"),
    "audit.exported:actor": pgettext_lazy("audit detail", "by"),
    "audit.exported:q": pgettext_lazy("audit detail", "words"),
    "audit.exported:from": pgettext_lazy("audit detail", "since"),
    "audit.exported:to": pgettext_lazy("audit detail", "until"),
}
VALUES: dict[str, Any] = {
    "form": {"csv": "CSV", "jsonl": "JSON Lines"},
    "audit.exported:verb": lambda code: verb_words(code),
    "audit.exported:kind": lambda code: object_words(code),
}
ACTORS: dict[str, Any] = {
    "system": pgettext_lazy("actor", "Parvis"),
    "command_line": pgettext_lazy("actor", "Command line"),
    "user": pgettext_lazy("actor", "A colleague"),
    "invitation": pgettext_lazy("actor", "The invited one"),
    "provider": pgettext_lazy("actor", "The company's log-in"),
    "person": pgettext_lazy("actor", "The customer"),
}


@cache
def collected_words(name: str) -> dict[str, Any]:
    words: dict[str, Any] = {}
    for config in apps.get_app_configs():
        module = f"{config.name}.web.audit_words"
        if config.name.startswith("parvis.") and find_spec(f"{config.name}.web") and find_spec(module):
            words |= getattr(import_module(module), name, {})
    return words


def verb_words(verb: str) -> str:
    return str(collected_words("VERBS").get(verb, verb))


def object_words(kind: str) -> str:
    return str(collected_words("OBJECTS").get(kind, kind.rpartition(".")[2]))


def actor_words(kind: str) -> str:
    return str(ACTORS.get(kind, kind))
