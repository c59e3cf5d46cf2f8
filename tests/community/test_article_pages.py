"""Articles on pages: read, voted on, found, edited by two; what was read instead of asking."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from parvis.community.actions import article_votes
from parvis.community.actions.article_reading import note_articles_used
from parvis.community.actions.article_review import submit_article
from parvis.community.actions.article_votes import forget_visitors, say_why_not, vote_on_article
from parvis.community.actions.articles import save_article
from parvis.community.actions.leave import leave
from parvis.community.logic.errors import MayNot, TooOften
from parvis.community.logic.queries import alternatives
from parvis.community.models import Article, ArticleVote, Deflection, Draft, Question, ReadBefore
from parvis.community.reads import search as search_module
from parvis.community.reads.article_desk import unhelpful_first
from parvis.community.reads.search import search
from parvis.foundation.logic.intervals import share
from tests.community.test_pages import client_of
from tests.factories.accounts import make_user
from tests.factories.articles import make_article, make_editor, make_published, published
from tests.factories.channels import NOON
from tests.factories.community import make_answer, make_board, make_member, make_question

pytestmark = pytest.mark.django_db


def desk_of(editor) -> Client:
    client = Client()
    client.force_login(editor.staff)
    return client


def test_a_visitor_reads_votes_once_and_says_why_not(client):
    article = make_published(text="## One\na\n\n## Two\nb\n\n## Three\nc")
    address = f"/community/articles/{article.pk}/"
    assert client.get(f"{address}other/")["Location"] == f"{address}{article.slug}/"
    page = client.get(f"{address}{article.slug}/").content.decode()
    assert 'href="#part-2"' in page
    assert '"@type": "Article"' in page
    assert 'rel="canonical"' in page
    for helpful in ("1", "1", "0"):
        assert client.post(f"{address}vote/", {"helpful": helpful}).status_code == 302
    assert client.cookies["parvis_visitor"]["max-age"] == ""  # forgotten with the window
    assert "What did you miss?" in client.get(f"{address}{article.slug}/").content.decode()
    client.post(f"{address}vote/", {"word": " which  charger "})
    vote = ArticleVote.objects.get()
    assert (vote.is_helpful, vote.word, vote.member) == (False, "which charger", None)
    assert client.cookies["parvis_visitor"].value not in vote.visitor
    Client().post(f"{address}vote/", {"helpful": "1"})
    article.refresh_from_db()
    assert (article.helpful_count, article.unhelpful_count) == (1, 1)


def test_votes_have_bounds(monkeypatch):
    article, now = make_published(), NOON + timedelta(minutes=1)
    monkeypatch.setattr(article_votes, "VISITORS_AN_HOUR", 2)
    for number in range(2):
        assert vote_on_article(article, is_helpful=False, visitor=f"{number}", now=now)
    with pytest.raises(TooOften):
        vote_on_article(article, is_helpful=False, visitor="another", now=now)
    assert vote_on_article(article, is_helpful=True, member=make_member(), now=now)  # members have a name
    assert vote_on_article(article, is_helpful=False, visitor="another", now=now + timedelta(hours=2))
    monkeypatch.setattr(article_votes, "A_VISITOR_A_DAY", 1)
    with pytest.raises(TooOften):
        vote_on_article(make_published(), is_helpful=True, visitor="another", now=now + timedelta(hours=3))
    with pytest.raises(MayNot):
        vote_on_article(make_article(), is_helpful=True, visitor="x", now=now)


def test_votes_outlive_their_voters(client):
    article, member = make_published(), make_member()
    vote_on_article(article, is_helpful=False, member=member, now=NOON)
    say_why_not(article, word="Ask Zoé in Lyon", member=member, now=NOON)
    vote_on_article(article, is_helpful=True, visitor="a", now=NOON)
    leave(member, now=NOON)
    assert forget_visitors(now=NOON + timedelta(days=31)) == 1
    assert list(ArticleVote.objects.values_list("member", "visitor", "word").distinct()) == [(None, "", "")]
    article.refresh_from_db()
    assert (article.helpful_count, article.unhelpful_count) == (1, 1)


def test_most_read_and_unhelpful_comes_first_and_begins_anew_when_improved():
    editor = make_editor()
    rare, read = make_published(by=editor), make_published(by=editor)
    for article, views, votes in ((rare, 10, "-"), (read, 500, "--+++")):
        for number, vote in enumerate(votes):
            vote_on_article(article, is_helpful=vote == "+", visitor=f"{article.pk}-{number}", now=NOON)
        article.days.create(day=NOON.date(), views=views)
    first, second = unhelpful_first()
    assert (first.id, second.id, first.views, first.unhelpful, first.votes) == (read.pk, rare.pk, 500, 2, 5)
    assert first.at_least == pytest.approx(500 * share(2, 5).low)
    save_article(read, title=read.title, text="Better.", by=editor, now=NOON, base=1)
    published(read)
    assert [one.id for one in unhelpful_first()] == [rare.pk]


def test_a_killed_editor_finds_the_words_again():
    editor = make_editor()
    article = make_article(by=editor)
    typed = {"article": article.pk, "base": 1, "title": "Half a title", "text": "Half a sentence that"}
    assert desk_of(editor).post("/community/desk/articles/draft/", typed).json() == {"kept": True}
    # The browser is gone with all it had; another one opens the page.
    page = desk_of(editor).get(f"/community/desk/articles/{article.pk}/").content.decode()
    assert "Half a sentence that" in page
    assert "not saved yet" in page
    assert (
        "Half a sentence"
        not in desk_of(make_editor()).get(f"/community/desk/articles/{article.pk}/").content.decode()
    )
    given = {"title": article.title, "text": "A whole sentence.", "base": 1, "tags": "", "board": ""}
    assert desk_of(editor).post(f"/community/desk/articles/{article.pk}/", given).status_code == 302
    assert not Draft.objects.exists()


def test_an_editor_who_comes_second_sees_both():
    article = make_article()
    one, other = make_editor(name="Ana Lima"), make_editor()
    address = f"/community/desk/articles/{article.pk}/"
    given = {"title": article.title, "base": 1, "tags": "", "board": ""}
    desk_of(one).post(address, {**given, "text": "Ana wrote this."})
    answer = desk_of(other).post(address, {**given, "text": "And I wrote that."})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Ana Lima saved version 2" in page
    assert "<ins>Ana wrote this.</ins>" in page
    assert "And I wrote that.</textarea>" in page
    assert 'name="base" value="2"' in page  # saved again, it is version 3
    # Closed in anger: it is there the next day.
    assert "And I wrote that.</textarea>" in desk_of(other).get(address).content.decode()
    assert desk_of(other).post(address, {**given, "text": "Both.", "base": 2}).status_code == 302
    assert article.revisions.count() == 3


def test_the_desk_publishes_by_its_buttons_and_only_for_who_may():
    article = make_article()
    submit_article(article, by=article.author, now=NOON)
    agent = Client()
    agent.force_login(make_user(roles=("agent",)))
    act = f"/community/desk/articles/{article.pk}/act/"
    assert agent.post(act, {"what": "publish", "number": 1}).status_code == 403
    editor = desk_of(make_editor())
    editor.post(act, {"what": "publish", "number": 1})
    article.refresh_from_db()
    assert article.state == "published"
    editor.post(f"/community/desk/articles/{article.pk}/translate/", {"language": "fr"})
    french = Article.objects.get(language="fr")
    assert "Says version" in editor.get(f"/community/desk/articles/{french.pk}/history/").content.decode()
    for page in ("", "?state=draft", "?state=out-of-date", "?q=x", "unhelpful/", "new/"):
        assert editor.get(f"/community/desk/articles/{page}").status_code == 200
    assert (
        "<strong>b</strong>"
        in editor.post("/community/desk/articles/preview/", {"text": "**b**"}).content.decode()
    )


def test_question_and_article_lead_to_each_other():
    asked = make_question(title="Why is it slow in winter?")
    given = make_answer(asked)
    editor = make_editor()
    assert "Make an article" not in client_of(make_member()).get(asked.url).content.decode()
    assert "Make an article" in desk_of(editor).get(asked.url).content.decode()
    answer = desk_of(editor).post(f"/community/answers/{given.pk}/article/")
    article = Article.objects.get()
    assert answer["Location"] == f"/community/desk/articles/{article.pk}/"
    assert "There is an article" not in Client().get(asked.url).content.decode()
    published(article)
    assert f"/community/articles/{article.pk}/" in Client().get(asked.url).content.decode()
    assert asked.url in Client().get(f"/community/articles/{article.pk}/{article.slug}/").content.decode()
    expert = client_of(make_member(is_super_user=True))
    told = expert.post(f"/community/answers/{make_answer(asked).pk}/article/").content.decode()
    assert "Proposed as an article" in told


def test_search_finds_questions_answers_and_articles_together(client):
    asked = make_question(title="Which light fits?", text="At night.")
    make_answer(asked, text="The dynamo hub needs a rectifier.")
    article = make_published(title="Dynamo lights explained", text="How a dynamo works.")
    make_article(title="A dynamo draft that nobody sees")
    hidden = make_question(title="Other things entirely")
    make_answer(hidden, text="dynamo secrets")
    Question.objects.filter(pk=hidden.pk).update(state="withheld")
    assert [type(row).__name__ for row in search(None, "dynamo")] == ["ArticleRow", "QuestionRow"]
    page = client.get("/community/?q=dynamo").content.decode()
    assert page.index(article.title) < page.index(asked.title)
    assert "Other things" not in page
    assert search(None, "rectifier")[0].id == asked.pk
    assert search(None, "the") == []
    assert article.title in client.get("/community/articles/?q=dynamos").content.decode()
    assert article.title not in client.get("/community/articles/?q=dynamo&language=fr").content.decode()


def test_what_is_private_is_not_found():
    board, expert = make_board(is_private=True), make_member(is_super_user=True)
    make_answer(make_question(board=board, by=expert), by=expert, text="a whispered word")
    make_published(board=board, text="a whispered word")
    assert search(None, "whispered") == []
    assert len(search(expert, "whispered")) == 2


def test_what_was_opened_first_is_kept_and_what_helped_is_counted(client):
    article = make_published(title="Charging the battery in the cold")
    earlier = make_question(title="How do I charge the battery in winter?")
    board = make_board()
    similar = client.get(
        "/community/ask/similar/", {"title": "battery charging in the cold"}
    ).content.decode()
    assert f'data-read="article:{article.pk}"' in similar
    assert f'data-read="question:{earlier.pk}"' in similar
    opened = [f"question:{earlier.pk}", f"article:{article.pk}"]
    for _ in range(2):  # pressed twice, it counts once
        answer = client.post("/community/ask/", {"do": "solved", "read": opened, "once": "a" * 32})
        assert answer.status_code == 200
    assert Deflection.objects.get().article == article
    client.post("/community/ask/", {"do": "solved", "read": ["article:999"], "once": "b" * 32})
    assert Deflection.objects.count() == 1
    given = {"title": "And what else can I do?", "text": "It is cold.", "board": board.slug, "read": opened}
    client_of(make_member()).post("/community/ask/", given)
    kept = ReadBefore.objects.order_by("pk").values_list("read_question", "read_article")
    assert list(kept) == [(earlier.pk, None), (None, article.pk)]


def test_the_same_question_in_the_other_language():
    author, other = make_member(), make_member()
    english = make_question(by=author)
    french = make_question(title="Pourquoi la batterie s'arrête-t-elle ?", language="fr", by=other)
    act = f"/community/questions/{english.pk}/act/counterpart/"
    client_of(author).post(act, {"counterpart": f"https://a.example{french.url}"})
    page = Client().get(english.url).content.decode()
    assert "Cette question en français" in page
    assert f'hreflang="fr" href="http://testserver{french.url}"' in page
    french.refresh_from_db()
    assert french.counterpart is None  # the other's page is the other's
    desk_of(make_editor()).post(f"/community/questions/{english.pk}/act/counterpart/", {"counterpart": ""})
    desk_of(make_editor()).post(act, {"counterpart": f"{french.pk}"})
    french.refresh_from_db()
    assert french.counterpart == english
    assert client_of(other).post(act, {"counterpart": ""}).status_code == 422
    assert client_of(author).post(act, {"counterpart": f"{make_question().pk}"}).status_code == 422


def test_reading_and_use_are_counted_by_day(client):
    article = make_published()
    assert client.post(f"/community/articles/{article.pk}/read/", {"seconds": "5"}).status_code == 204
    assert note_articles_used([article.pk, article.pk, 999_999, make_article().pk], now=NOON) == 1
    article.refresh_from_db()
    assert (article.view_count, article.used_count) == (1, 1)
    assert sum(day.views for day in article.days.all()) == 1
    assert sum(day.uses for day in article.days.all()) == 1


def test_lists_are_in_the_readers_language(client):
    make_published(title="An English article")
    make_published(title="Un article français", language="fr")
    french = client.get("/community/articles/", headers={"accept-language": "fr"}).content.decode()
    assert "Un article français" in french
    assert "An English article" not in french
    assert "An English article" in client.get("/community/articles/?language=all").content.decode()


def test_alternatives_are_said_once():
    assert alternatives("'velo' | 'velo' & 'bleu' | 'velo' | 'a | (b' | ( 'x' | 'y' ) & 'z'") == (
        "'velo' | 'velo' & 'bleu' | 'a | (b' | ( 'x' | 'y' ) & 'z'"
    )
    assert alternatives("") == ""


@pytest.mark.parametrize("typed", ["dynamo hub", "dynamo"])
def test_in_a_large_community_the_newest_of_frequent_words_and_all_of_rare_ones_are_found(typed, monkeypatch):
    monkeypatch.setattr(search_module, "SMALL", 0)
    monkeypatch.setattr(search_module, "FREQUENT", 0.0)  # every word goes through the window first
    monkeypatch.setattr(search_module, "MOST_RANKED", dict.fromkeys(search_module.MOST_RANKED, 2))
    asked = [make_question(title=f"Dynamo hub number {number}") for number in range(4)]
    make_question(title="Something else entirely")
    assert {row.id for row in search(None, typed)} <= {one.pk for one in asked}
    assert asked[-1].pk in {row.id for row in search(None, typed)}


def test_answers_lead_to_their_question_until_enough_questions_say_it_themselves(monkeypatch):
    led_to = make_answer(make_question(), text="Look at the dynamo hub.").question
    one = make_question(title="A dynamo hub that hums")
    assert [row.id for row in search(None, "dynamo hub")] == [one.pk, led_to.pk]
    two = make_question(title="Which dynamo hub for rain?")
    monkeypatch.setattr(search_module, "_answers", lambda *_, **__: pytest.fail("answers were asked"))
    assert {row.id for row in search(None, "dynamo hub", most=1)} <= {one.pk, two.pk}


def test_the_desk_makes_an_article_in_one_step():
    asked = make_question()
    given = make_answer(asked)
    Question.objects.update(accepted=given, view_count=9)
    desk = desk_of(make_editor())
    page = desk.get("/community/desk/?list=articles").content.decode()
    assert f'action="/community/answers/{given.pk}/article/"' in page
    answer = desk.post(f"/community/answers/{given.pk}/article/")
    assert answer["Location"] == f"/community/desk/articles/{Article.objects.get().pk}/"
