"""A member comes in with an account they have elsewhere, and is told on their device, in a real browser.

The browser's own push service is its maker's and not reached from here: what it would hand over is handed to the
worker by the browser's inspector. The way from us to a push service is tests/community/test_devices.py.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from parvis.community.actions.log_in_providers import ProviderSettings, save_provider
from parvis.community.actions.notices import read_notices
from parvis.community.models import Member, Notice
from parvis.community.reads.notice_push import pushed
from parvis.foundation.audit import SYSTEM
from parvis.foundation.clock import utc_now
from tests.factories.community import make_question
from tests.journeys.conftest import Installation, needs_browser
from tests.peers.oidc import CLIENT_SECRET, Peer, oidc_provider
from tests.processes import wait_until


@pytest.fixture
def peer(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Peer]:
    with oidc_provider("mock") as running:
        monkeypatch.setenv("PARVIS_FETCH_ALLOW", running.allowed)
        settings.FETCH_ALLOWED_PRIVATE = (running.allowed,)
        yield running


@needs_browser
def test_in_by_one_button_and_told_on_the_device(peer: Peer, installation: Installation, browser) -> None:  # type: ignore[no-untyped-def]
    origin = installation.url.replace("127.0.0.1", "localhost")
    given = ProviderSettings("Velostral", peer.issuer, "parvis", client_secret=CLIENT_SECRET, is_trusted=True)
    save_provider(None, given, by=SYSTEM, now=utc_now())
    context = browser.new_context(locale="fr", permissions=["notifications"])
    page = context.new_page()
    page.set_default_timeout(20_000)
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))

    page.goto(f"{origin}/community/log-in/?next=/community/notices/")
    page.get_by_role("link", name="Continuer avec Velostral").click()
    page.fill("input[name=sub]", "lea")
    page.get_by_role("button").first.click()
    page.wait_for_url(f"{origin}/community/log-in/back/**")
    assert page.input_value("input[name=name]") == "lea"
    page.fill("input[name=name]", "Rouleuse")
    page.get_by_role("button", name="S’inscrire").click()
    page.wait_for_url(f"{origin}/community/notices/")
    member = Member.objects.get()
    assert member.name == "Rouleuse"

    # The page offers it; its worker shows what arrives, once a thing, and takes away what was read elsewhere.
    page.get_by_role("button", name="Me prévenir sur cet appareil").wait_for()
    page.evaluate(
        "navigator.serviceWorker.register('/community/service-worker.js', {scope: '/community/'})"
        ".then(() => navigator.serviceWorker.ready).then(() => true)"
    )
    inspector = context.new_cdp_session(page)
    known: list[str] = []
    inspector.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: known.extend(one["registrationId"] for one in told["registrations"]),
    )
    inspector.send("ServiceWorker.enable")
    wait_until(lambda: page.evaluate("1") and known, what="the browser says that it has a worker")
    first, second = (
        make_question(title=title) for title in ("Ma batterie ne charge pas", "Mes freins grincent")
    )
    notices = [
        Notice.objects.create(
            member=member, kind="answers", question=one, path=one.url, at=utc_now(), count=1
        )
        for one in (first, second)
    ]

    def arrives(notice: Notice) -> None:
        told = {"origin": origin, "registrationId": known[0], "data": json.dumps(pushed(notice))}
        inspector.send("ServiceWorker.deliverPushMessage", told)

    def on_screen() -> list[str]:
        shown = "navigator.serviceWorker.getRegistration('/community/').then((one) => one.getNotifications())"
        return sorted(page.evaluate(f"{shown}.then((all) => all.map((one) => one.body))"))

    for notice in notices:
        arrives(notice)
    space = "\u202f"
    said = [f"1 nouveau message sous «{space}{one.title}{space}»" for one in (first, second)]
    wait_until(lambda: on_screen() == said, what="both notices are on the screen")
    read_notices(member, notice_id=notices[0].pk, now=utc_now())
    arrives(notices[1])
    wait_until(lambda: on_screen() == said[1:], what="what was read on another device is gone from this one")

    # The browser's maker is out of reach: one sentence says that it did not work, and the button stays.
    page.get_by_role("button", name="Me prévenir sur cet appareil").click()
    page.get_by_role("alert").filter(has_text="navigateur").wait_for()
    page.get_by_role("button", name="Me prévenir sur cet appareil").wait_for()
    context.close()
    assert failures == []
