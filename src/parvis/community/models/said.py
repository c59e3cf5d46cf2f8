"""Texts of members that can be reported and restricted: what they have in common, and where each kind is found.

A model of such texts is a `Said` with its `kind`, which stands in reports, restrictions and addresses
(/community/report/<kind>/<id>/). It says where it is read (`url`), when it was written (`written`), what it is
called (`heading`) and in which states everybody reads it (`SHOWN_STATES`, the first is where a new text begins).
Who may open it is said in permissions.READERS, what is counted and told once a held text is shown in
actions/first_shown.py.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any, ClassVar

from django.db import models

from parvis.community.models.members import Member

# kind → its model; a model enters by being defined.
KINDS: dict[str, type[Said]] = {}


class Said(models.Model):
    """Base of every text of a member: `class Idea(Said): kind = "idea"`."""

    # In lists nowhere and read by its author and staff alone: waits for a human look before it is shown.
    HELD = "held"
    # Its place says that moderation withheld it.
    WITHHELD = "withheld"
    # Gone from pages and lists; its author and staff still read it.
    REMOVED = "removed"

    kind: ClassVar[str] = ""
    SHOWN_STATES: ClassVar[tuple[str, ...]] = ("shown",)

    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="%(class)ss")
    text = models.TextField()
    html = models.TextField()  # made from text by logic/markdown.py
    language = models.CharField(max_length=5, blank=True)
    state = models.CharField(max_length=10)

    class Meta:
        abstract = True

    def __init_subclass__(cls, **given: Any) -> None:
        super().__init_subclass__(**given)
        if cls.kind:
            KINDS[cls.kind] = cls

    @classmethod
    def beside(cls) -> tuple[str, ...]:
        """What is read in the same statement where many are shown."""
        return ("author",)

    @property
    def url(self) -> str:
        raise NotImplementedError

    @property
    def written(self) -> datetime:
        raise NotImplementedError

    @property
    def heading(self) -> str:
        """Its title, or that of what it stands under."""
        return ""

    @property
    def wording(self) -> str:
        """Another where its author changed it since: who decides says which one they read."""
        words = f"{getattr(self, 'title', '')}\n{self.text}"
        return hashlib.sha256(words.encode()).hexdigest()[:24]

    @property
    def is_shown(self) -> bool:
        return self.state in self.SHOWN_STATES


def find_said(kind: str, text_id: int) -> Said | None:
    """Whatever its state: for staff and for actions; members read through permissions.get_said."""
    model = KINDS.get(kind)
    return model._default_manager.filter(pk=text_id).first() if model and 0 < text_id < 2**63 else None


def said_of(keys: list[tuple[str, int]]) -> dict[tuple[str, int], Said]:
    """Many texts by (kind, id), a statement a kind; with their authors."""
    found: dict[tuple[str, int], Said] = {}
    for kind in {kind for kind, _ in keys} & KINDS.keys():
        ids = [text_id for one, text_id in keys if one == kind]
        for text in KINDS[kind]._default_manager.select_related(*KINDS[kind].beside()).filter(pk__in=ids):
            found[kind, text.pk] = text
    return found
