"""Every screen in a real browser: axe finds nothing, landmarks and one heading are there, the keyboard gets to the
content, nothing is cut off on a phone or at 200 %; and the installed app without network."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from parvis.accounts.models import User
from tests.architecture.test_every_url import NOT_A_PAGE, PUBLIC, SCREENS, made_everything, url_of
from tests.factories.accounts import PASSWORD, make_user
from tests.journeys.conftest import Installation, needs_browser

AXE = (Path(__file__).resolve().parents[1] / "browser" / "axe.min.js").read_text()
LONG = bool(os.environ.get("PARVIS_LONG_TESTS"))
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Answers that are no pages: data, files.
NO_SCREEN = {"commands", "attachment", "message-html", "person-consent-proof-file", "register-file", "person-file",
             "customer-import-refused"}  # fmt: skip
FILES = ("/csv", "/xlsx", "/pdf", "/parquet")
STRANGER = ("/account/login/", "/account/password/", "/contact/website/", "/offline/")
# One screen of each kind, where all are too many.
SAMPLED = ("/", "/inbox/", "/listen/mentions/", "/people/", "/value/", "/settings/users/", "/settings/security/",
           "/settings/me/second-step/", "/settings/audit/")  # fmt: skip

# What a screen must have besides what axe asks for.
SHAPE = """() => {
  const said = [];
  const one = (what, selector) => {
    const found = [...document.querySelectorAll(selector)].filter((e) => e.checkVisibility());
    if (found.length !== 1) said.push(`${what}: ${found.length}`);
  };
  one("main", "main");
  one("h1", "h1");
  if (!document.documentElement.lang) said.push("lang");
  if (!document.title.trim()) said.push("title");
  return said;
}"""
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
FOCUSED = (
    "() => document.activeElement.classList.contains('skip') && document.activeElement.getAttribute('href')"
)


# The screens people work in all day, walked from their first control to the last.
WALKED = ("/", "/inbox/", "/listen/mentions/", "/people/", "/settings/users/", "/settings/connections/",
          "/settings/me/")  # fmt: skip
NUMBER_CONTROLS = """() => {
  const isOpen = (e) => e.checkVisibility({visibilityProperty: true, opacityProperty: false}) && !e.closest("[inert]");
  const one = new Set();
  const controls = [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")].filter((e) => {
    if (e.disabled || e.tabIndex < 0 || !isOpen(e)) return false;
    // Tab stops once in a group of radio buttons: at the chosen one, else at the first.
    if (e.type !== "radio") return true;
    const group = [...document.querySelectorAll(`input[type=radio][name="${e.name}"]`)];
    const stop = group.find((r) => r.checked) || group[0];
    return e === stop && !one.has(e.name) && one.add(e.name);
  });
  controls.forEach((e, number) => { e.dataset.number = number; });
  document.activeElement.blur();
  return controls.map((e) => e.outerHTML.slice(0, 120));
}"""
WHERE = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const shows = (x) => {
    const style = getComputedStyle(x);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  };
  const around = [e, e.parentElement, e.closest("label"), e.id && document.querySelector(`label[for="${e.id}"]`)];
  return {
    number: e.dataset.number === undefined ? null : Number(e.dataset.number),
    what: e.outerHTML.slice(0, 120),
    shown: around.filter(Boolean).some(shows),
  };
}"""


@pytest.fixture
def existing(installation: Installation, files_folder: Any) -> dict[str, Any]:
    return made_everything()


@pytest.fixture
def page(installation: Installation, browser: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    context = browser.new_context(locale="en", viewport={"width": 1440, "height": 900}, bypass_csp=True)
    opened = context.new_page()
    opened.set_default_timeout(20_000)
    yield opened
    context.close()


def log_in(page: Any, origin: str, user: User) -> None:
    page.goto(f"{origin}/account/login/")
    page.fill("input[name=login]", user.email)
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    page.wait_for_url(f"{origin}/")


def screens(objects: dict[str, Any]) -> list[str]:
    """Addresses of every page that an administrator opens, an example of each."""
    addresses = {
        url_of(address, objects)
        for address in SCREENS
        if not address.is_post_only and address.name not in NOT_A_PAGE and address.name not in NO_SCREEN
    }
    return sorted(address for address in addresses if not address.partition("?")[0].endswith(FILES))


def faults_of(page: Any) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate(
        "async (tags) => (await axe.run(document, {runOnly: tags, resultTypes: ['violations']})).violations"
        ".map((rule) => `${rule.id}: ${rule.nodes.slice(0, 3).map((node) => node.target.join(' ')).join(' | ')}`)",
        RULES,
    )
    return [*found, *page.evaluate(SHAPE)]


def is_page(response: Any) -> bool:
    """A whole document: fragments that pages fetch are looked at where they are put in."""
    if response is None or "text/html" not in response.headers.get("content-type", ""):
        return False
    return bool(response.body().lstrip()[:9].lower() == b"<!doctype")


@needs_browser
def test_every_screen_is_usable_by_everybody(
    installation: Installation, page: Any, existing: dict[str, Any]
) -> None:
    user = make_user(roles=("administrator",), password=PASSWORD, name="Ana Roche")
    faults: dict[str, list[str]] = {}

    def look(url: str, where: str) -> None:
        response = page.goto(f"{installation.url}{url}", wait_until="load")
        if is_page(response) and response.status < 400 and (found := faults_of(page)):
            faults[f"{where} {url}"] = found

    for url in STRANGER:
        look(url, "stranger")
    log_in(page, installation.url, user)
    for place, url in enumerate(screens(existing)):
        if place % 3 or LONG:  # every third is looked at at 200 % below
            look(url, "desk")
    page.emulate_media(color_scheme="dark")
    for url in SAMPLED:
        look(url, "dark")
    page.set_viewport_size({"width": 360, "height": 740})
    for url in SAMPLED:
        look(url, "phone, dark")
    assert not faults, "\n".join(f"{where}: {found}" for where, found in faults.items())
    assert len(PUBLIC) > len(STRANGER)


@needs_browser
def test_every_screen_at_200_percent_keeps_its_width_and_axe_finds_nothing(
    installation: Installation, page: Any, existing: dict[str, Any]
) -> None:
    """200 % of 1280 pixels is a page 640 wide (WCAG 2.2, 1.4.4). Every third screen: those that the walk above leaves
    out, so that axe sees each of them once; all of them in both in the long tests."""
    log_in(page, installation.url, make_user(roles=("administrator",), password=PASSWORD))
    page.set_viewport_size({"width": 640, "height": 450})
    faults: dict[str, list[str]] = {}
    seen = 0
    for url in screens(existing)[:: 1 if LONG else 3]:
        response = page.goto(f"{installation.url}{url}", wait_until="load")
        if not is_page(response) or response.status >= 400:
            continue
        seen += 1
        over = page.evaluate(WIDER)
        if found := [*([f"{over} pixels too wide"] if over > 0 else []), *faults_of(page)]:
            faults[url] = found
    assert not faults, "\n".join(f"{url}: {found}" for url, found in faults.items())
    assert seen > 20


@needs_browser
def test_the_keyboard_reaches_every_control_in_order_and_shows_where_it_is(
    installation: Installation, page: Any, existing: dict[str, Any]
) -> None:
    log_in(page, installation.url, make_user(roles=("administrator",), password=PASSWORD))
    faults = {}
    for url in WALKED:
        page.goto(f"{installation.url}{url}", wait_until="load")
        controls = page.evaluate(NUMBER_CONTROLS)
        walked, unseen = [], []
        for _ in range(2 * len(controls) + 20):
            page.keyboard.press("Tab")
            at = page.evaluate(WHERE)
            if at is None or (at["number"] == 0 and len(walked) > 1):
                break  # out of the page, or round to its beginning
            # A day is three numbers and a calendar: within it the browser itself shows where one is.
            is_inside = walked[-1:] == [at["number"]] and at["number"] is not None
            walked.append(at["number"])
            if not at["shown"] and not is_inside:
                unseen.append(controls[at["number"]] if at["number"] is not None else at["what"])
        # What Tab reaches beyond the numbered ones (a part that scrolls) has no number and no place in their order.
        in_order = [number for number in walked if number is not None]
        missed = [controls[number] for number in range(len(controls)) if number not in in_order]
        if missed or unseen or in_order != sorted(in_order):
            faults[url] = {"missed": missed[:5], "focus not shown": unseen[:5], "order": in_order}
        assert len(controls) > 10, url
    assert faults == {}


@needs_browser
def test_nothing_is_cut_off_on_a_phone(
    installation: Installation, page: Any, existing: dict[str, Any]
) -> None:
    """320 pixels are 400 % of 1280 (WCAG 2.2, 1.4.10, reflow)."""
    log_in(page, installation.url, make_user(roles=("administrator",), password=PASSWORD))
    wider = {}
    for width in (360, 320):
        page.set_viewport_size({"width": width, "height": 700})
        for url in SAMPLED:
            page.goto(f"{installation.url}{url}")
            if (over := page.evaluate(WIDER)) > 0:
                wider[f"{width} {url}"] = over
    assert wider == {}


@needs_browser
def test_the_keyboard_gets_to_the_content(
    installation: Installation, page: Any, existing: dict[str, Any]
) -> None:
    log_in(page, installation.url, make_user(roles=("administrator",), password=PASSWORD))
    for url in SAMPLED:
        page.goto(f"{installation.url}{url}")
        page.evaluate("() => document.activeElement.blur()")
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUSED) == "#main", url
        page.keyboard.press("Enter")
        assert page.evaluate("() => document.activeElement.id") == "main", url


@needs_browser
def test_the_app_without_network_shows_its_own_page_and_kept_nothing_private(
    installation: Installation, page: Any
) -> None:
    origin = installation.url.replace("127.0.0.1", "localhost")
    log_in(page, origin, make_user(password=PASSWORD, name="Zoé Kessler"))
    page.evaluate("async () => { await navigator.serviceWorker.ready; }")
    page.goto(f"{origin}/settings/me/")
    page.get_by_text("Zoé Kessler").first.wait_for()
    kept = page.evaluate(
        "async () => (await Promise.all((await caches.keys()).map(async (name) =>"
        " (await (await caches.open(name)).keys()).map((request) => new URL(request.url).pathname)))).flat()"
    )
    assert "/offline/" in kept
    assert {path for path in kept if not path.startswith("/static/")} == {"/offline/"}
    page.context.set_offline(True)
    page.goto(f"{origin}/inbox/")
    page.get_by_role("heading", name="No network").wait_for()
    assert "Zoé" not in page.content()
    page.context.set_offline(False)
    page.goto(f"{origin}/settings/me/")
    page.get_by_text("Zoé Kessler").first.wait_for()
