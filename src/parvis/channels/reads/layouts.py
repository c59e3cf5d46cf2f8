"""What an uploaded file looks like: its format, its columns, and which column is which field."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from parvis.channels.connectors.file.client import inspect_file
from parvis.channels.connectors.file.layout import FileLayout
from parvis.channels.connectors.file.mapping import FIELDS

__all__ = ["FIELDS", "FileLayout", "fitting_layout", "layout_of_file"]


def layout_of_file(path: Path, *, mode: str, options: Mapping[str, Any] | None = None) -> FileLayout:
    """The layout, guessed where options do not say. Raises ConnectorError when it is no table of ours."""
    return inspect_file({"path": str(path), "mode": mode, **(options or {})})


def fitting_layout(
    path: Path, *, mode: str, remembered: Mapping[str, str], options: Mapping[str, Any] | None = None
) -> FileLayout:
    """The layout to be looked at before an import: as the source's last file was read, where this one holds its
    columns; else as guessed, perhaps without a column for the text, which somebody is about to choose.

    Columns that the options name are the ones taken. Raises ConnectorError as layout_of_file does.
    """
    given = {"path": str(path), "mode": mode, **(options or {})}
    if not given.get("mapping") and remembered:
        guessed = inspect_file(given, must_hold_text=False)
        if set(remembered.values()) <= set(guessed.columns):
            return inspect_file({**given, "mapping": remembered})
        return guessed
    return inspect_file(given, must_hold_text=False)
