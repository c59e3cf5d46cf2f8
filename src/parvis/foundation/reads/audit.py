"""The audit log, newest first."""

from __future__ import annotations

from dataclasses import dataclass

from parvis.foundation.logic.typed import id_typed
from parvis.foundation.models import AuditEntry

PAGE = 50
RECENT = 5_000  # choices of the filters come from the latest entries, not from a walk over all of them


@dataclass(frozen=True, slots=True)
class AuditPage:
    entries: list[AuditEntry]
    next_key: str


def page_of_audit(
    *, verb: str = "", object_kind: str = "", object_id: str = "", actor: str = "", after: str = "", most: int = PAGE
) -> AuditPage:
    """Entries before the key, narrowed. actor: the beginning of a name. One query."""
    found = AuditEntry.objects.order_by("-id")
    if verb:
        found = found.filter(verb=verb)
    if object_kind:
        found = found.filter(object_kind=object_kind)
    if object_id:
        found = found.filter(object_id=object_id)
    if actor:
        found = found.filter(actor_name__istartswith=actor)
    if before_id := id_typed(after):
        found = found.filter(id__lt=before_id)
    entries = list(found[: most + 1])
    return AuditPage(entries[:most], str(entries[most - 1].pk) if len(entries) > most else "")


def recent_verbs() -> list[str]:
    """Verbs among the latest entries."""
    return sorted(set(AuditEntry.objects.order_by("-id").values_list("verb", flat=True)[:RECENT]))


def recent_object_kinds() -> list[str]:
    """Kinds of objects among the latest entries."""
    kinds = AuditEntry.objects.order_by("-id").values_list("object_kind", flat=True)[:RECENT]
    return sorted({kind for kind in kinds if kind})
