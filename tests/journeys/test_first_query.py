"""A newcomer writes a first query in a real browser, in both languages, and sees a filled dashboard: from posts of
a file, with the slip of a pen on the way, in far less than five minutes."""

from __future__ import annotations

import csv
import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from parvis.listening.models import Mention
from tests.factories.accounts import PASSWORD, make_user
from tests.journeys.conftest import Installation, needs_browser
from tests.journeys.test_loop_in_browser import exactly
from tests.processes import wait_until

WORDS = {
    "en": {
        "log_in": "Log in", "columns": "Look at its columns", "import": "Import it", "queries": "Queries",
        "write": "Write a query", "save": "Save and listen", "figures": "See its figures", "mend": "Write instead",
        "not": "The NOT takes away 10 posts", "searched": "stored posts were searched",
    },
    "fr": {
        "log_in": "Se connecter", "columns": "Voir ses colonnes", "import": "Importer", "queries": "Requêtes",
        "write": "Écrire une requête", "save": "Enregistrer et écouter", "figures": "Voir ses chiffres",
        "mend": "Écrivez plutôt", "not": "Le NOT enlève 10 publications",
        "searched": "publications enregistrées ont été parcourues",
    },
}  # fmt: skip
MOST_SECONDS = 300


def posts(file: Path, *, last: datetime) -> Path:
    """60 posts over 20 days: 30 of a tram, 10 of them toys; 30 of other things."""
    said = ("The tram is late again, terrible", "My tram was on time, thank you!", "a toy tram for the kids")
    with file.open("w", newline="") as opened:
        rows = csv.writer(opened)
        rows.writerow(["tweet_id", "created_at", "author", "text"])
        for number in range(60):
            text = said[number // 2 % 3] if number % 2 else f"No bus {number} today"
            rows.writerow([number, (last - timedelta(hours=8 * number)).isoformat(), f"@a{number % 7}", text])
    return file


@needs_browser
@pytest.mark.parametrize(
    ("language", "last"),
    [("en", datetime.now(UTC) - timedelta(hours=2)), ("fr", datetime(2015, 2, 24, 12, tzinfo=UTC))],
    ids=["en-now", "fr-with-its-own-clock"],
)
def test_from_nothing_to_a_filled_dashboard(
    installation: Installation, browser: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str,
    last: datetime,
) -> None:  # fmt: skip
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    words = WORDS[language]
    user = make_user(roles=("marketer",), password=PASSWORD, language=language, name="Ana Roche")
    context = browser.new_context(locale=language, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(30_000)
    failures: list[str] = []
    page.on("console", lambda message: failures.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: failures.append(str(error)))
    began = time.monotonic()

    page.goto(f"{installation.url}/account/login/")
    page.fill("input[name=login]", user.email)
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name=exactly(words["log_in"])).click()
    page.wait_for_url(f"{installation.url}/")

    # A file of posts.
    page.goto(f"{installation.url}/settings/imports/start/")
    page.set_input_files("input[type=file]", posts(tmp_path / "posts.csv", last=last))
    page.fill("[name=new_name]", "Posts")
    page.get_by_role("button", name=exactly(words["columns"])).click()
    page.get_by_role("button", name=exactly(words["import"])).click()
    wait_until(lambda: Mention.objects.count() == 60, what="the posts are stored")

    # The first query: a slip is told with its place and mended by one click, the preview follows the hand.
    page.goto(f"{installation.url}/listen/")
    page.get_by_role("link", name=exactly(words["queries"])).first.click()
    page.get_by_role("link", name=exactly(words["write"])).first.click()
    paper = page.locator("textarea[name=text]")
    paper.press_sequentially("tram W/9 late")
    mend = page.get_by_role("button", name=re.compile(words["mend"]))
    mend.wait_for()
    assert page.locator(".query-under .q-fault").text_content() == "W/9"
    mend.click()
    page.locator("[data-preview-count='10']").wait_for()
    assert paper.input_value() == "tram NEAR/9 late"
    paper.fill("tram NOT toy")
    page.locator("[data-preview-count='20']").wait_for()
    page.get_by_text(words["not"]).wait_for()
    assert page.locator(".found-post mark").first.text_content() == "tram"
    page.locator("#preview-chart canvas").first.wait_for()
    assert page.locator(".query-under .q-operator").text_content() == "NOT"
    assert page.locator(".query-under").text_content().rstrip("\u200b") == "tram NOT toy"

    # Saved, it is searched in what is stored, and its figures are there.
    page.fill("[name=name]", "Trams")
    page.get_by_role("button", name=exactly(words["save"])).click()
    page.get_by_text(re.compile(rf"60 {words['searched']}")).wait_for()
    page.get_by_role("link", name=exactly(words["figures"])).click()
    page.wait_for_url(re.compile(r"/listen/\?.*query=\d+"))
    page.locator(".stat-value", has_text=re.compile(r"^\s*20\s*$")).first.wait_for()
    page.locator("figure canvas").first.wait_for()
    assert time.monotonic() - began < MOST_SECONDS
    assert failures == []
    context.close()
