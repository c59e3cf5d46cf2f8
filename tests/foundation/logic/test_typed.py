"""Ids that anybody may write into an address."""

from __future__ import annotations

import pytest

from parvis.foundation.logic.typed import id_typed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7", 7),
        ("9" * 18, 10**18 - 1),
        ("9" * 19, 0),  # above 2**63 - 1
        ("9" * 5000, 0),  # int() refuses more than 4,300 digits
        ("²", 0),
        ("٣", 0),
        ("-1", 0),
        ("", 0),
        ("7\x00", 0),
    ],
)
def test_what_is_no_id_is_nobodys(text: str, expected: int) -> None:
    assert id_typed(text) == expected
