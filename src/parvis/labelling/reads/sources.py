"""The texts of other capabilities, reached through the plug list LABELLED_TEXTS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from parvis.foundation.plugs import plugged
from parvis.labelling.logic.texts import LabelledText, TextSource

if TYPE_CHECKING:
    from parvis.accounts.models import User


class UnknownKind(KeyError):
    """No capability offers texts of this kind."""


def text_sources() -> tuple[TextSource, ...]:
    return plugged("LABELLED_TEXTS")


def text_source(kind: str) -> TextSource:
    """Raises UnknownKind."""
    for source in text_sources():
        if source.kind == kind:
            return source
    raise UnknownKind(kind)


def get_text(user: User, kind: str, text_id: int) -> LabelledText:
    """The text, if this account may read it. Raises Http404 for strangers as for nobody's."""
    try:
        found = text_source(kind).visible(user, [min(text_id, 2**63 - 1)])
    except UnknownKind as error:
        raise Http404(kind) from error
    if not found:
        raise Http404(kind)
    return found[0]


def texts_of(references: list[tuple[str, int]]) -> dict[tuple[str, int], LabelledText]:
    """Those that are still there, by reference: one question a kind. For jobs, which no account asks for."""
    found: dict[tuple[str, int], LabelledText] = {}
    for kind in sorted({kind for kind, _ in references}):
        ids = [text_id for one, text_id in references if one == kind]
        found |= {(kind, text.id): text for text in text_source(kind).texts(ids)}
    return found


def visible_texts(user: User, references: list[tuple[str, int]]) -> dict[tuple[str, int], LabelledText]:
    """The same, less what the account may not read."""
    found: dict[tuple[str, int], LabelledText] = {}
    for kind in sorted({kind for kind, _ in references}):
        ids = [text_id for one, text_id in references if one == kind]
        found |= {(kind, text.id): text for text in text_source(kind).visible(user, ids)}
    return found
