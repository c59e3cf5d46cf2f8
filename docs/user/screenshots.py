"""Make the pictures of the user guide again, in French and in English, from a running demo.

    parvis run                                                     # in another window
    python docs/user/screenshots.py --url http://localhost:8000    # all of them
    python docs/user/screenshots.py --url … --only inbox figures   # some of them

Starts no server and changes nothing in the demo but the language of one account, which it puts back. Needs the
development environment (Playwright) and Debian's Chromium. With Pillow installed the pictures are written with
a palette, at about a third of the size; without it they are written as the browser gives them.
"""

from __future__ import annotations

import argparse
import importlib
import io
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

IMAGES = Path(__file__).parent / "images"
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
WIDTH, HEIGHT = 1280, 800
MOST_BYTES = 150_000
PASSWORD = "velostral-demo"  # noqa: S105 -- public, printed at the start of every demo
AGENT = {"fr": "lea.bonnet@velostral.example", "en": "emma.clarke@velostral.example"}
ADMINISTRATOR = "claire.ferrand@velostral.example"

POSTS = {
    "fr": (
        "id,date,auteur,texte\n"
        "1,2026-03-02 09:12,@velo44,Toujours aucune réponse au sujet de ma batterie.\n"
        "2,2026-03-02 18:40,@marie_b,"
        "Échange fait à Nantes en dix minutes. Merci à l’équipe !\n"
        "3,2026-03-03 07:55,@pavés,Quelqu’un a essayé le Bora en montagne ?\n"
    ),
    "en": (
        "id,date,author,text\n"
        "1,2026-03-02 09:12,@bike44,Still no answer about my battery.\n"
        "2,2026-03-02 18:40,@mary_b,Swapped in Nantes within ten minutes. Thank you all!\n"
        "3,2026-03-03 07:55,@cobbles,Has anybody tried the Bora in the mountains?\n"
    ),
}


@dataclass(frozen=True)
class Picture:
    """One picture of the guide: whose screen, how to get there, how high."""

    name: str
    by_administrator: bool
    open: Callable[[Page, str, str], None]
    height: int = HEIGHT


def at(path: str) -> Callable[[Page, str, str], None]:
    return lambda page, url, language: (page.goto(url + path), None)[1]


def conversation(page: Page, url: str, language: str) -> None:
    """One that waits, from somebody who writes the reader's language."""
    page.goto(f"{url}/inbox/")
    subject = {"fr": "Bonjour", "en": "The app"}[language]
    rows = page.locator("#inbox-list .rows > li")
    row = rows.filter(has_text=subject)
    (row if row.count() else rows).first.locator("a").first.click()
    page.locator("#composer-words").wait_for()


def person(page: Page, url: str, language: str) -> None:
    """Somebody who spoke on several channels, with the first "Why do we know this?" open."""
    page.goto(f"{url}/people/?q=margaux+bertrand")
    page.locator("a[href*='/people/']", has_text="Margaux Bertrand").first.click()
    page.wait_for_url("**/people/*/")
    page.locator("details.why summary").first.click()


def import_columns(page: Page, url: str, language: str) -> None:
    """How a file would be read; nothing is imported."""
    page.goto(f"{url}/settings/imports/start/")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / {"fr": "publications.csv", "en": "posts.csv"}[language]
        file.write_text(POSTS[language])
        page.set_input_files("input[type=file]", file)
        page.fill("[name=new_name]", {"fr": "Export de la veille", "en": "Monitoring export"}[language])
        page.locator("main form button[type=submit], main form button.button-primary").first.click()
        page.wait_for_url("**/columns/**")


def command_bar(page: Page, url: str, language: str) -> None:
    page.goto(f"{url}/inbox/")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("Control+k")
    page.keyboard.type({"fr": "batterie", "en": "battery"}[language])
    page.locator("[role=option]", has_text="Bora").first.wait_for()


def group_builder(page: Page, url: str, language: str) -> None:
    page.goto(f"{url}/people/groups/new/")
    page.fill("#name", {"fr": "Lyon, récemment", "en": "Lyon, lately"}[language])
    for number, (field, value) in enumerate((("city", "Lyon"), ("last_heard", "400"))):
        page.select_option("#g0-add", field)
        page.fill(f"#g0-{number}-value", value)
        page.press(f"#g0-{number}-value", "Tab")
    page.wait_for_timeout(1500)


def shortcuts(page: Page, url: str, language: str) -> None:
    conversation(page, url, language)
    page.locator("main h1, h1").first.click()
    page.keyboard.press("?")
    page.locator("#shortcuts-panel[open]").wait_for()


def query_editor(page: Page, url: str, language: str) -> None:
    """A query that is being written, with what it would find; nothing is saved."""
    page.goto(f"{url}/listen/queries/new/")
    page.fill("textarea[name=text]", "velostral NOT batter*")
    page.fill("[name=name]", "Vélostral")
    page.locator("#preview-chart canvas").first.wait_for()


def first_of(path: str) -> Callable[[Page, str, str], None]:
    """What the first row of a list opens."""

    def open_first(page: Page, url: str, language: str) -> None:
        page.goto(url + path)
        page.locator("main a.row-link").first.click()
        page.wait_for_load_state("load")

    return open_first


def asking(page: Page, url: str, language: str) -> None:
    """A question that is being typed, with what was asked before; nothing is sent."""
    page.goto(f"{url}/community/ask/")
    page.fill(
        "#title", {"fr": "Ma batterie s’arrête à 80 %", "en": "Is the battery exchange free?"}[language]
    )
    page.locator("#similar li").first.wait_for()
    page.evaluate("document.activeElement.blur()")


PICTURES = (
    Picture("today", False, at("/")),
    Picture("command-bar", False, command_bar, 620),
    Picture("inbox", False, at("/inbox/")),
    Picture("conversation", False, conversation),
    Picture("listen", False, at("/listen/"), 900),
    Picture("mentions", False, at("/listen/mentions/")),
    Picture("labels", True, at("/listen/quality/ask/"), 620),
    Picture("queries", True, query_editor, 900),
    Picture("import", True, import_columns),
    Picture("people", False, at("/people/"), 560),
    Picture("rights", True, at("/people/rights/"), 640),
    Picture("purposes", True, at("/settings/purposes/"), 900),
    Picture("duplicates", False, at("/people/duplicates/?queue=low"), 640),
    Picture("person", False, person, 900),
    Picture("groups", True, group_builder, 640),
    Picture("figures", True, at("/value/"), 900),
    Picture("new-sources", True, at("/listen/sources/"), 1000),
    Picture("connection", True, at("/settings/connections/add/"), 1120),
    Picture("connections", True, at("/settings/connections/"), 680),
    Picture("queues", True, at("/settings/queues/"), 400),
    Picture("colleagues", True, at("/settings/users/"), 560),
    Picture("roles", True, at("/settings/roles/")),
    Picture("profile", False, at("/settings/me/"), 720),
    Picture("shortcuts", False, shortcuts),
    Picture("own-data", True, at("/settings/demo/")),
    Picture("community", False, at("/community/"), 720),
    Picture("community-setup", True, at("/community/desk/site/"), 860),
    Picture("community-desk", True, at("/community/desk/"), 640),
    Picture("articles", True, first_of("/community/desk/articles/?state=review"), 860),
    Picture("ideas", True, first_of("/community/desk/ideas/?view=open"), 720),
    Picture("reviews", True, at("/community/desk/reviews/"), 700),
    Picture("moderation", True, at("/community/desk/moderation/"), 760),
    Picture("members", True, at("/community/desk/experts/"), 820),
    Picture("community-health", True, at("/community/desk/health/"), 860),
    Picture("for-members", False, asking, 720),
)


@contextmanager
def logged_in(browser: Browser, url: str, email: str, language: str) -> Iterator[Page]:
    """A page of this account in this language; the account keeps the language it had."""
    context = browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT},
        color_scheme="light",
        locale=language,
        timezone_id="Europe/Paris",
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto(f"{url}/account/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{url}/")
    before = page.locator("html").get_attribute("lang") or "fr"
    speak(page, url, language)
    try:
        yield page
    finally:
        speak(page, url, before)
        context.close()


def speak(page: Page, url: str, language: str) -> None:
    page.goto(f"{url}/settings/me/")
    if page.locator("html").get_attribute("lang") != language:
        page.check(f"main input[name=language][value={language}]")
        page.locator("main form button.button-primary").first.click()
        page.locator(f"html[lang={language}]").wait_for()


def take(page: Page, url: str, language: str, picture: Picture) -> None:
    page.set_viewport_size({"width": WIDTH, "height": picture.height})
    picture.open(page, url, language)
    page.wait_for_load_state("load")
    page.evaluate("document.fonts.ready.then(() => null)")
    page.wait_for_timeout(600)  # charts and fragments that come after the page
    target = IMAGES / f"{picture.name}.{language}.png"
    target.write_bytes(with_palette(page.screenshot(animations="disabled", caret="hide")))
    size = target.stat().st_size
    sys.stdout.write(f"{target.name}: {size // 1000} kB{' (too large)' if size > MOST_BYTES else ''}\n")


def with_palette(png: bytes) -> bytes:
    """The same picture in 160 colours, where Pillow is there."""
    try:
        image_module = importlib.import_module("PIL.Image")
    except ImportError:
        return png
    picture = image_module.open(io.BytesIO(png)).convert("RGB")
    written = io.BytesIO()
    picture.quantize(160, dither=image_module.Dither.NONE).save(written, "PNG", optimize=True)
    return written.getvalue()


def main() -> int:
    parser = argparse.ArgumentParser(description="Make the pictures of the user guide from a running demo.")
    parser.add_argument("--url", required=True, help="address of the running demo")
    parser.add_argument("--only", nargs="*", default=[], help="names of pictures; all of them otherwise")
    parser.add_argument("--language", choices=("fr", "en"), help="one language; both otherwise")
    chosen = parser.parse_args()
    url = chosen.url.rstrip("/")
    pictures = [picture for picture in PICTURES if not chosen.only or picture.name in chosen.only]
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for language in (chosen.language,) if chosen.language else ("fr", "en"):
            for by_administrator in (False, True):
                wanted = [picture for picture in pictures if picture.by_administrator is by_administrator]
                if not wanted:
                    continue
                email = ADMINISTRATOR if by_administrator else AGENT[language]
                with logged_in(browser, url, email, language) as page:
                    for picture in wanted:
                        take(page, url, language, picture)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
