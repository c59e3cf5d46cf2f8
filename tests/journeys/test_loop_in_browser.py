"""The whole loop in a real browser, in both languages: a file and a mail come in, an agent answers by real
SMTP, makes the record, sees everything said on one timeline, and finds it again on the dashboard."""

from __future__ import annotations

import email
import email.policy
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.factories.accounts import PASSWORD, make_user
from tests.factories.channels import make_connection
from tests.journeys.conftest import Installation, needs_browser
from tests.journeys.test_mail_loop import question
from tests.peers.dovecot import dovecot_server, has_dovecot
from tests.peers.smtp import smtp_server
from tests.processes import wait_until

# What the buttons of the journey say, so that a missing translation stops it.
WORDS = {
    "en": {
        "log_in": "Log in", "columns": "Look at its columns", "import": "Import it", "see": "See the mentions",
        "fetch": "Fetch now", "send": "Send", "sent": "sent", "record": "Create the record",
    },
    "fr": {
        "log_in": "Se connecter", "columns": "Voir ses colonnes", "import": "Importer",
        "see": "Voir les mentions", "fetch": "Relever maintenant", "send": "Envoyer", "sent": "envoyé",
        "record": "Créer la fiche",
    },
}  # fmt: skip


def exactly(word: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*{re.escape(word)}\s*$")


@needs_browser
@pytest.mark.skipif(not has_dovecot(), reason="dovecot absent: apt-get install dovecot-imapd")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_from_the_file_to_the_figure(installation: Installation, browser, tmp_path: Path, monkeypatch, language: str):
    # Playwright's loop runs in this thread; the test's own queries beside it are meant.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    words = WORDS[language]
    user = make_user(roles=("administrator",), password=PASSWORD, language=language, name="Ana Roche")
    with dovecot_server() as mailbox, smtp_server() as smtp:
        connection = make_connection(
            "email",
            channel="email",
            name="Service",
            settings={
                "address": mailbox.address,
                "imap_host": "127.0.0.1", "imap_port": mailbox.port, "imap_security": "plain",
                "smtp_host": "127.0.0.1", "smtp_port": smtp.port, "smtp_security": "plain",
            },
            secrets={"password": mailbox.password},
        )  # fmt: skip
        context = browser.new_context(locale=language, viewport={"width": 1440, "height": 900})
        page = context.new_page()
        page.set_default_timeout(30_000)
        failures: list[str] = []
        page.on("console", lambda message: failures.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: failures.append(str(error)))

        page.goto(f"{installation.url}/account/login/")
        page.fill("input[name=login]", user.email)
        page.fill("input[name=password]", PASSWORD)
        page.get_by_role("button", name=exactly(words["log_in"])).click()
        page.wait_for_url(f"{installation.url}/")
        assert page.locator("html").get_attribute("lang") == language

        # Heard: a file of posts becomes mentions.
        yesterday = (datetime.now(UTC) - timedelta(days=1)).isoformat()
        file = tmp_path / "posts.csv"
        file.write_text(
            "tweet_id,created_at,author,text\n"
            f"1,{yesterday},@velo44,Toujours aucune réponse sur les batteries. Scandaleux.\n"
            f"2,{yesterday},@mary,I love my new bike so much <b>thank you</b>!\n"
            "3,not a date,@tim,Hello\n"
        )
        page.goto(f"{installation.url}/settings/imports/start/")
        page.set_input_files("input[type=file]", file)
        page.check("input[name=mode][value=mentions]") if page.locator(
            "input[name=mode][value=mentions]"
        ).count() else page.select_option("[name=mode]", "mentions")
        page.fill("[name=new_name]", "Posts of March")
        page.get_by_role("button", name=exactly(words["columns"])).click()
        page.get_by_text("Scandaleux").first.wait_for()
        page.get_by_role("button", name=exactly(words["import"])).click()
        page.get_by_role("link", name=exactly(words["see"])).click()

        # Understood, and shown as people's words, inert.
        page.get_by_text("Toujours aucune réponse").first.wait_for()
        assert page.get_by_text("I love my new bike so much <b>thank you</b>!").count() == 1
        assert page.locator("b", has_text="thank you").count() == 0

        # Brought: a mail arrives in the inbox.
        mailbox.deliver(question("<q1@example.com>", "Ma commande 4711 n’est pas arrivée. Que se passe-t-il ?"))
        page.goto(f"{installation.url}/settings/connections/{connection.pk}/")
        page.get_by_role("button", name=exactly(words["fetch"])).click()
        wait_until(lambda: _has_conversation(), what="the worker stores the mail")
        page.goto(f"{installation.url}/inbox/")
        page.get_by_role("link", name="Élise Martin").first.click()
        page.get_by_text("Ma commande 4711").last.wait_for()

        # Answered by real SMTP, the state of the delivery arriving by the live stream.
        page.fill("#composer-words", "Bonjour, elle arrive demain.")
        page.get_by_role("button", name=exactly(words["send"])).click()
        page.get_by_text(exactly(words["sent"])).first.wait_for()
        [taken] = smtp.taken
        sent = email.message_from_bytes(taken.content, policy=email.policy.default)
        assert taken.recipients == ["elise.martin@example.com"]
        assert sent.get_content().strip() == "Bonjour, elle arrive demain."

        # Recognised and kept: a record made from the handle holds both sides.
        page.get_by_role("link", name=exactly(words["record"])).first.click()
        page.fill("[name=given_name]", "Élise")
        page.fill("[name=family_name]", "Martin")
        page.get_by_role("button", name=exactly(words["record"])).click()
        page.wait_for_url(re.compile(r"/(people|inbox)/\d+/"))
        page.goto(f"{installation.url}/people/")
        page.get_by_role("link", name="Élise Martin").first.click()
        page.wait_for_url(re.compile(r"/people/\d+/"))
        page.get_by_text("Bonjour, elle arrive demain.").first.wait_for()
        assert page.get_by_text("Ma commande 4711").count() >= 1

        # Seen: the figure counts the two mentions and opens exactly them.
        page.goto(f"{installation.url}/value/?days=7")
        figure = page.locator("a[href*='/listen/mentions/']", has_text=re.compile(r"\b2\b")).first
        figure.click()
        page.get_by_text("Toujours aucune réponse").first.wait_for()
        page.get_by_text("I love my new bike").first.wait_for()
        assert failures == []
        context.close()


def _has_conversation() -> bool:
    from parvis.conversations.models import Conversation

    return Conversation.objects.exists()
