"""Articles: kept in revisions, read by another, published apart from what is being written."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections

from parvis.community.actions.article_begin import article_from, translate_article
from parvis.community.actions.article_review import (
    publish_article,
    resume_article,
    send_back,
    submit_article,
    withdraw_article,
)
from parvis.community.actions.articles import save_article
from parvis.community.actions.leave import leave
from parvis.community.logic.articles import article_html, begun_from, contents_of, plain_of
from parvis.community.logic.errors import ChangedMeanwhile, MayNot
from parvis.community.models import Answer, Article, Question
from parvis.community.permissions import visible_articles
from parvis.community.reads.article_desk import desk_articles, desk_counts, revisions_of
from parvis.community.reads.articles import counterparts, is_out_of_date
from tests.factories.articles import make_article, make_editor, make_published, published
from tests.factories.channels import NOON
from tests.factories.community import make_answer, make_board, make_member, make_question

pytestmark = pytest.mark.django_db


def test_what_readers_see_stands_apart_from_the_newer_draft():
    writer, reviewer = make_editor(), make_editor()
    article = make_published(by=writer, reviewer=reviewer)
    assert save_article(article, title="Charging in the cold", text="Newer.", by=writer, now=NOON, base=1)
    article.refresh_from_db()
    assert (article.state, article.title, article.text) == (
        "draft", "Charging the battery in winter", "Bring it **inside** first.",
    )  # fmt: skip
    assert visible_articles(None).get() == article
    published(article, reviewer=reviewer)
    assert (article.state, article.title, article.slug) == (
        "published", "Charging in the cold", "charging-in-the-cold",
    )  # fmt: skip
    assert [one.revision.number for one in revisions_of(article)] == [2, 1]
    assert ("+", "Newer.") in revisions_of(article)[0].lines


def test_another_reads_before_it_is_published():
    writer, reviewer = make_editor(), make_editor()
    article = make_article(by=writer)
    with pytest.raises(MayNot, match="publish"):
        publish_article(article, number=1, by=reviewer, now=NOON)
    assert submit_article(article, by=writer, now=NOON)
    assert not submit_article(article, by=writer, now=NOON)
    with pytest.raises(MayNot, match="publish-own"):
        publish_article(article, number=1, by=writer, now=NOON)
    assert send_back(article, reason="Which charger?", by=reviewer, now=NOON)
    article.refresh_from_db()
    assert (article.state, article.newest.reason, article.newest.judged_by) == (
        "draft", "Which charger?", reviewer,
    )  # fmt: skip
    save_article(article, title=article.title, text="The 4 A one.", by=writer, now=NOON, base=1)
    submit_article(article, by=writer, now=NOON)
    with pytest.raises(ChangedMeanwhile):
        publish_article(article, number=1, by=reviewer, now=NOON)  # that is not what was read
    assert publish_article(article, number=2, by=reviewer, now=NOON)


def test_who_is_alone_publishes_what_they_wrote():
    alone = make_editor()
    article = make_article(by=alone)
    submit_article(article, by=alone, now=NOON)
    assert publish_article(article, number=1, by=alone, now=NOON)


def test_two_editors_are_told_and_neither_is_lost():
    article = make_article(by=make_editor())
    one, other = make_editor(), make_editor()
    save_article(article, title=article.title, text="One wrote this.", by=one, now=NOON, base=1)
    with pytest.raises(ChangedMeanwhile) as refused:
        save_article(article, title=article.title, text="Other wrote that.", by=other, now=NOON, base=1)
    assert refused.value.newest == 2
    # The same words from both are no conflict.
    assert not save_article(article, title=article.title, text="One wrote this.", by=other, now=NOON, base=1)


@pytest.mark.django_db(transaction=True)
def test_two_editors_at_the_same_moment():
    article, editors = make_article(), [make_editor(), make_editor()]

    def save(number: int) -> str:
        try:
            save_article(
                article,
                title=article.title,
                text=f"Version of {number}",
                by=editors[number],
                now=NOON,
                base=1,
            )
            return "saved"
        except ChangedMeanwhile:
            return "told"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(save, range(2))) == ["saved", "told"]
    assert article.revisions.count() == 2


def test_an_answer_becomes_an_article_in_one_step_once():
    asked = make_question(title="Why is it slow in winter?", text="It was fast.\nNow it is not.")
    given = make_answer(asked, text="Cold cells.")
    editor = make_editor()
    article, is_new = article_from(given, by=editor, now=NOON)
    assert (is_new, article.title, article.credited, article.origin_question) == (
        True, asked.title, given.author, asked,
    )  # fmt: skip
    assert article.text == "> It was fast.\n> Now it is not.\n\nCold cells."
    assert article_from(given, by=make_editor(), now=NOON) == (article, False)
    expert = make_member(is_super_user=True)
    proposed, _ = article_from(make_answer(asked), by=expert, now=NOON)
    assert proposed.state == "review"
    with pytest.raises(MayNot, match="article"):
        article_from(make_answer(asked), by=make_member(), now=NOON)


@pytest.mark.parametrize("what", ["private", "withheld-answer", "withheld-question", "comment"])
def test_what_not_everybody_reads_becomes_no_article(what):
    expert = make_member(is_super_user=True)
    board = make_board(is_private=what == "private")
    asked = make_question(board=board, by=expert)
    given = make_answer(asked, by=expert)
    if what == "comment":
        given = Answer.objects.create(
            question=asked, parent=given, author=expert, position=2, text="x", html="x", written_at=NOON
        )
    Answer.objects.filter(pk=given.pk).update(state="withheld" if what == "withheld-answer" else "shown")
    Question.objects.update(state="withheld" if what == "withheld-question" else "open")
    with pytest.raises(MayNot, match="article"):
        article_from(given, by=make_editor(), now=NOON)


def test_a_translation_is_out_of_date_when_its_original_says_something_newer():
    editor, reviewer = make_editor(), make_editor()
    original = make_published(by=editor, reviewer=reviewer)
    french, is_new = translate_article(original, language="fr", by=editor, now=NOON)
    assert (is_new, french.newest.source) == (True, original.published)
    assert translate_article(original, language="fr", by=editor, now=NOON) == (french, False)
    save_article(french, title="Charger en hiver", text="Au chaud.", by=editor, now=NOON, base=1)
    published(french, reviewer=reviewer)
    assert [one.url for one in counterparts(None, original)] == [
        f"/community/articles/{french.pk}/charger-en-hiver/"
    ]
    assert [one.language for one in counterparts(None, french)] == ["en"]
    # A newer draft of the original changes nothing yet; its publishing does.
    save_article(original, title=original.title, text="Wait an hour.", by=editor, now=NOON, base=1)
    assert not is_out_of_date(_read(french))
    published(original, reviewer=reviewer)
    assert is_out_of_date(_read(french))
    assert [one.pk for one in desk_articles(kind="out-of-date")] == [french.pk]
    assert desk_counts()["out_of_date"] == 1
    # The same words said to be current: it says what the newest original says.
    save_article(
        french,
        title="Charger en hiver",
        text="Au chaud.",
        by=editor,
        now=NOON,
        base=2,
        source=original.published,
    )
    assert desk_counts()["out_of_date"] == 0
    assert is_out_of_date(_read(french))  # readers still see the earlier one
    published(french, reviewer=reviewer)
    assert not is_out_of_date(_read(french))


def test_a_source_is_a_revision_of_the_original():
    article, other = make_article(), make_published()
    with pytest.raises(MayNot, match="source"):
        save_article(
            article, title=article.title, text="x", by=make_editor(), now=NOON, base=1, source=other.newest
        )


def test_withdrawn_is_hidden_and_can_come_back():
    article = make_published()
    assert withdraw_article(article, by=make_editor(), now=NOON)
    assert not visible_articles(None).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT document = '' FROM community_article")
        assert cursor.fetchone() == (True,)
    assert resume_article(article, by=make_editor(), now=NOON + timedelta(days=1))
    published(article)
    assert visible_articles(None).get().published_at == NOON


def test_an_author_who_leaves_is_named_no_longer(client):
    given = make_answer(make_question())
    article, _ = article_from(given, by=make_editor(), now=NOON)
    published(article)
    name = given.author.name
    assert name in client.get(f"/community/articles/{article.pk}/{article.slug}/").content.decode()
    leave(given.author, now=NOON)
    page = client.get(f"/community/articles/{article.pk}/{article.slug}/").content.decode()
    assert name not in page
    assert "former member" in page


def test_parts_of_a_long_text_have_places():
    text = "## First & **best**\nx\n\n## Second\ny\n\n### <script>\nz"
    html = article_html(text)
    assert 'id="part-1"' in html
    assert "<script" not in html
    assert contents_of(html) == [("part-1", "First & best"), ("part-2", "Second"), ("part-3", "<script>")]
    assert contents_of(article_html("## One\nx")) == []


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("**Bold** and *soft* `code`", "Bold and soft code"),
        ("## Part\n\n- one\n* two", "Part\n\n- one\n- two"),
        ("See [here](https://a.example/x) now", "See here (https://a.example/x) now"),
        ("![p](/community/pictures/1)\n\n> said\n> more", "said\nmore"),
        ("| At | Range |\n|---|:--|\n| 0 °C | 65 % |\n\n---\nEnd", "At – Range\n0 °C – 65 %\n\nEnd"),
        ("2 * 3 * 4 = 24, snake_case_name", "2 * 3 * 4 = 24, snake_case_name"),
    ],
)
def test_plain_words_for_an_answer(text, plain):
    assert plain_of(text) == plain


def test_a_beginning_without_words_of_the_question():
    assert begun_from("", "Answer.") == "Answer."


def _read(article: Article) -> Article:
    return Article.objects.select_related("published__source").get(pk=article.pk)
