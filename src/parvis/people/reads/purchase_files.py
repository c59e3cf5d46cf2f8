"""The beginning of a file of purchases, as it would be read."""

from __future__ import annotations

import io
from dataclasses import dataclass
from itertools import islice

from parvis.foundation.files import stored_path
from parvis.people.logic.purchase_rows import recognised
from parvis.people.logic.refusals import NotKept
from parvis.people.logic.tables import layout_of, rows_of
from parvis.people.models import PurchaseImport


@dataclass(frozen=True, slots=True)
class Preview:
    """mapping: field → column, as far as the names of the columns say it."""

    columns: tuple[str, ...]
    mapping: dict[str, str]
    rows: tuple[tuple[str, ...], ...]


def preview_of(run: PurchaseImport, *, most: int = 5) -> Preview | None:
    """None where the file is no longer kept."""
    try:
        with stored_path(run.stored_name).open("rb") as file:
            head = file.read(256 * 1024)
        layout = layout_of(head)
    except (FileNotFoundError, ValueError, NotKept):
        return None
    text = io.StringIO(head.decode(layout.encoding, "replace"), newline="")
    rows = [
        tuple(cells.get(name, "")[:80] for name in layout.columns)
        for _, cells in islice(rows_of(text, layout), most)
    ]
    return Preview(layout.columns, recognised(layout.columns), tuple(rows))
