"""HTML to safe HTML and to text, in bounded time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.channels.logic.markup import clean_html, is_too_tangled, text_of_html
from parvis.channels.logic.texts import bounded_id, clean_line, clean_text, clean_url


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("<div>a</div><div>b</div>", "a\nb"),
        ("a<br>b<br/>c", "a\nb\nc"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("one\n  two", "one two"),
        ("<pre>one\n  two</pre>", "one\ntwo"),
        ('<img src="x" alt="logo"> text', "logo text"),
        ("<style>p{}</style><script>x</script><title>t</title>a", "a"),
        ("&lt;b&gt; &amp; &eacute;", "<b> & é"),
        ("a<!-- b -->c", "ac"),
        ("<p>\u202bمرحبا</p>", "\u202bمرحبا"),
        ("", ""),
    ],
)
def test_text_of_html(markup: str, text: str) -> None:
    assert text_of_html(markup) == text


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
        '<a href="data:text/html,<script>">x</a>',
        '<p style="background:url(//evil)">x</p>',
        "<iframe src=//evil></iframe><form action=//evil><input></form>",
        "<svg><script>alert(1)</script></svg><math><mi xlink:href='javascript:x'></math>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    ],
)
def test_nothing_that_runs_is_left(markup: str) -> None:
    cleaned = clean_html(markup).lower()
    for sign in (
        "<script",
        "onerror=",
        "javascript:",
        "data:text",
        "style=",
        "<iframe",
        "<form",
        "<svg",
        "<math",
    ):
        assert sign not in cleaned.replace("&lt;", "")


MANY = "".join(f"<b id={n}>" for n in range(200))


@pytest.mark.parametrize(
    "markup",
    ["<div>" * 200_000 + "words", f"<p>{MANY}</p>" + "<p>words</p>" * 100_000, "<font>" * 150_000 + "words"],
)
def test_tangled_markup_is_not_parsed(markup: str) -> None:
    begun = time.monotonic()
    assert is_too_tangled(markup) is True
    assert "words" in text_of_html(markup)
    assert time.monotonic() - begun < 3


def test_a_long_honest_page_is_parsed() -> None:
    page = "<table><tr><td><div><p><b>x</b> <a href='https://e.example'>y</a></div></td></tr></table>" * 4_000
    assert is_too_tangled(page) is False


@given(st.text(alphabet=st.sampled_from("<>/abpdiv &;\"'=\x00!-lit"), max_size=120))
def test_no_markup_raises(markup: str) -> None:
    assert "<script" not in clean_html(markup)
    text_of_html(markup)


@pytest.mark.parametrize(
    ("text", "kept"), [("a\x00b", "a\ufffdb"), ("\ud83d\ude00", "😀"), ("a\ud83d", "a\ufffd"), ("é😀", "é😀")]
)
def test_texts_are_made_storable(text: str, kept: str) -> None:
    assert clean_text(text) == kept


def test_lines_ids_and_links_are_bounded() -> None:
    assert clean_line(" a\r\n\tb  c ", limit=5) == "a b c"
    assert clean_line("x" * 9, limit=5) == "xxxxx"
    assert bounded_id("x" * 200) == "x" * 200
    assert (len(bounded_id("x" * 201)), bounded_id("x" * 201)) == (37, bounded_id("x" * 201))
    assert [clean_url(url) for url in ("https://a.example/b", "javascript:x", "http://a b", "x" * 3000)] == [
        "https://a.example/b",
        "",
        "",
        "",
    ]
