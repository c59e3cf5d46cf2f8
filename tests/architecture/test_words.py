"""Words that are translated stand where the collector of the catalogues looks."""

from __future__ import annotations

import ast
import re
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "parvis"
TRANSLATES = {"_", "gettext", "ngettext", "pgettext", "npgettext"}
LIKELY = re.compile(r"\{[^{}]*\b(?:_|n?p?gettext)\(")  # parsing all files would take seconds


def test_no_word_is_translated_inside_an_f_string() -> None:
    """xgettext reads no f-string: the word would leave the catalogue, and the French page would be in English."""
    found = [
        f"{path.relative_to(PACKAGE)}:{call.lineno}"
        for path in PACKAGE.rglob("*.py")
        for text in [path.read_text()]
        if LIKELY.search(text)
        for string in ast.walk(ast.parse(text))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in TRANSLATES
    ]
    assert found == []
