"""A file of customers handed in as a screen does it: stored, opened, read, compared."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from parvis.foundation.access import purpose
from parvis.foundation.audit import Actor
from parvis.people.actions.customer_files import customer_file, store_customer_file
from parvis.people.actions.customer_import import begin_reading, open_import, read_customers
from parvis.people.models import ImportRow, PeopleImport
from tests.factories.channels import NOON

CLERK = Actor("user", 7, "Nadia")
Handed = Callable[..., PeopleImport]


@pytest.fixture(autouse=True)
def files_folder(settings: Any, tmp_path: Path) -> None:
    settings.FILES_FOLDER = tmp_path


@pytest.fixture
def handed_in(transactional_db: None) -> Handed:
    """content → the import, compared. transactional: each chunk is a transaction of its own, as in a worker."""

    def hand_in(
        content: str | bytes, *, rule: str = "fill", system: str = "crm", **more: Any
    ) -> PeopleImport:
        data = content.encode() if isinstance(content, str) else content
        path = store_customer_file(io.BytesIO(data).read)
        run = open_import(path.name, file_name="customers.csv", by=CLERK, now=NOON)
        mapping = {int(at): field for at, field in run.mapping.items()}
        begin_reading(
            run, mapping=mapping, rule=rule, system=system, by=CLERK, now=NOON, in_background=False, **more
        )
        return read_customers(run.pk, clock=lambda: NOON)

    return hand_in


def states(run: PeopleImport) -> list[tuple[int, str, str]]:
    with purpose("service"):
        rows = ImportRow.objects.filter(run=run).order_by("line")
        return list(rows.values_list("line", "state", "reason"))


__all__ = ["CLERK", "NOON", "Handed", "customer_file", "states"]
