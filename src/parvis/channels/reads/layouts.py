"""What an uploaded file looks like: its format, its columns, and which column is which field."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from parvis.channels.connectors.file.client import inspect_file
from parvis.channels.connectors.file.layout import FileLayout
from parvis.channels.connectors.file.mapping import FIELDS

__all__ = ["FIELDS", "FileLayout", "layout_of_file"]


def layout_of_file(path: Path, *, mode: str, options: Mapping[str, Any] | None = None) -> FileLayout:
    """The layout, guessed where options do not say. Raises ConnectorError when it is no table of ours."""
    return inspect_file({"path": str(path), "mode": mode, **(options or {})})
