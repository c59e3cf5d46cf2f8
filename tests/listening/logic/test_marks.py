import pytest
from hypothesis import given
from hypothesis import strategies as some

from parvis.listening.logic.marks import BEGIN, END, marked_spans, pieces


@pytest.mark.parametrize(
    ("marked", "length", "spans"),
    [
        ("plain", 5, []),
        (f"{BEGIN}late{END} again", 10, [(0, 4)]),
        (f"so {BEGIN}late{END} and {BEGIN}slow{END}", 16, [(3, 7), (12, 16)]),
        # The text held a mark of its own, or the database dropped something: no mark rather than a wrong one.
        (f"so {BEGIN}late{END}", 99, []),
        ("", 0, []),
        (f"{END}late{BEGIN}", 4, []),
        (f"{BEGIN}{END}late", 4, []),
    ],
)
def test_spans(marked, length, spans):
    assert marked_spans(marked, length=length) == spans


def test_pieces_join_what_overlaps():
    assert pieces("so late again", [(3, 7), (5, 7), (3, 7)]) == [("so ", False), ("late", True), (" again", False)]
    assert pieces("", []) == []


@given(some.text(max_size=40), some.lists(some.tuples(some.integers(0, 50), some.integers(0, 50))))
def test_no_character_is_lost_or_doubled(text, spans):
    assert "".join(piece for piece, _marked in pieces(text, spans)) == text
