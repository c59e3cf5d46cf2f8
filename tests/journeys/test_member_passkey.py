"""A member's passkey in a real browser with a virtual authenticator: made, used alone, removed, of no use then."""

from __future__ import annotations

from parvis.community.web.sessions import COOKIE
from tests.community.test_pages import client_of
from tests.factories.community import make_member
from tests.journeys.conftest import Installation, needs_browser
from tests.journeys.test_passkey import DEVICE


@needs_browser
def test_a_member_makes_a_passkey_and_logs_in_by_it(installation: Installation, browser) -> None:  # type: ignore[no-untyped-def]
    # A passkey belongs to a name, never to a number.
    origin = installation.url.replace("127.0.0.1", "localhost")
    member = make_member(name="Alba")
    context = browser.new_context(locale="en")
    page = context.new_page()
    page.set_default_timeout(20_000)
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    held = client_of(member).cookies[COOKIE].value
    context.add_cookies([{"name": COOKIE, "value": held, "domain": "localhost", "path": "/community/"}])

    page.goto(f"{origin}/community/me/log-in/")
    page.fill("input[name=name]", "My laptop")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_text("My laptop", exact=True).wait_for()

    # Alone: no address, no code; back to where one was.
    context.clear_cookies()
    page.goto(f"{origin}/community/log-in/?next=/community/me/log-in/")
    page.get_by_role("button", name="Log in with a passkey").click()
    page.wait_for_url(f"{origin}/community/me/log-in/")
    page.get_by_text("last used").wait_for()

    # Taken away it opens nothing, although the device has it still.
    page.get_by_role("button", name="Remove My laptop").click()
    page.get_by_text("You have no passkey yet.").wait_for()
    context.clear_cookies()
    page.goto(f"{origin}/community/log-in/")
    page.get_by_role("button", name="Log in with a passkey").click()
    page.get_by_text("This passkey is not known here.").wait_for()
    context.close()
    assert failures == []
