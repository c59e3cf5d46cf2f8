"""Rows as a file in a browser."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import FileResponse

from parvis.foundation.exports import MEDIA_TYPES, Form, Table, file_of


def download(form: Form, tables: Sequence[Table], *, name: str, bom: bool = True) -> FileResponse:
    """The tables as a file called name.csv or name.xlsx, sent in pieces and never kept by anybody between."""
    response = FileResponse(
        file_of(form, tables, bom=bom),
        as_attachment=True,
        filename=f"{name}.{form}",
        content_type=MEDIA_TYPES[form],
    )
    response["Cache-Control"] = "private, no-store"
    return response
