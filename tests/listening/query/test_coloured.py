import pytest

from parvis.listening.logic.query.coloured import MOST_COLOURED, coloured


def kinds(text):
    return [(text[start:end], kind) for start, end, kind in coloured(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("tram", []),
        ("tram AND late", [("AND", "operator")]),
        (
            'tram OR ("on time" NOT toy*)',
            [
                ("OR", "operator"),
                ("(", "parenthesis"),
                ('"on time"', "phrase"),
                ("NOT", "operator"),
                ("toy*", "wild"),
                (")", "parenthesis"),
            ],
        ),
        ("tram NEAR/5 late", [("NEAR/5", "operator")]),
        ("#tram @brand $market", [("#tram", "sign"), ("@brand", "sign"), ("$market", "name")]),
        ("site:example.com raw:SNCF", [("site:example.com", "field"), ("raw:SNCF", "field")]),
        ("tram <<< no toys >>> -toy", [("<<< no toys >>>", "comment"), ("-", "operator")]),
        # What cannot be read is coloured as far as it goes.
        ('tram OR "never closed', [("OR", "operator")]),
        ("😀 tram OR bus", [("OR", "operator")]),
    ],
)
def test_what_is_what(text, expected):
    assert kinds(text) == expected


def test_a_long_text_is_coloured_at_its_beginning_alone():
    text = "tram OR " * 100_000
    assert 0 < coloured(text)[-1][1] <= MOST_COLOURED + 10
