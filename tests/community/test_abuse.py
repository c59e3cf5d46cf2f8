"""What somebody tries who means no good: words that cost a server seconds, doors beside the doors, closed rooms."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from parvis.community.actions.accept import accept
from parvis.community.actions.answer import answer
from parvis.community.actions.article_begin import article_from, write_article
from parvis.community.actions.article_review import publish_article, submit_article
from parvis.community.actions.ask import ask
from parvis.community.actions.boards import BoardSettings, change_board
from parvis.community.actions.experts import answer_invitation, end_term, invite, private_board
from parvis.community.actions.forget_mentions import forget_mentions
from parvis.community.actions.fuse import fuse
from parvis.community.actions.idea_comments import comment_idea
from parvis.community.actions.idea_merge import merge_ideas
from parvis.community.actions.idea_status import set_idea_status
from parvis.community.actions.idea_votes import vote_idea
from parvis.community.actions.join import join
from parvis.community.actions.leave import leave
from parvis.community.actions.moderate import let_stay, withhold
from parvis.community.actions.notices import tell, tell_named, tell_of_answers
from parvis.community.actions.propose import propose
from parvis.community.actions.tell import tell_of_acceptance, tell_of_idea, tell_of_merge
from parvis.community.actions.watch import set_rules
from parvis.community.logic.errors import NameRefused, TooOften
from parvis.community.logic.markdown import MOST_CHARACTERS, excerpt_of, html_of, links_in
from parvis.community.models import (
    Article,
    ArticleRevision,
    Board,
    Idea,
    IdeaRevision,
    Member,
    Notice,
    Picture,
    Question,
    Restriction,
    TextPicture,
)
from parvis.community.reads.digest import digest_of
from parvis.community.reads.heard import public_texts
from parvis.community.web.own_domain import OwnDomain
from parvis.community.web.sessions import log_in
from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM
from parvis.foundation.files import store_file
from parvis.foundation.models import AuditEntry
from parvis.foundation.secrets import seal
from tests.community.test_cases import ground
from tests.community.test_pages import client_of
from tests.factories.accounts import make_user
from tests.factories.channels import NOON
from tests.factories.community import make_answer, make_board, make_member, make_question

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.mark.parametrize("words", ["[", "![", "[a](", "![a](b ", "]", "`", "*a "])
def test_no_text_makes_its_excerpt_slow(words):
    text = (words * MOST_CHARACTERS)[:MOST_CHARACTERS]
    begun = time.process_time()
    excerpt_of(text)
    assert time.process_time() - begun < 0.25, "one text of '[' took eight seconds of every reading"


def test_a_table_is_as_large_as_it_is_written():
    heads = "|".join("a" * 300) + "\n" + "|".join(["-"] * 300) + "\n"
    begun = time.process_time()
    html = html_of(heads + "a|\n" * 9_000)
    assert time.process_time() - begun < 2, "empty cells that were filled up took four seconds"
    assert "<table>" not in html
    assert "<table>" in html_of("|a|b|\n|-|-|\n" + "|1|2|\n" * 500)


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("[a](https://x.y)", 2),
        ("[a][1] [b][1] [c][1]\n\n[1]: //evil.example", 3),
        ("[a][1]\n\n[1]: HTTPS://evil.example", 1),
        ("<HTTPS://evil.example>", 1),
        ("nothing [1]: at all", 0),
    ],
)
def test_links_are_counted_however_they_are_written(text, n):
    assert links_in(text) == n


@pytest.mark.django_db
def test_questions_by_mail_count_as_those_on_the_page():
    asker, board = make_member(trust=Member.NEW), make_board()

    def asked(number, origin):
        return ask(board, title=f"Why does it stop, number {number}?", text="It does.", by=asker, language="en",
                   origin=origin, once=f"m{number}", now=NOON + number * timedelta(minutes=3))  # fmt: skip

    for number in range(3):
        asked(number, "mail")
    for origin in ("mail", "web"):
        with pytest.raises(TooOften):
            asked(4, origin)


@pytest.mark.django_db
def test_a_page_is_read_whose_accepted_answer_was_removed(client):
    question = make_question()
    for number in range(21):
        make_answer(question, text=f"Try number {number}.")
    solved = make_answer(question, text="You idiot, calibrate it.")
    answer(question, text="Thank you all the same.", by=make_member(), parent=solved, now=NOON + 2 * DAY)
    accept(solved, by=question.author, now=NOON + DAY)
    withhold(solved, ground=ground(), facts="x", found_by="report", by=make_user(), now=NOON,
             measure=Restriction.REMOVED)  # fmt: skip
    response = client.get(question.url)
    assert response.status_code == 200
    assert "You idiot" not in response.content.decode()


def was_super_user() -> Member:
    return make_member(is_super_user=True)


@pytest.mark.django_db
def test_who_is_no_super_user_any_more_hears_nothing_of_private_boards():
    followed, stays = was_super_user(), was_super_user()
    question = make_question(by=stays, board=make_board(is_private=True), title="What we say among us")
    answer(question, text="I follow this.", by=followed, now=NOON + MINUTE)
    Member.objects.filter(pk=followed.pk).update(is_super_user=False)
    answer(question, text="The new model comes in May.", by=was_super_user(), now=NOON + 2 * MINUTE)
    tell_of_answers(now=NOON + 3 * MINUTE)
    assert set(Notice.objects.values_list("member_id", flat=True)) == {stays.pk}


@pytest.mark.django_db
def test_a_public_board_does_not_become_the_super_users_own_by_its_name(client):
    public = make_board("Super-users", slug="super-users")
    own = private_board(now=NOON)
    assert (own.is_private, own.slug) == (True, "super-users-2")
    assert private_board(now=NOON + DAY) == own, "it is made once"
    assert client.get(f"/community/boards/{own.slug}/").status_code == 404
    Board.objects.filter(pk=own.pk).update(is_private=False)
    assert private_board(now=NOON + DAY) not in (public, own), "nor the one that the house opened since"


@pytest.mark.django_db
def test_nobody_is_told_that_they_are_named_where_they_cannot_read_it():
    named = make_member("Ana Lind")
    idea = propose(
        title="Sell the tool of the house", text="As @AnaLind said.", by=was_super_user(), language="en",
        board=make_board(is_private=True), now=NOON,
    )  # fmt: skip
    assert tell_named("idea", idea.pk, now=NOON) == 0
    Board.objects.update(is_private=False)
    assert tell_named("idea", idea.pk, now=NOON) == 1
    assert Notice.objects.get().member_id == named.pk


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["withheld", "private"])
def test_no_notice_names_what_its_reader_cannot_open_any_more(how):
    reader, board = make_member(), make_board()
    question = make_question(board=board, title="What the workshop alone should know")
    idea = propose(title="What the workshop alone should build", text="Please.", by=make_member(), language="en",
                   board=board, now=NOON)  # fmt: skip
    said = comment_idea(idea, text=f"As @{reader.name.replace(' ', '')} said.", by=make_member(), now=NOON)
    tell([reader.pk], kind="answers", path=question.url, question=question, now=NOON)
    tell([reader.pk], kind="ideas", path=idea.url, text=idea, about={"status": "planned"}, now=NOON)
    assert tell_named("idea_comment", said.pk, now=NOON) == 1
    log_in(response := HttpResponse(), reader)
    client = Client()
    client.cookies = response.cookies
    assert client.get("/community/notices/").content.decode().count("What the workshop alone should") == 3
    assert client.get(f"/community/notices/{Notice.objects.get(kind='ideas').pk}/").url == idea.url
    if how == "private":
        Board.objects.update(is_private=True)
    else:
        for text in (question, idea):
            withhold(text, ground=ground(), facts="x", found_by="report", by=make_user(), now=NOON)
    assert "What the workshop" not in client.get("/community/notices/").content.decode()
    for notice in Notice.objects.all():
        assert client.get(f"/community/notices/{notice.pk}/").url == "/community/notices/"
        assert not any("workshop" in str(value) for value in notice.about.values())


@pytest.mark.django_db
def test_of_what_stands_on_a_private_board_nobody_else_is_told():
    manager, voter, private = make_user(roles=("administrator",)), make_member(), make_board()
    first, second = (
        propose(title=f"Lights that charge, number {n}", text="Please.", by=make_member(), language="en",
                board=board, now=NOON) for n, board in ((1, private), (2, None))
    )  # fmt: skip
    for idea in (first, second):
        vote_idea(idea, by=voter, is_wanted=True, now=NOON)
    question = make_question(board=private)
    given = make_answer(question, by=voter)
    accept(given, by=question.author, now=NOON)
    Board.objects.filter(pk=private.pk).update(is_private=True)
    change = set_idea_status(first, status=Idea.PLANNED, reason="In May.", by=manager, now=NOON)
    merge = merge_ideas(second, into=first, reason="The same.", by=manager, now=NOON)
    tell_of_idea(change.pk, now=NOON)
    tell_of_merge(merge.pk, now=NOON)
    tell_of_acceptance(given.pk, now=NOON)
    assert not Notice.objects.filter(member=voter).exists()
    Board.objects.update(is_private=False)
    tell_of_merge(merge.pk, now=NOON)
    tell_of_acceptance(given.pk, now=NOON)
    assert set(Notice.objects.filter(member=voter).values_list("kind", flat=True)) == {"ideas", "accepted"}


@pytest.mark.django_db
def test_a_digest_holds_no_title_that_was_withheld():
    reader, question = make_member(), make_question()
    Notice.objects.create(member=reader, kind="answers", question=question, path="/", at=NOON, in_digest=True,
                          about={"title": question.title})  # fmt: skip
    assert len(digest_of(reader, since=None, now=NOON).notices) == 1
    withhold(question, ground=ground(), facts="x", found_by="report", by=make_user(), now=NOON)
    assert digest_of(reader, since=None, now=NOON).notices == []


@pytest.mark.django_db
def test_an_article_does_not_name_a_question_that_became_private(client):
    question = make_question(title="What the workshop alone should know")
    writer, editor = (make_member(staff=make_user(roles=("administrator",))) for _ in range(2))
    article, _ = article_from(make_answer(question), by=writer, now=NOON)
    submit_article(article, by=writer, now=NOON)
    publish_article(article, number=1, by=editor, now=NOON)
    Article.objects.update(board=make_board(), title="How to calibrate", slug="how")
    address = f"/community/articles/{article.pk}/how/"
    assert question.url in client.get(address).content.decode()
    Board.objects.filter(pk=question.board_id).update(is_private=True)
    assert question.url not in client.get(address).content.decode()


@pytest.mark.django_db
def test_listening_hears_nothing_of_private_ideas():
    author = was_super_user()
    idea = propose(title="Sell the tool of the house", text="Please.", by=author, language="en",
                   board=make_board(is_private=True), now=NOON)  # fmt: skip
    comment_idea(idea, text="Not before May.", by=was_super_user(), now=NOON + MINUTE)
    assert not public_texts("idea").exists()
    assert not public_texts("idea_comment").exists()
    Board.objects.update(is_private=False)
    assert public_texts("idea_comment").count() == 1


@pytest.mark.django_db
def test_who_leaves_is_named_in_no_article_and_in_no_earlier_wording():
    editor, gone = make_member(staff=make_user(roles=("administrator",))), make_member("Ana Lind")
    write_article(title="How to calibrate it", text="As @AnaLind found.", language="en", by=editor, now=NOON)
    Article.objects.update(text="As @AnaLind found.", html="<p>As @AnaLind found.</p>")
    idea = propose(title="Lights that charge", text="As @AnaLind said.", by=make_member(), language="en",
                   board=None, now=NOON)  # fmt: skip
    IdeaRevision.objects.create(idea=idea, title="x", text="@AnaLind said", by=idea.author, at=NOON)
    leave(gone, now=NOON + DAY)
    assert forget_mentions(seal({"name": "Ana Lind"})) == 4
    kept = [*Article.objects.values_list("text", "html")[0], ArticleRevision.objects.get().text,
            IdeaRevision.objects.get().text]  # fmt: skip
    assert not any("Ana" in words for words in kept)


@pytest.mark.django_db
def test_a_picture_goes_with_the_words_that_were_withheld(client):
    sender, name = make_member(), store_file(b"pixels")
    kept = Picture.objects.create(name=name, small_name=name, width=1, height=1, by=sender, at=NOON)
    question = make_question(by=sender, text=f"Look.\n\n![]({kept.url})")
    other = make_answer(question, text=f"This one?\n\n![]({kept.url})")
    assert client.get(kept.url).status_code == 200
    for text in (other, question):
        assert client.get(kept.url).status_code == 200, "another text shows it still"
        withhold(text, ground=ground(), facts="x", found_by="report", by=make_user(), now=NOON)
    assert client.get(kept.url).status_code == 404
    log_in(response := HttpResponse(), sender)
    client.cookies = response.cookies
    mine = client.get(kept.url)
    assert (mine.status_code, mine["Cache-Control"]) == (200, "private, no-store")


@pytest.mark.django_db
def test_nobody_hosts_pictures_here_that_no_text_shows(client):
    """Else an account is a place to put any picture for everybody, before anybody looked at anything."""
    sender, other = make_member(trust=Member.NEW, joined_at=NOON), make_member()
    name = store_file(b"pixels of another kind")
    kept = Picture.objects.create(name=name, small_name=name, width=1, height=1, by=sender, at=NOON)

    def seen() -> list[int]:
        return [one.get(kept.url).status_code for one in (client, client_of(other), client_of(sender))]

    assert seen() == [404, 404, 200]
    set_rules(
        first_posts=1, first_posts_are="hold", hold_from=60, withhold_from=101, by=make_user(), now=NOON
    )
    held = make_question(by=sender, text=f"Look.\n\n![]({kept.url})")
    assert held.state == Question.HELD
    assert seen() == [404, 404, 200]
    let_stay(held, by=make_user(), now=NOON)
    assert seen() == [200, 200, 200]
    Board.objects.filter(pk=held.board_id).update(is_private=True)
    assert seen() == [404, 404, 200], "what is said among a few is shown among them"
    Member.objects.filter(pk=other.pk).update(is_super_user=True)
    assert seen() == [404, 200, 200]


@pytest.mark.django_db
def test_an_idea_names_no_duplicate_that_was_removed(client):
    manager = make_user(roles=("administrator",))
    first, second = (
        propose(title=f"Lights that charge, number {n}", text="Please.", by=make_member(), language="en",
                board=None, now=NOON) for n in (1, 2)
    )  # fmt: skip
    merge_ideas(second, into=first, reason="The same.", by=manager, now=NOON)
    assert second.title in client.get(first.url).content.decode()
    withhold(second, ground=ground(), facts="x", found_by="report", by=manager, now=NOON)
    assert second.title not in client.get(first.url).content.decode()


@pytest.mark.django_db
def test_a_board_that_becomes_private_takes_along_what_was_fused_into_it(client):
    old, new = make_board("Old"), make_board("New")
    question = make_question(board=old)
    fuse(old, into=new, by=make_user(), now=NOON)
    assert client.get(question.url).status_code == 200
    change_board(new, BoardSettings(name="New", is_private=True), by=SYSTEM, now=NOON)
    assert client.get(question.url).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Claire Ferrand", "Ferrand Claire", "Сlaire Ferrand", "Claire Ferrаnd"])
def test_nobody_takes_the_name_of_a_colleague_who_never_wrote_here(name):
    make_user(name="Claire Ferrand")
    with purpose("membership"), pytest.raises(NameRefused):
        join(email="eve@example.com", name=name, language="en", now=NOON)


@pytest.mark.django_db
def test_the_log_keeps_no_name_of_a_member():
    member, house = make_member("Ana Lind"), make_user(name="Tom Roy")
    term = invite(member, words="", contact=house, by=house, now=NOON)
    answer_invitation(term, is_accepted=True, by=member, now=NOON)
    end_term(term, by=member, now=NOON)
    assert AuditEntry.objects.filter(actor_kind="member").count() == 2
    assert not AuditEntry.objects.filter(actor_name__icontains="Ana").exists()


@pytest.mark.django_db
def test_what_is_taken_back_leaves_neither_its_pictures_nor_its_words_in_an_address():
    author = make_member()
    question = make_question(by=author, title="My name is Ana Lind of Lyon")
    name = "a" * 64
    Picture.objects.create(name=name, small_name="b" * 64, by=author, width=1, height=1, at=NOON)
    TextPicture.objects.create(kind="question", text_id=question.pk, name=name)
    TextPicture.objects.create(kind="answer", text_id=question.pk, name=name)
    leave(author, takes_texts_back=True, now=NOON + DAY)
    assert list(TextPicture.objects.values_list("kind", flat=True)) == ["answer"], "another's stays"
    assert Question.objects.get().slug == "-"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "tags/%01/", "tags/%00/", "feeds/tags/%01.atom", "feeds/tags/%00.atom", "feeds/tags/%EF%BF%BF.atom",
        "boards/%00/", "ideas/?board=%00", "ideas/?tag=%00", "?tag=%00", "?language=%00", "ideas/?language=%00",
        "articles/?tag=%00", "search/?q=%00",
    ],
)  # fmt: skip
def test_signs_that_no_document_holds_break_no_page(client, path):
    assert client.get(f"/community/{path}").status_code in (200, 302, 404)


@pytest.mark.django_db
def test_no_form_takes_a_sign_that_no_database_keeps():
    question, board = make_question(), make_board()
    log_in(response := HttpResponse(), make_member())
    member = Client()
    member.cookies = response.cookies
    for path, given in (
        ("drafts/", {"place": "ask", "text": "a\x00b"}),
        ("ask/", {"title": "Why does it stop", "text": "It does.", "board": board.slug, "once": "a\x00b"}),
        (f"questions/{question.pk}/answer/", {"text": "Calibrate it.", "once": "a\x00b"}),
        ("ideas/new/", {"title": "Lights that charge", "text": "Please.", "once": "a\x00b"}),
        ("notice/", {"address": "a\x00b"}),
    ):
        assert member.post(f"/community/{path}", given).status_code == 400, path


@pytest.mark.django_db
def test_the_squares_own_domain_shows_nothing_of_the_house_under_any_form_of_its_name(client, settings):
    settings.COMMUNITY_ORIGIN = "https://community.velo.example"
    settings.ALLOWED_HOSTS = ["*"]
    for host in ("community.velo.example", "COMMUNITY.velo.example:443", "community.velo.example."):
        request = client.get("/", HTTP_HOST=host).wsgi_request
        request.path = "/inbox/"
        request.META["HTTP_HOST"] = host
        assert OwnDomain(lambda _request: None)(request).status_code == 404
