"""Requests by right: which steps may follow which, what a refusal rests on, and what the desk refuses to do."""

from __future__ import annotations

from parvis.people.logic.errors import PeopleError

# Art. 12(5)(b), 15(4), 17(3), 20(4), 21(1) GDPR; the sentences stand in web/rights_words.py.
REFUSAL_GROUNDS: dict[str, tuple[str, ...]] = {
    "unfounded": ("access", "portability", "rectification", "erasure", "restriction", "objection"),
    "excessive": ("access", "portability", "rectification", "erasure", "restriction", "objection"),
    "not_identified": ("access", "portability", "rectification", "erasure", "restriction", "objection"),
    "not_held": ("access", "portability", "rectification", "erasure", "restriction", "objection"),
    "others_rights": ("access", "portability"),
    "other_basis": ("portability",),
    "legal_duty": ("erasure", "restriction"),
    "legal_claims": ("erasure", "objection", "restriction"),
    "expression": ("erasure",),
    "accurate": ("rectification",),
    "compelling": ("objection",),
}
# An objection to marketing is absolute (art. 21(2) and (3)): nothing compelling stands against it.
NEVER_COMPELLING = ("prospecting", "profiling")


class RightsRefused(PeopleError):
    """The desk does not do this. code: what stands in the way; sentences at the edge."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class ErasedBefore(PeopleError):
    """This address or number was erased by right: no program brings it back unasked."""


def require_ground(right: str, ground: str, *, purposes: list[str]) -> None:
    """Raises RightsRefused where the law knows no such ground for this right."""
    if right not in REFUSAL_GROUNDS.get(ground, ()):
        raise RightsRefused("ground-unfit")
    is_about_marketing = not purposes or any(one.partition(".")[0] in NEVER_COMPELLING for one in purposes)
    if right == "objection" and ground in ("compelling", "legal_claims") and is_about_marketing:
        raise RightsRefused("objection-absolute")
