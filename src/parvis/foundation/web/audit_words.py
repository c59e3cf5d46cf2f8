"""What verbs and objects of the audit log are called.

A capability says its own in `web/audit_words.py`: VERBS and OBJECTS. What nobody names is shown as written.
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
OBJECTS: dict[str, Any] = {}
ACTORS: dict[str, Any] = {
    "system": pgettext_lazy("actor", "Parvis"),
    "command_line": pgettext_lazy("actor", "Command line"),
    "user": pgettext_lazy("actor", "A colleague"),
    "invitation": pgettext_lazy("actor", "The invited one"),
    "provider": pgettext_lazy("actor", "The company's log-in"),
}


@cache
def _collected(name: str) -> dict[str, Any]:
    words: dict[str, Any] = {}
    for config in apps.get_app_configs():
        module = f"{config.name}.web.audit_words"
        if config.name.startswith("parvis.") and find_spec(f"{config.name}.web") and find_spec(module):
            words |= getattr(import_module(module), name, {})
    return words


def verb_words(verb: str) -> str:
    return str(_collected("VERBS").get(verb, verb))


def object_words(kind: str) -> str:
    return str(_collected("OBJECTS").get(kind, kind.rpartition(".")[2]))


def actor_words(kind: str) -> str:
    return str(ACTORS.get(kind, kind))
