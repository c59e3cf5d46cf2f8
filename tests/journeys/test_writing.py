"""A question's page in a real browser: what a first visit weighs; writing there: marks, a quote of what is marked,
a name after an @, a pasted picture, the preview, a comment where it will stand."""

from __future__ import annotations

import re

from parvis.community.models import Answer
from parvis.community.web.sessions import COOKIE
from tests.community.test_pages import client_of
from tests.factories.community import make_answer, make_member, make_question
from tests.journeys.conftest import Installation, needs_browser

PASTE = """async () => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 30, height: 30 });
  canvas.getContext("2d").fillRect(0, 0, 30, 30);
  const blob = await new Promise((done) => canvas.toBlob(done));
  const data = new DataTransfer();
  data.items.add(new File([blob], "photo.png", { type: "image/png" }));
  const paste = new ClipboardEvent("paste", { clipboardData: data, cancelable: true, bubbles: true });
  document.activeElement.dispatchEvent(paste);
}"""
MARK = """() => {
  const words = document.querySelector(".answer .words p");
  getSelection().selectAllChildren(words);
}"""


@needs_browser
def test_a_member_writes_with_help(installation: Installation, browser) -> None:  # type: ignore[no-untyped-def]
    from playwright.sync_api import expect

    question = make_question(title="The kettle hums")
    make_answer(question, text="Take the lime away.", by=make_member(name="Anne Lebrun"))
    context = browser.new_context(locale="en")
    held = client_of(make_member(name="Basil")).cookies[COOKIE].value
    context.add_cookies([{"name": COOKIE, "value": held, "domain": "127.0.0.1", "path": "/community/"}])
    page = context.new_page()
    page.set_default_timeout(20_000)
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    loaded = []
    page.on("response", lambda answered: loaded.append(answered))
    page.goto(f"{installation.url}{question.url}", wait_until="networkidle")
    # Nothing but the page, two style sheets, a script and letters of two kinds, whole and not compressed.
    kinds = {"document", "stylesheet", "script", "font"}
    weights = {one.url: len(one.body()) for one in loaded if one.request.resource_type in kinds}
    assert (len(weights), sum(weights.values()) < 95_000) == (6, True), weights

    # What is marked on the page goes into the answer, with whose words they are.
    page.evaluate(MARK)
    page.locator(".quote-this").click()
    field = page.get_by_label("Your answer")
    expect(field).to_have_value("> **Anne Lebrun**\n>\n> Take the lime away.\n\n")

    # By keyboard: bold words, then a name that is chosen from the list.
    field.press("Control+b")
    page.keyboard.type("Thanks")
    page.keyboard.press("End")
    page.keyboard.type(" @anne")
    page.get_by_role("option", name="Anne Lebrun").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert field.input_value().endswith("**Thanks** @Anne.Lebrun ")

    # A pasted picture is sent at once and stands in the text.
    page.evaluate(PASTE)
    expect(field).to_have_value(re.compile(r"!\[\]\(/community/pictures/[0-9a-f]{64}\)"))

    # The preview shows it as it will be; another press goes back to writing.
    preview = page.get_by_role("button", name="Preview")
    preview.click()
    shown = page.locator(".writing-preview")
    shown.locator("img").wait_for()
    assert shown.locator("blockquote strong").inner_text() == "Anne Lebrun"
    assert not field.is_visible()
    preview.click()
    expect(field).to_be_visible()

    page.get_by_role("button", name="Publish the answer").click()
    page.wait_for_url("**/*#answer-*")
    written = Answer.objects.latest("pk")
    assert "<blockquote>" in written.html and "<img" in written.html and "@Anne.Lebrun" in written.text

    # A comment is begun where it will stand, by keyboard, without another page in between.
    page.get_by_role("link", name="Comment").last.press("Enter")
    expect(page.locator(f"#answer-{written.pk}").get_by_label("Your comment")).to_be_focused()
    expect(page.locator("form.comment-form [name=parent]")).to_have_value(str(written.pk))
    context.close()
    assert failures == []
