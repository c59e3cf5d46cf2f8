"""Customers help each other, in a real browser, by real mail, in both languages: a visitor asks, a super-user
answers by mail, the author accepts, the answer becomes an article; a harsh review stays, an insult goes with its
reason and another judges the appeal; what nobody answers reaches the inbox; the health page explains itself."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from importlib import import_module
from typing import Any

import pytest

from parvis.accounts.models import User
from parvis.community.actions.join import join
from parvis.community.models import Answer, Board, Ground, Member, Notice, Question
from parvis.community.reads.notice_links import MAILBOX_FACT
from parvis.community.web.sessions import COOKIE
from parvis.conversations.models import Conversation
from parvis.foundation.access import purpose
from parvis.foundation.clock import utc_now
from parvis.foundation.installation import state_fact
from parvis.foundation.jobs import enqueue, enqueue_once
from tests.community.test_pages import client_of
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.channels import make_connection
from tests.factories.community import make_answer, make_board, make_member, make_question
from tests.factories.reviews import make_page
from tests.journeys.conftest import Installation, needs_browser
from tests.peers.dovecot import Dovecot, dovecot_server, has_dovecot
from tests.peers.smtp import SmtpServer, Taken, smtp_server
from tests.processes import wait_until

# What the buttons of the journey say, so that a missing translation stops it.
WORDS = {
    "en": {
        "log_in": "Log in", "code": "Send me a code", "join": "Join", "publish": "Publish the question",
        "similar": "Written before, perhaps the answer:", "solved_it": "This solved it",
        "ask": "Ask", "is_asked": "Colette is asked to answer.",
        "solved": "This answer solved it", "to_article": "Make an article of its answer",
        "have_read": "Save and have it read", "publish_article": "Publish",
        "is_published": "Published: readers see it now.", "see_article": "There is an article on this:",
        "super_user": "super-user",
        "another": "You wrote this version, so a colleague publishes it.",
        "publish_review": "Publish the review", "report": "Report", "send_report": "Send the report",
        "arrived": "Your report has arrived", "stays": "It stays", "has_stayed": "It stays: no rule is broken.",
        "withhold": "Withhold with this reason",
        "is_withheld": "Withheld. The author reads the reason and can appeal.",
        "note": "This answer was withheld by moderation. The public register says why.",
        "ground": "Ground 1: Insult or threat", "declined": "declined: the text breaks no rule and stays",
        "upheld": "upheld: the text is withheld", "by_person": "decided by a person",
        "appeal": "Appeal", "under_way": "appeal under way",
        "not_yours": "You made this decision, so a colleague judges the appeal.", "undo": "Undo the decision",
        "stands": "The decision stands", "is_judged": "Decided. The author reads your reasons.",
        "refused": "appeal refused", "send": "Send",
        "health": "Not enough data yet: it takes four full weeks.", "no_data": "not enough data",
        "traffic": "Read by people: crawlers do not run the script that counts.",
    },
    "fr": {
        "log_in": "Se connecter", "code": "M’envoyer un code", "join": "S’inscrire",
        "publish": "Publier la question", "similar": "Déjà écrit, et peut-être la réponse :",
        "solved_it": "C’est la solution",
        "ask": "Solliciter", "is_asked": "La question est confiée à Colette.",
        "solved": "Cette réponse a résolu la question",
        "to_article": "Faire un article de sa réponse", "have_read": "Enregistrer et faire relire",
        "publish_article": "Publier", "is_published": "Publié : les lecteurs le voient.",
        "see_article": "Un article en parle :", "super_user": "expert",
        "another": "Vous avez écrit cette version\u202f: c’est à quelqu’un d’autre de la publier.",
        "publish_review": "Publier l’avis", "report": "Signaler", "send_report": "Envoyer le signalement",
        "arrived": "Votre signalement est bien arrivé", "stays": "Laisser en ligne",
        "has_stayed": "Le texte reste\u202f: aucune règle n’est enfreinte.", "withhold": "Retirer pour ce motif",
        "is_withheld": "Retiré. L’auteur en lit le motif et peut faire un recours.",
        "note": "Cette réponse a été retirée par la modération. Le registre public en donne le motif.",
        "ground": "Motif 1\u202f: Injure ou menace",
        "declined": "écarté\u202f: le texte n’enfreint aucune règle et reste",
        "upheld": "confirmé\u202f: le texte est retiré", "by_person": "décidé par une personne",
        "appeal": "Faire un recours", "under_way": "recours en cours",
        "not_yours": "Vous avez pris cette décision\u202f: un collègue jugera le recours.",
        "undo": "Annuler la décision", "stands": "Maintenir la décision",
        "is_judged": "Décidé. L’auteur lira vos raisons.", "refused": "recours rejeté", "send": "Envoyer",
        "health": "Données encore insuffisantes\u202f: il faut quatre semaines complètes.",
        "no_data": "données insuffisantes",
        "traffic": "Lues par des personnes\u202f: les robots n’exécutent pas le script qui compte.",
    },
}  # fmt: skip


def exactly(word: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*{re.escape(word)}\s*$")


class Person:
    """Somebody at a browser of their own."""

    def __init__(
        self, browser: Any, installation: Installation, *, language: str, failures: list[str]
    ) -> None:
        self.url = installation.url
        self.context = browser.new_context(locale=language, viewport={"width": 1440, "height": 900})
        self.page = self.context.new_page()
        self.page.set_default_timeout(30_000)
        self.page.on("pageerror", lambda error: failures.append(str(error)))

    def open(self, path: str) -> None:
        self.page.goto(self.url + path)

    def press(self, word: str, *, within: Any = None) -> None:
        (within or self.page).get_by_role("button", name=exactly(word)).click()

    def reads(self, words: str) -> None:
        self.page.get_by_text(words).first.wait_for()

    def enter_as(self, member: Member) -> None:
        """Logged in before this begins."""
        held = client_of(member).cookies[COOKIE].value
        self.context.add_cookies(
            [{"name": COOKIE, "value": held, "domain": "127.0.0.1", "path": "/community/"}]
        )

    def log_in(self, user: User, words: dict[str, str]) -> None:
        self.open("/account/login/")
        self.page.fill("input[name=login]", user.email)
        self.page.fill("input[name=password]", PASSWORD)
        self.press(words["log_in"])
        self.page.wait_for_url(f"{self.url}/")


@pytest.fixture
def post(monkeypatch) -> Iterator[SmtpServer]:  # type: ignore[no-untyped-def]
    """The mail server that the installation's own mails go through; ask for it before the installation."""
    with smtp_server() as server:
        monkeypatch.setenv("PARVIS_EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
        monkeypatch.setenv("PARVIS_SMTP_HOST", "127.0.0.1")
        monkeypatch.setenv("PARVIS_SMTP_PORT", str(server.port))
        monkeypatch.setenv("PARVIS_SMTP_SECURITY", "none")
        monkeypatch.setenv("PARVIS_FROM_EMAIL", "house@example.org")
        yield server


@needs_browser
@pytest.mark.skipif(not has_dovecot(), reason="dovecot absent: apt-get install dovecot-imapd")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_customers_help_each_other(
    post: SmtpServer, installation: Installation, browser, monkeypatch, language: str
):  # type: ignore[no-untyped-def]
    # Playwright's loop runs in this thread; the test's own queries beside it are meant.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    words, failures, people = WORDS[language], [], []
    now = utc_now()
    begin_charter()
    board = make_board("Batteries", slug="batteries")
    with purpose("membership"):
        expert = join(email="colette@example.com", name="Colette", language=language, now=now)
    Member.objects.filter(pk=expert.pk).update(is_super_user=True, trust=Member.KNOWN)
    ana, ben = (
        make_user(roles=("community_manager",), password=PASSWORD, language=language, name=name)
        for name in ("Ana Roche", "Ben Carlier")
    )

    def somebody() -> Person:
        people.append(Person(browser, installation, language=language, failures=failures))
        return people[-1]

    with dovecot_server() as mailbox:
        by_mail = make_connection(
            "email", channel="email", name="Community",
            settings={"address": mailbox.address, "imap_host": "127.0.0.1", "imap_port": mailbox.port,
                      "imap_security": "plain"},
            secrets={"password": mailbox.password},
        )  # fmt: skip
        state_fact(MAILBOX_FACT, {"connection_id": by_mail.pk})
        mila = somebody()
        asked = asks(mila, words, post, board=board, language=language)
        at_desk = somebody()
        at_desk.log_in(ana, words)
        is_asked(at_desk, words, expert, asked)
        answered = answers_by_mail(expert, asked, post, mailbox, by_mail.pk)
    accepts(mila, words, asked, answered)
    reader = somebody()
    reader.log_in(ben, words)
    becomes_an_article(at_desk, reader, mila, words, asked)

    hugo, member = somebody(), make_member("Hugo", language=language)
    hugo.enter_as(member)
    is_moderated(hugo, mila, at_desk, reader, words, member=member, asked=asked)
    agent = somebody()
    agent.log_in(make_user(password=PASSWORD, language=language, name="Léa Bonnet"), words)
    comes_back_from_the_inbox(agent, mila, words, by=member, board=board, language=language)

    at_desk.open("/community/desk/health/")
    for key in ("health", "traffic", "no_data"):
        at_desk.reads(words[key])
    for one in people:
        one.context.close()
    assert failures == []


def begin_charter() -> None:
    """The grounds as an installation begins with them: tests that commit leave no table filled."""
    if not Ground.objects.exists():
        first = import_module("parvis.community.migrations.0002_moderation")
        Ground.objects.bulk_create(
            Ground(**dict(zip(first.NAMES, one, strict=True))) for one in first.CHARTER
        )


def asks(mila: Person, words: dict[str, str], post: SmtpServer, *, board: Board, language: str) -> Question:
    """A visitor begins to ask, sees what was asked before, reads it, logs in by a code, finds
    their words again and publishes."""
    title, before = {
        "en": (
            "Why does my battery stop charging at 80 percent?",
            "The battery stops charging at 80 %: why?",
        ),
        "fr": (
            "Pourquoi ma batterie cesse-t-elle de charger à 80 % ?",
            "Ma batterie cesse de charger à 80 %",
        ),
    }[language]
    known = make_question(board=board, title=before, language=language, now=utc_now() - timedelta(days=3))
    make_answer(known, now=utc_now() - timedelta(days=2))
    page = mila.page
    mila.open("/community/ask/")
    page.locator("#title").press_sequentially(title, delay=0)
    mila.reads(words["similar"])
    with page.expect_popup() as opened:
        page.locator("#similar").get_by_role("link", name=before).click()
    opened.value.get_by_text("Calibrate it.").wait_for()
    opened.value.close()
    page.fill("#text", "It shows full, and is not.")
    page.select_option("#board", board.slug)
    mila.press(words["publish"])

    # What the form has to say comes before its first field: Enter goes on.
    page.locator("#main a:focus", has_text=exactly(words["log_in"])).press("Enter")
    page.fill("#email", "mila@example.com")
    mila.press(words["code"])
    page.locator("#code").wait_for()
    sent = read_mail(mail_to("mila@example.com", post)[-1])
    page.fill("#code", re.search(r"\d{8}", str(sent["Subject"])).group())  # type: ignore[union-attr]
    mila.press(words["log_in"])
    page.fill("#name", "Mila")
    mila.press(words["join"])

    page.wait_for_url(f"{mila.url}/community/ask/")
    assert page.locator("#title").input_value() == title
    assert "It shows full" in page.locator("#text").input_value()
    assert page.locator("#board").input_value() == board.slug
    mila.press(words["publish"])
    page.wait_for_url(re.compile(r"/community/questions/\d+/"))
    page.get_by_role("heading", level=1, name=title).wait_for()
    asked = Question.objects.get(title=title)
    # Read and not helped by it: kept although they logged in on the way.
    assert asked.read_before.get().read_question_id == known.pk
    return asked


def is_asked(at_desk: Person, words: dict[str, str], expert: Member, asked: Question) -> None:
    """The desk gives the question to a super-user."""
    at_desk.open("/community/desk/")
    row = at_desk.page.locator(".row-item", has_text=asked.title)
    row.locator("summary").click()
    row.locator("select[name=member]").select_option(str(expert.pk))
    at_desk.press(words["ask"], within=row)
    at_desk.reads(words["is_asked"])


def answers_by_mail(
    expert: Member, asked: Question, post: SmtpServer, mailbox: Dovecot, connection_id: int
) -> Answer:
    """The notice's Reply-To, through the real mailbox."""
    wait_until(lambda: Notice.objects.filter(member=expert, question=asked).exists(), what="the notice")
    # What the worker does each minute, now.
    enqueue_once("community.tell", lock="community_tell", timestamp=0)
    [taken] = wait_until(lambda: mail_to("colette@example.com", post), what="the notice by mail", seconds=40)
    told = read_mail(taken)
    reply = EmailMessage()
    reply["From"], reply["To"] = "Colette <colette@example.com>", told["Reply-To"]
    reply["Subject"], reply["Message-ID"] = f"Re: {asked.title}", "<r1@example.com>"
    reply["In-Reply-To"] = reply["References"] = told["Message-ID"]
    reply.set_content(
        "Let it run **empty once**, then charge it overnight.\n\n-- \nColette\n\n"
        "On Mon, 2 Mar 2026 at 12:00, Velo <house@example.org> wrote:\n> It shows full, and is not.\n"
    )
    mailbox.deliver(reply.as_bytes())
    enqueue("channels.fetch_one", connection_id=connection_id)
    wait_until(
        lambda: Answer.objects.filter(question=asked, origin="mail").exists(),
        what="the answer by mail",
        seconds=40,
    )
    return Answer.objects.get(question=asked)


def accepts(mila: Person, words: dict[str, str], asked: Question, answered: Answer) -> None:
    mila.page.reload()
    shown = mila.page.locator(f"#answer-{answered.pk}")
    assert shown.locator("strong").inner_text() == "empty once"
    assert shown.get_by_text(words["super_user"]).count() == 1
    assert shown.get_by_text("house@example.org").count() == 0  # what was quoted below
    mila.press(words["solved_it"], within=shown)
    mila.reads(words["solved"])
    # Leaving the page, it says that it was read.
    mila.open("/community/")
    wait_until(
        lambda: Question.objects.filter(pk=asked.pk, view_count__gt=0).exists(), what="that it was read"
    )


def becomes_an_article(
    at_desk: Person, reader: Person, mila: Person, words: dict[str, str], asked: Question
) -> None:
    """One step at the desk; another reads and publishes it; the question leads to it."""
    at_desk.open("/community/desk/?list=articles")
    at_desk.press(words["to_article"])
    at_desk.page.wait_for_url(re.compile(r"/community/desk/articles/\d+/"))
    at_desk.press(words["have_read"])
    at_desk.reads(words["another"])
    address = at_desk.page.url.removeprefix(at_desk.url)
    assert at_desk.page.get_by_role("button", name=exactly(words["publish_article"])).count() == 0

    reader.open(address)
    reader.press(words["publish_article"])
    reader.reads(words["is_published"])

    mila.open(asked.url)
    mila.reads(words["see_article"])
    mila.page.locator(".see-article a").click()
    mila.page.wait_for_url(re.compile(r"/community/articles/\d+/"))
    mila.page.get_by_role("heading", level=1, name=asked.title).wait_for()
    mila.reads("empty once")


def is_moderated(
    hugo: Person, mila: Person, at_desk: Person, reader: Person, words: dict[str, str], *, member: Member,
    asked: Question,
) -> None:  # fmt: skip
    """What is harsh and fair stays although it was reported; an insult goes, and its author hears why and appeals."""
    product, harsh, insult = make_page(), "Never again: it broke twice in a month.", "Mila, you are an idiot."
    hugo.open(f"{product.url}review/")
    hugo.page.check("input[name=stars][value='1']")
    hugo.page.fill("#experienced_on", (utc_now() - timedelta(days=9)).date().isoformat())
    hugo.page.fill("#text", harsh)
    hugo.page.locator("input[name=consideration]").first.check()
    hugo.press(words["publish_review"])
    hugo.page.wait_for_url(re.compile(re.escape(product.url) + "(#.*)?$"))
    hugo.reads(harsh)
    said = make_answer(asked, by=member, text=insult, now=utc_now())
    for path, text in ((product.url, harsh), (asked.url, insult)):
        mila.open(path)
        shown = mila.page.locator("article.answer", has_text=text)
        shown.get_by_role("link", name=exactly(words["report"])).click()
        mila.page.check("input[name=ground][value='1']")
        mila.page.fill("#reasons", "This is no way to talk.")
        mila.press(words["send_report"])
        mila.reads(words["arrived"])

    at_desk.open("/community/desk/moderation/")
    at_desk.page.locator("#looks-queue a", has_text=harsh).click()
    at_desk.page.locator("main .words", has_text=harsh).wait_for()
    at_desk.press(words["stays"])
    at_desk.reads(words["has_stayed"])
    at_desk.page.locator("#looks-queue a", has_text=insult).click()
    at_desk.page.locator("main .words", has_text=insult).wait_for()
    at_desk.page.check("input[name=ground][value='1']")
    at_desk.page.fill("#facts", "“idiot”, said of Mila")
    at_desk.press(words["withhold"])
    at_desk.reads(words["is_withheld"])

    mila.open(product.url)
    mila.reads(harsh)
    mila.open(asked.url)
    assert mila.page.locator(f"#answer-{said.pk}").get_by_text(words["note"]).count() == 1
    assert mila.page.get_by_text(insult).count() == 0
    mila.open("/community/decisions/")
    mila.reads(words["declined"])
    mila.reads(words["upheld"])

    hugo.open("/community/decisions/")
    for told in (words["ground"], "“idiot”, said of Mila", words["by_person"]):
        hugo.reads(told)
    hugo.page.fill("textarea[name=words]", "It was meant as a joke.")
    hugo.press(words["appeal"])
    hugo.reads(words["under_way"])

    at_desk.open("/community/desk/moderation/appeals/")
    at_desk.reads(words["not_yours"])
    assert at_desk.page.get_by_role("button", name=exactly(words["stands"])).count() == 0
    reader.open("/community/desk/moderation/appeals/")
    reader.reads("It was meant as a joke.")
    reader.page.fill("textarea[name=judgement]", "A joke at somebody's expense is one still.")
    reader.press(words["stands"])
    reader.reads(words["is_judged"])
    hugo.open("/community/decisions/")
    hugo.reads(words["refused"])
    hugo.reads("A joke at somebody's expense is one still.")


def comes_back_from_the_inbox(
    agent: Person, visitor: Person, words: dict[str, str], *, by: Member, board: Board, language: str
) -> None:
    """What nobody answered for a day is a conversation; what an agent answers there stands on the page, signed."""
    title = {"en": "Where is the second key?", "fr": "Où est la seconde clé ?"}[language]
    waiting = make_question(
        by=by, board=board, title=title, text="One came with it.", language=language,
        now=utc_now() - timedelta(hours=25),
    )  # fmt: skip
    # What the worker does each minute, now.
    enqueue_once("community.cases", lock="community_cases", timestamp=0)
    wait_until(
        lambda: Conversation.objects.filter(subject=title).exists(), what="the case in the inbox", seconds=40
    )
    agent.open("/inbox/")
    agent.page.locator("#inbox-list a", has_text=by.name).first.click()
    agent.page.get_by_text("One came with it.").last.wait_for()
    agent.page.fill("#composer-words", "It is under the saddle.")
    agent.press(words["send"])
    wait_until(lambda: waiting.answers.filter(origin="inbox").exists(), what="the answer on the page")
    visitor.open(waiting.url)
    shown = visitor.page.locator("article.answer.is-staff", has_text="It is under the saddle.")
    assert shown.locator("header .who").inner_text() == "Léa Bonnet"


def mail_to(address: str, post: SmtpServer) -> list[Taken]:
    return [one for one in post.taken if one.recipients == [address]]


def read_mail(taken: Taken) -> email.message.EmailMessage:
    return email.message_from_bytes(taken.content, policy=email.policy.default)  # type: ignore[return-value]
