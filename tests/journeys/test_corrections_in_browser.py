"""A label is put right where it is seen; the installation learns from it in the background, says how much better it
reads, how often it is right on its own sample, and goes back to what was shipped when it is told to."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from parvis.labelling.actions.correct import CORRECTIONS_A_TRAINING, correct_label
from parvis.labelling.models import Adapter, Correction
from parvis.labelling.reads.sources import texts_of
from parvis.listening.models import Mention
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.channels import NOON, make_connection
from tests.factories.labelling import make_sample_item
from tests.factories.listening import make_mention
from tests.journeys.conftest import Installation, needs_browser
from tests.journeys.test_loop_in_browser import exactly
from tests.labelling.test_training import SPOKEN
from tests.processes import wait_until

WORDS = {
    "log_in": "Se connecter", "negative": "[Nn]égatif", "in_use": "employé", "shipped": "Employer le modèle livré seul",
    "this_one": "Employer celui-ci", "quality": "Combien de fois la machine a raison ici",
}  # fmt: skip


def spoken(number: int, connection: Any) -> tuple[Mention, str]:
    words, value = SPOKEN[number % len(SPOKEN)]
    return make_mention(words.format(n=number), sentiment="neutral", connection=connection, author=""), value


@needs_browser
def test_from_a_click_to_a_better_reader_and_back(
    installation: Installation, browser: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    user = make_user(roles=("supervisor",), password=PASSWORD, language="fr", name="Ana Roche")
    connection = make_connection()
    for number in range(1, CORRECTIONS_A_TRAINING):
        mention, value = spoken(number, connection)
        text = texts_of([("mention", mention.pk)])["mention", mention.pk]
        correct_label(text, label="sentiment", to=value, by=user, now=NOON, origin="asked")
    for number in range(100, 130):
        mention, value = spoken(number, connection)
        make_sample_item(mention, truth=value)
    last = make_mention("Trottibus en retard, encore", sentiment="positive", connection=connection)
    context = browser.new_context(locale="fr", viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(30_000)
    failures: list[str] = []
    page.on("console", lambda message: failures.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.goto(f"{installation.url}/account/login/")
    page.fill("input[name=login]", user.email)
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name=exactly(WORDS["log_in"])).click()
    page.wait_for_url(f"{installation.url}/")

    # Where it is seen: one click on the label, one on what it is.
    page.goto(f"{installation.url}{reverse('mention', args=[last.pk])}")
    page.locator(".correction summary").first.click()
    page.locator(".correction").first.get_by_role("button", name=re.compile(WORDS["negative"])).click()
    page.locator(".correction-mark").first.wait_for()
    assert Mention.objects.get(pk=last.pk).sentiment == "negative"
    assert Correction.objects.filter(text_id=last.pk, by=user, origin="seen").count() == 1

    # That was the fiftieth: the worker learns by itself, and the page says how much was gained, and how well it reads.
    wait_until(
        lambda: Adapter.objects.filter(is_active=True).exists(), seconds=60, what="the worker has learned"
    )
    adapter = Adapter.objects.get()
    wait_until(
        lambda: not _measured_before(adapter), seconds=60, what="the sample is measured by what is in force"
    )
    page.goto(f"{installation.url}{reverse('label-quality')}")
    page.get_by_role("heading", name=WORDS["quality"]).wait_for()
    assert page.locator(".label-stats .stat-value").count() == 2
    assert page.locator(".label-confusion td.is-right").count() == 3
    row = page.locator("tbody tr", has_text=re.compile(rf"^\s*{adapter.pk}\b")).last
    row.get_by_text(exactly(WORDS["in_use"])).wait_for()

    # Back to what was shipped, and to what was learned again.
    page.get_by_role("button", name=exactly(WORDS["shipped"])).click()
    page.get_by_role("button", name=exactly(WORDS["this_one"])).wait_for()
    assert not Adapter.objects.filter(is_active=True).exists()
    page.get_by_role("button", name=exactly(WORDS["this_one"])).click()
    page.get_by_role("button", name=exactly(WORDS["shipped"])).wait_for()
    assert Adapter.objects.get(is_active=True) == adapter
    assert failures == []
    context.close()


def _measured_before(adapter: Adapter) -> bool:
    from parvis.labelling.models import SampleItem

    return SampleItem.objects.exclude(predicted_by__endswith=f"+house-{adapter.pk}").exists()
