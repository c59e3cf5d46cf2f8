"""Status, snooze, quoting, preview, HTML: the rules with their examples."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from parvis.conversations.logic.mail_html import clean_mail_html
from parvis.conversations.logic.preview import PREVIEW_CHARACTERS, first_words
from parvis.conversations.logic.quoting import split_quoted
from parvis.conversations.logic.snooze import preset_moment
from parvis.conversations.logic.status import status_after, status_of_new

PARIS = ZoneInfo("Europe/Paris")
WEDNESDAY = datetime(2026, 3, 25, 16, 30, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("waiting", "inbound", "history", "expected"),
    [
        (True, True, True, "open"),
        (True, True, False, "open"),
        (False, False, True, "resolved"),
        (False, False, False, "pending"),
        (False, True, False, "open"),  # an automatic mail: nobody waits, but somebody should see it
    ],
)
def test_status_of_a_new_thread(waiting: bool, inbound: bool, history: bool, expected: str) -> None:
    assert status_of_new(is_waiting=waiting, last_is_inbound=inbound, is_history=history) == expected


@pytest.mark.parametrize(
    ("status", "question", "answer", "waiting", "history", "expected"),
    [
        ("resolved", True, False, True, False, "open"),
        ("snoozed", True, False, True, False, "open"),
        ("pending", False, True, False, False, "pending"),
        ("open", False, True, False, True, "resolved"),
        ("open", False, True, True, False, "open"),
        ("resolved", False, True, False, False, "resolved"),
        ("snoozed", False, False, False, False, "snoozed"),
    ],
)
def test_status_after_new_messages(
    status: str, question: bool, answer: bool, waiting: bool, history: bool, expected: str
) -> None:
    after = status_after(
        status, has_new_question=question, has_new_answer=answer, is_waiting=waiting, is_history=history
    )
    assert after == expected


@pytest.mark.parametrize(
    ("preset", "expected"),
    [
        ("later_today", datetime(2026, 3, 25, 19, 30, tzinfo=PARIS)),
        ("tomorrow", datetime(2026, 3, 26, 9, 0, tzinfo=PARIS)),
        # Monday the 30th is in summer time: nine there is seven in UTC, nine on Wednesday is eight.
        ("next_week", datetime(2026, 3, 30, 9, 0, tzinfo=PARIS)),
        ("in_a_month", datetime(2026, 4, 24, 9, 0, tzinfo=PARIS)),
    ],
)
def test_snooze_presets(preset: str, expected: datetime) -> None:
    assert preset_moment(preset, now=WEDNESDAY) == expected


@pytest.mark.parametrize(
    ("text", "own", "quoted"),
    [
        ("Hello", "Hello", ""),
        ("New.\n\nOn Mon, 2 Mar 2026, Acme <a@b.c> wrote:\n> Old", "New.",
         "On Mon, 2 Mar 2026, Acme <a@b.c> wrote:\n> Old"),
        ("Oui.\n\nLe lun. 2 mars 2026 à 12:00, Acme a écrit :\n> Bonjour", "Oui.",
         "Le lun. 2 mars 2026 à 12:00, Acme a écrit :\n> Bonjour"),
        ("Yes\n> one\n> two\n", "Yes", "> one\n> two"),
        ("> one\nmy answer between\n> two\nand after", "> one\nmy answer between\n> two\nand after", ""),
        ("> only quoted", "> only quoted", ""),
        ("Voir\n-----Message d'origine-----\nDe : Acme", "Voir", "-----Message d'origine-----\nDe : Acme"),
    ],
)  # fmt: skip
def test_own_words_and_quoted_ones(text: str, own: str, quoted: str) -> None:
    parts = split_quoted(text)
    assert (parts.own, parts.quoted) == (own, quoted)


def test_a_hostile_text_is_cut_in_linear_time() -> None:
    assert split_quoted("On " + "a" * 200_000).quoted == ""
    assert split_quoted("\n> " * 50_000 + "x").quoted == ""


def test_first_words() -> None:
    assert first_words("  Hello\n\n  there  ") == "Hello there"
    assert first_words("> quoted\nmine") == "mine"
    assert first_words("> only") == "> only"
    assert len(first_words("x" * 5000)) == PREVIEW_CHARACTERS
    assert first_words("") == ""


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<script>alert(1)</script>", ""),
        ('<a href="javascript:alert(1)">x</a>', '<a rel="noopener noreferrer nofollow">x</a>'),
        ('<p onmouseover="x()" style="color:red">Hi</p>', '<p style="color:red">Hi</p>'),
        ('<form action="/x"><input name="a">Text</form>', "Text"),
        ("<iframe src=//evil></iframe><b>x</b>", "<b>x</b>"),
        ("<title>t</title><style>b{}</style><b>x</b>", "<b>x</b>"),
        ('<meta http-equiv="refresh" content="0;url=//evil"><base href="//evil">x', "x"),
    ],
)
def test_html_is_made_harmless(html: str, expected: str) -> None:
    assert clean_mail_html(html) == expected
