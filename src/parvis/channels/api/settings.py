"""Whether settings and secrets are those of a kind of connection."""

from __future__ import annotations

from typing import Any

from parvis.channels.logic.protocol import Connector
from parvis.channels.models import Connection
from parvis.channels.reads.connectors import UnknownConnector, connector
from parvis.foundation.api.problems import Problem

FIELDS_WRONG = "The settings or secrets are not those of this kind; errors names each."


def checked(
    known: Connector, settings: dict[str, Any], secrets: dict[str, str], *, is_new: bool
) -> dict[str, Any]:
    """The settings with their defaults. Raises Problem for a field that the kind does not have or lacks."""
    plain = {
        field.name: field for field in known.fields if not field.secret and field.name != "answer_connection"
    }
    secret = {field.name: field for field in known.fields if field.secret}
    allowed = set(plain) | ({"reply_connection_id"} if known.kind == "form" else set())
    errors = [
        {"field": f"{place}.{name}", "message": "This kind has no such field."}
        for place, given, names in (("settings", settings, allowed), ("secrets", secrets, set(secret)))
        for name in given
        if name not in names
    ]
    for name, field in plain.items():
        value = settings.get(name)
        if value is None and is_new and field.required and field.default in ("", None):
            errors.append({"field": f"settings.{name}", "message": "It is needed."})
        elif value not in (None, "") and not _fits(field.kind, value, field.choices):
            errors.append({"field": f"settings.{name}", "message": f"It is no {field.kind}."})
    if is_new:
        errors += [
            {"field": f"secrets.{name}", "message": "It is needed."}
            for name, field in secret.items()
            if field.required and not secrets.get(name)
        ]
    if errors:
        raise Problem(409, "settings-wrong", FIELDS_WRONG, errors=errors)
    defaults = {
        name: field.default for name, field in plain.items() if is_new and field.default not in ("", None)
    }
    return {**defaults, **{name: value for name, value in settings.items() if value not in (None, "")}}


def _fits(kind: str, value: Any, choices: tuple[str, ...]) -> bool:
    if kind == "number":
        return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31
    if kind == "boolean":
        return isinstance(value, bool)
    if not isinstance(value, str) or len(value) > 2000:
        return False
    if kind == "choice":
        return value in choices
    if kind == "url":
        return value.startswith(("http://", "https://"))
    return kind != "email" or "@" in value


def known_kind(found: Connection) -> Connector:
    try:
        return connector(found.kind)
    except UnknownConnector:
        return Connector(kind=found.kind, icon="plug")
