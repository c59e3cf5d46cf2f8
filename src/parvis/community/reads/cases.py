"""Cases as the desk lists them."""

from __future__ import annotations

from dataclasses import dataclass

from parvis.community.models import Case

PAGE = 50


@dataclass(frozen=True, slots=True)
class CasesPage:
    """before: key of the next page, or 0."""

    rows: list[Case]
    before: int


def cases_page(*, before: int | None = None, most: int = PAGE) -> CasesPage:
    """The newest first, with their questions; one statement."""
    cases = Case.objects.select_related("question__author", "question__board").order_by("-pk")
    if before:
        cases = cases.filter(pk__lt=min(before, 2**63 - 1))
    rows = list(cases[: most + 1])
    return CasesPage(rows[:most], rows[most - 1].pk if len(rows) > most else 0)
