"""What members write: nothing of it may act, and names that look alike are one."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parvis.community.logic.markdown import cleaned, excerpt_of, html_of, names_mentioned
from parvis.community.logic.names import clean_name, is_refused, name_key
from parvis.community.logic.slugs import slug_of


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**so** and `so`", "<p><strong>so</strong> and <code>so</code></p>\n"),
        ("# big", "<h3>big</h3>\n"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("<img src=x onerror=alert(1)>", "<p>&lt;img src=x onerror=alert(1)&gt;</p>\n"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
        ("[x](data:text/html,hi)", "<p>[x](data:text/html,hi)</p>\n"),
        (
            "[x](https://a.example)",
            '<p><a href="https://a.example" rel="nofollow ugc noopener">x</a></p>\n',
        ),
        ("![x](https://spy.example/pixel.gif)", '<p><img alt="x"></p>\n'),
    ],
)
def test_markdown(text, html):
    assert html_of(text) == html


@settings(max_examples=60)
@given(st.text(alphabet="<>\"'&()[]!#*_`~|-\\ \n\tabjs:/=.\u202e\x00", max_size=200))
def test_no_text_becomes_an_element_that_acts(text):
    seen = _Seen()
    seen.feed(html_of(cleaned(text)))
    assert seen.acting == []


class _Seen(HTMLParser):
    """Elements and attributes that do something, as a parser reads them."""

    def __init__(self) -> None:
        super().__init__()
        self.acting: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "style", "iframe", "object", "svg", "form", "input"):
            self.acting.append(tag)
        for name, value in attrs:
            address = (value or "").strip().lower()
            if (
                name.startswith("on")
                or name == "style"
                or address.startswith(("javascript:", "data:", "vbscript:"))
            ):
                self.acting.append(f"{tag} {name}={value}")


def test_deep_nesting_is_bounded():
    assert len(html_of(">" * 5000 + "x")) < 20_000


def test_mentions_stand_outside_of_code():
    assert names_mentioned("@ada and `@bob`, mail x@y.example, @ada, @zoé.") == ["ada", "zoé"]


@pytest.mark.parametrize("same", ["аdmin", "Ad min", "ADMIN", "adm\u200bin", "4dmin"])
def test_look_alikes_of_the_house_are_refused(same):
    assert name_key(clean_name(same)) == name_key("admin")
    assert is_refused(clean_name(same))


@pytest.mark.parametrize(
    "name",
    ["Service client", "L'équipe", "Customer Care", "Modération", "Moderator Ana", "Admin 7", "Support1", "Adm1n",
     "\u3164\u3164\u3164", "\u2800\u2800", "Zo\u0338\u0337\u0336\u0335e", "Staff Marie", "le webmaster"],
)  # fmt: skip
def test_no_name_speaks_for_the_house_or_hides(name):
    assert is_refused(clean_name(name))


@pytest.mark.parametrize(
    "name",
    [
        "Le Du",
        "Clement Services-Brun",
        "Support Poulidor",
        "Nguyễn Văn Ân",
        "Zoë 2",
        "Marc de la Tour",
        "李小龍",
    ],
)
def test_names_that_people_have_are_theirs(name):
    assert not is_refused(clean_name(name))


@pytest.mark.parametrize("name", ["Vеlostral", "Velostral", "V-", "x", "", "Марк Smith"])
def test_names_that_nobody_may_bear(name):
    assert is_refused(clean_name(name), reserved=("Velostral",))


@pytest.mark.parametrize("name", ["Zoé", "Ada Lovelace", "Марк", "O'Neill"])
def test_names_that_one_may_bear(name):
    assert not is_refused(clean_name(name), reserved=("Velostral",))


@pytest.mark.parametrize(
    ("title", "slug"),
    [("Où est l'œuf ?", "ou-est-l-oeuf"), ("???", "-"), ("a " * 100, "-".join("a" * 40))],
)
def test_slugs(title, slug):
    assert slug_of(title) == slug


def test_an_excerpt_is_plain_and_short():
    assert excerpt_of("> *well* [see](https://x.example)\n- one") == "well see one"
    assert excerpt_of("In **long life**. Ask `Old_Spokes`, 2*3") == "In long life. Ask Old_Spokes, 2*3"
    assert len(excerpt_of("word " * 100)) <= 160
