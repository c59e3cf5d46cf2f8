"""The user guide: the same in both languages, its links and pictures there, its words those on the screen."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "user"
LANGUAGES = ("en", "fr")
# Looked things up in, line by line, not read: as long as its language is, and its examples are its pictures.
REFERENCE = "queries.md"
PAGES = sorted(GUIDE.glob("en/*.md")) + sorted(GUIDE.glob("fr/*.md"))
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)]+)\)")
BOLD = re.compile(r"\*\*([^*]+)\*\*")
MOST_BYTES = 150_000


def shown(page: Path) -> str:
    return str(page.relative_to(GUIDE))


@cache
def words_on_screen(language: str) -> frozenset[str]:
    """Everything that the catalogues can show in this language, as it is written there."""
    words: set[str] = set()
    for file in (ROOT / "src" / "parvis").glob("*/locale/fr/LC_MESSAGES/django.po"):
        for entry in polib.pofile(str(file)):
            if entry.obsolete or entry.fuzzy:
                continue
            if language == "en":
                words |= {entry.msgid, entry.msgid_plural}
            else:
                words |= {entry.msgstr, *entry.msgstr_plural.values()}
    return frozenset(words - {""})


def pictures_of(page: Path) -> list[str]:
    """Their names without the language."""
    return [
        re.sub(r"\.(en|fr)\.png$", "", Path(address).name)
        for is_picture, _, address in LINK.findall(page.read_text())
        if is_picture
    ]


def test_every_page_exists_in_both_languages_with_the_same_pictures() -> None:
    english = {page.name: pictures_of(page) for page in GUIDE.glob("en/*.md")}
    french = {page.name: pictures_of(page) for page in GUIDE.glob("fr/*.md")}
    assert english == french
    assert len(english) >= 12
    assert all(pictures for name, pictures in english.items() if name != REFERENCE)


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_links_and_pictures_are_there(page: Path) -> None:
    for is_picture, text, address in LINK.findall(page.read_text()):
        target = (page.parent / address).resolve()
        assert target.is_file(), address
        assert target.is_relative_to(ROOT)
        if is_picture:
            assert address.endswith(f".{page.parent.name}.png"), "a picture in the other language"
            assert len(text) >= 20, "a picture says in words what it shows"


def test_every_picture_is_used_and_light() -> None:
    used = {
        Path(address).name
        for page in PAGES
        for is_picture, _, address in LINK.findall(page.read_text())
        if is_picture
    }
    there = {path.name: path.stat().st_size for path in (GUIDE / "images").glob("*.png")}
    assert set(there) == used
    assert {name: size for name, size in there.items() if size > MOST_BYTES} == {}


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_bold_words_are_words_on_the_screen(page: Path) -> None:
    """**Bold** is kept for what stands on a button, a field or a heading."""
    language = page.parent.name
    unknown = [word for word in BOLD.findall(page.read_text()) if word not in words_on_screen(language)]
    assert unknown == []


@pytest.mark.parametrize("page", sorted(GUIDE.glob("fr/*.md")), ids=shown)
def test_french_is_set_as_french(page: Path) -> None:
    """Narrow no-break spaces before ; : ! ? and inside « », typographic apostrophes; :( is a face."""
    prose = re.sub(r"`[^`]*`|\]\([^)]*\)", "", page.read_text())
    assert re.findall(r"[^\n]{0,12}(?:[ \u00a0](?:[;!?»]|:(?!\())|«[^\u202f]|\w')[^\n]{0,12}", prose) == []


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_a_page_stays_short(page: Path) -> None:
    assert page.name == REFERENCE or len(page.read_text().split()) <= 500
