"""A passkey in a real browser with a virtual authenticator: made, used to log in alone, and as the second step."""

from __future__ import annotations

import pytest

from parvis.accounts.models import User
from tests.factories.accounts import PASSWORD, make_user
from tests.journeys.conftest import Installation, needs_browser

DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def log_in_by_password(page, origin: str, user: User) -> None:  # type: ignore[no-untyped-def]
    page.goto(f"{origin}/account/login/")
    page.fill("input[name=login]", user.email)
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()


@needs_browser
def test_a_passkey_is_made_and_opens(
    installation: Installation, browser, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    # A passkey belongs to a name, never to a number.
    origin = installation.url.replace("127.0.0.1", "localhost")
    user = make_user(password=PASSWORD)
    context = browser.new_context(locale="en")
    page = context.new_page()
    page.set_default_timeout(20_000)
    failures: list[str] = []
    page.on("console", lambda message: failures.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: failures.append(str(error)))
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    key = device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]

    log_in_by_password(page, origin, user)
    page.wait_for_url(f"{origin}/")
    page.goto(f"{origin}/settings/me/second-step/passkeys/add/")
    page.fill("input[name=name]", "My laptop")
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url("**/second-step/codes/")
    page.goto(f"{origin}/settings/me/second-step/")
    page.get_by_text("My laptop").wait_for()
    page.get_by_text("opens without a password").wait_for()

    # Alone, without the password.
    context.clear_cookies()
    page.goto(f"{origin}/account/login/")
    page.get_by_role("button", name="Log in with a passkey").click()
    page.wait_for_url(f"{origin}/")

    # As the second step after the password.
    context.clear_cookies()
    log_in_by_password(page, origin, user)
    page.wait_for_url("**/account/second-step/")
    page.get_by_role("button", name="Use my passkey").click()
    page.wait_for_url(f"{origin}/")

    # A device that holds no such key opens nothing, and says so.
    context.clear_cookies()
    device.send("WebAuthn.clearCredentials", {"authenticatorId": key})
    log_in_by_password(page, origin, user)
    page.get_by_role("button", name="Use my passkey").click()
    page.get_by_text("The browser gave no passkey.").wait_for()
    assert "/account/second-step/" in page.url
    context.close()
    assert failures == []
