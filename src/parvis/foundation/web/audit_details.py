"""The details of entries of the audit log in words: what each is called, and names in place of codes and ids.

A capability says its own in `web/audit_words.py`:
DETAILS  name → what it is called; VALUES  name → {code: words} or a function of the value;
REFERENCES  name → kind of thing whose id it holds; NAMES_OF  kind → function from ids to {id: name}.
A name is `name`, or `verb:name` where it means another thing elsewhere. Ids are looked up once for a whole page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from parvis.foundation.audit import changed
from parvis.foundation.models import AuditEntry
from parvis.foundation.web.audit_words import collected_words

_MOST_SHOWN = 12
_SECRET = "…"  # noqa: S105  what audit.changed() keeps of a secret
Named = Callable[[str, Any], str]


@dataclass(frozen=True, slots=True)
class ShownDetails:
    """changes: (what, before, after); facts: (what, value)."""

    changes: tuple[tuple[str, str, str], ...]
    facts: tuple[tuple[str, str], ...]


def shown_details(entries: Iterable[AuditEntry]) -> list[ShownDetails]:
    """In the order of the entries. One query a kind of thing that they name."""
    unfolded = [(entry.verb, _unfolded(entry.detail)) for entry in entries]
    names = _names_of_references(unfolded)
    return [_in_words(verb, detail, names) for verb, detail in unfolded]


def _unfolded(detail: Mapping[str, Any]) -> dict[str, Any]:
    """Entries of earlier releases hold all of `before` and all of `after`: as what differs."""
    if not {"before", "after"} <= detail.keys():
        return dict(detail)
    rest = {name: value for name, value in detail.items() if name not in ("before", "after")}
    before, after = detail["before"], detail["after"]
    if isinstance(before, dict) and isinstance(after, dict):
        return changed(before, after) | rest
    return {"value": {"from": before, "to": after}} | rest


def _in_words(verb: str, detail: Mapping[str, Any], names: Mapping[str, Mapping[int, str]]) -> ShownDetails:
    changes, facts = [], []
    for name, value in detail.items():
        if _is_change(value):
            before, after = (_said(verb, name, value[side], names) for side in ("from", "to"))
            is_secret = value == {"from": _SECRET, "to": _SECRET}
            changes.append((_called(verb, name), "" if is_secret else before, _("changed") if is_secret else after))
        elif value not in (None, "", [], {}):
            facts.append((_called(verb, name), _said(verb, name, value, names)))
    return ShownDetails(tuple(changes), tuple(facts))


def _is_change(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() == {"from", "to"}


def _called(verb: str, name: str) -> str:
    return str(_word_for("DETAILS", verb, name) or name.replace("_", " "))


def _said(verb: str, name: str, value: Any, names: Mapping[str, Mapping[int, str]]) -> str:
    if value is None or value == "" or value == [] or value == {}:
        return "–"
    kind = _word_for("REFERENCES", verb, name)
    words = names.get(kind) if kind else _word_for("VALUES", verb, name)
    if callable(words):
        return str(words(value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        # Said as written where nobody named it: a fact inside a fact.
        parts = [f"{_called(verb, str(inner))}: {_said(verb, str(inner), one, names)}" for inner, one in value.items()]
        return _listed(parts)
    if isinstance(value, list):
        return _listed([_said(verb, name, one, names) for one in value])
    if words is not None and isinstance(value, int):
        return words.get(value, _("number %(id)s") % {"id": value})
    return str(words.get(value, value)) if words is not None else str(value)


def _listed(parts: list[str]) -> str:
    if len(parts) <= _MOST_SHOWN:
        return ", ".join(parts)
    return _("%(some)s and %(n)d more") % {"some": ", ".join(parts[:_MOST_SHOWN]), "n": len(parts) - _MOST_SHOWN}


def _word_for(table: str, verb: str, name: str) -> Any:
    words = collected_words(table)
    return words.get(f"{verb}:{name}", words.get(name))


def _names_of_references(unfolded: Iterable[tuple[str, Mapping[str, Any]]]) -> dict[str, dict[int, str]]:
    wanted: dict[str, set[int]] = {}
    for verb, detail in unfolded:
        for name, value in detail.items():
            if kind := _word_for("REFERENCES", verb, name):
                for one in (value["from"], value["to"]) if _is_change(value) else (value,):
                    ids = one if isinstance(one, list) else [one]
                    wanted.setdefault(kind, set()).update(i for i in ids if isinstance(i, int))
    found = collected_words("NAMES_OF")
    return {kind: found[kind](ids) if ids and kind in found else {} for kind, ids in wanted.items()}
