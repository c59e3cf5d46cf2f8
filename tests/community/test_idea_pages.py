"""Ideas on the public square and at the desk, through real requests; two who act in one instant."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection

from parvis.community.actions.idea_comments import comment_idea
from parvis.community.actions.idea_merge import merge_ideas
from parvis.community.actions.idea_promise import set_idea_promise
from parvis.community.actions.idea_status import set_idea_status
from parvis.community.actions.idea_votes import vote_idea
from parvis.community.logic.errors import SaidMeanwhile
from parvis.community.logic.ideas import IdeaPromise
from parvis.community.models import Idea, IdeaComment, IdeaSession, IdeaStatusChange, IdeaVote
from parvis.community.web.ideas_today import cards
from parvis.foundation.audit import SYSTEM
from parvis.foundation.clock import utc_now
from tests.community.test_pages import client_of
from tests.factories.accounts import make_user
from tests.factories.channels import NOON
from tests.factories.community import make_board, make_member
from tests.factories.ideas import make_idea, make_idea_session, make_voters

DAY = timedelta(days=1)


@pytest.fixture
def desk(client):
    manager = make_user(roles=("community_manager",), name="Claire Ferrand")
    client.force_login(manager)
    client.manager = manager
    return client


@pytest.mark.django_db
def test_empty_pages_say_what_now(client):
    for path in ("", "done/", "sessions/", "?status=planned", "?q=bell"):
        page = client.get(f"/community/ideas/{path}")
        assert (page.status_code, 'class="empty"' in page.content.decode()) == (200, True)
    assert client.get("/community/ideas/?order=random").status_code == 302
    assert client.get("/community/ideas/similar/?title=ab").content.decode().strip() == ""


@pytest.mark.django_db
def test_a_member_proposes_votes_and_comments_without_javascript():
    board, author = make_board("Bells", slug="bells"), make_member()
    client = client_of(author)
    given = {
        "title": "A bell that rings",
        "text": "Cars do not hear mine.",
        "board": "bells",
        "tags": "bell",
        "once": "x",
    }
    first, second = (client.post("/community/ideas/new/", given) for _ in range(2))
    idea = Idea.objects.get()
    assert first["Location"] == second["Location"] == f"/community/ideas/{idea.pk}/a-bell-that-rings/"
    assert idea.board == board
    page = client.get(first["Location"]).content.decode()
    assert 'aria-pressed="true"' in page and "Every idea with 10 votes gets an answer within 14 days." in page
    voter = client_of(make_member())
    back = f"/community/ideas/?order=newest#idea-{idea.pk}"
    voted = voter.post(f"/community/ideas/{idea.pk}/vote/", {"on": "1", "next": back})
    assert voted["Location"] == back
    away = voter.post(f"/community/ideas/{idea.pk}/vote/", {"on": "0", "next": "https://evil.example/"})
    assert away["Location"] == idea.url
    assert IdeaVote.objects.count() == 1
    said = voter.post(
        f"/community/ideas/{idea.pk}/comment/", {"text": "<script>alert(1)</script> louder", "once": "y"}
    )
    comment = IdeaComment.objects.get()
    assert said["Location"] == f"{idea.url}#comment-{comment.pk}"
    assert "<script>alert" not in voter.get(idea.url).content.decode()
    client.post(f"/community/ideas/{idea.pk}/extension/", {"comment": comment.pk, "on": "1"})
    assert "Extends the idea" in client.get(idea.url).content.decode()
    short = client.post("/community/ideas/new/", {"title": "Bell", "text": "x"})
    assert (short.status_code, "at least 8 characters" in short.content.decode()) == (422, True)


@pytest.mark.django_db
def test_a_visitor_reads_and_is_led_to_the_log_in(client):
    idea = make_idea()
    assert client.get(f"/community/ideas/{idea.pk}/").status_code == 301
    assert "Log in to vote" in client.get(idea.url).content.decode()
    sent = client.post(f"/community/ideas/{idea.pk}/vote/", {"next": idea.url})
    assert sent["Location"].startswith("/community/log-in/?next=%2Fcommunity%2Fideas%2F")
    kept = client.post("/community/ideas/new/", {"title": "A louder horn", "text": "For lorries."})
    assert (kept.status_code, "For lorries." in kept.content.decode()) == (422, True)
    Idea.objects.update(state="held")
    assert client.get(idea.url).status_code == 404
    assert client_of(idea.author).get(idea.url).status_code == 200


@pytest.mark.django_db
def test_the_page_says_why_there_is_no_date_yet(client):
    set_idea_promise(IdeaPromise(votes=3, days=5), by=SYSTEM, now=NOON)
    idea = make_idea()
    make_voters(idea, 2, joined_at=NOON)
    assert "the night sets it" in client.get(idea.url).content.decode()


@pytest.mark.django_db
def test_a_duplicate_leads_to_the_other_and_back(desk):
    kept, double = make_idea(title="A bell that rings"), make_idea(title="A bell which rings")
    address = f"/community/desk/ideas/{double.pk}/act/"
    assert desk.post(address, {"what": "merge", "into": kept.pk, "reason": ""}).status_code == 422
    assert desk.post(address, {"what": "merge", "into": kept.pk, "reason": "The same."}).status_code == 302
    assert desk.get(double.url)["Location"] == kept.url
    assert "A bell which rings" in desk.get(kept.url).content.decode()
    assert "Take them apart" in desk.get(f"/community/desk/ideas/{double.pk}/").content.decode()
    desk.post(address, {"what": "undo", "reason": "It is a horn."})
    assert desk.get(double.url).status_code == 200


@pytest.mark.django_db
def test_the_second_of_two_colleagues_sees_the_firsts_answer(desk):
    idea = make_idea()
    address = f"/community/desk/ideas/{idea.pk}/act/"
    given = {"what": "status", "status": "planned", "reason": "It comes in *spring*.", "seen": "0"}
    assert desk.post(address, given).status_code == 302
    late = desk.post(address, {**given, "status": "declined", "reason": "Too dear for us."})
    page = late.content.decode()
    assert late.status_code == 409
    assert "A colleague has answered" in page and "<em>spring</em>" in page and "Too dear for us." in page
    public = desk.get(idea.url).content.decode()
    assert "Claire Ferrand" in public and "Planned" in public and "Too dear" not in public


@pytest.mark.django_db
def test_the_desk_lists_what_is_late_and_keeps_the_promise(desk):
    set_idea_promise(IdeaPromise(votes=2, days=1), by=SYSTEM, now=NOON)
    idea = make_idea()
    make_voters(idea, 1)  # NOON is long past
    page = desk.get("/community/desk/ideas/?view=overdue").content.decode()
    assert idea.title in page and "Overdue since" in page and "Nobody in charge" in page
    assert "It is late." in desk.get("/community/ideas/").content.decode()
    [card] = cards(desk.manager, now=utc_now())
    assert (card.figure, card.level) == ("1", "risk")
    assert cards(make_user(roles=("agent",)), now=utc_now()) == []  # it is in nobody's charge
    desk.post("/community/desk/ideas/promise/", {"votes": "7", "days": "0"})
    assert "Write 1 to 10,000 votes" in desk.get("/community/desk/ideas/").content.decode()
    desk.post(f"/community/desk/ideas/{idea.pk}/act/", {"what": "charge", "user": desk.manager.pk})
    assert "Claire Ferrand looks after this idea" in desk.get(idea.url).content.decode()
    for view in ("due", "mine", "new", "open", "done", "declined", "x"):
        assert desk.get(f"/community/desk/ideas/?view={view}&after=1~x").status_code == 200


@pytest.mark.django_db
def test_a_theme_from_its_making_to_its_outcome(desk):
    now = utc_now()
    given = {
        "title": "Travelling with children", "about": "What do you miss?", "language": "",
        "opens_at": (now - DAY).strftime("%Y-%m-%dT%H:%M"), "closes_at": (now + DAY).strftime("%Y-%m-%dT%H:%M"),
    }  # fmt: skip
    wrong = desk.post("/community/desk/ideas/sessions/", {**given, "closes_at": given["opens_at"]})
    assert (wrong.status_code, "before it begins" in wrong.content.decode()) == (422, True)
    desk.post("/community/desk/ideas/sessions/", given)
    theme = IdeaSession.objects.get()
    assert "Travelling with children" in desk.get("/community/ideas/").content.decode()
    desk.post("/community/ideas/new/", {"title": "A seat for two", "text": "Twins.", "session": theme.pk})
    assert "A seat for two" in desk.get(theme.url).content.decode()
    desk.post(f"/community/desk/ideas/sessions/{theme.pk}/", {"outcome": "One is **planned**."})
    assert "<strong>planned</strong>" in desk.get(theme.url).content.decode()
    ahead = make_idea_session("Not yet begun at all", opens_at=now + DAY)
    assert desk.get(ahead.url).status_code == 404


@pytest.mark.django_db
def test_what_was_done_names_whose_idea_it_was(client):
    idea = make_idea()
    helper = make_member("Zoé Lambert")
    said = comment_idea(idea, text="With a light.", by=helper, now=NOON)
    client_of(idea.author).post(f"/community/ideas/{idea.pk}/extension/", {"comment": said.pk})
    manager = make_user(roles=("community_manager",))
    set_idea_status(idea, status="done", reason="In the shops.", by=manager, now=NOON + DAY)
    page = client.get("/community/ideas/done/").content.decode()
    assert all(word in page for word in (idea.title, idea.author.name, "Zoé Lambert", "In the shops."))


@pytest.mark.django_db
def test_the_pages_speak_french(client):
    idea = make_idea()
    set_idea_status(
        idea,
        status="under_review",
        reason="On y pense.",
        by=make_user(roles=("community_manager",)),
        now=NOON,
    )
    page = client.get(idea.url, headers={"accept-language": "fr"}).content.decode()
    assert "En cours d’étude" in page and "Se connecter pour voter" in page


def at_once(*acts):
    """Each in a connection of its own, all begun together; what they raised or gave."""
    found, gate = [], threading.Barrier(len(acts))

    def run(act):
        try:
            gate.wait()
            found.append(act())
        except Exception as error:
            found.append(type(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return found


@pytest.mark.django_db(transaction=True)
def test_two_in_one_instant():
    """A vote twice, two answers of colleagues, and two merges that face each other: one each takes effect."""
    idea, other, voter = make_idea(), make_idea(), make_member()
    manager = make_user(roles=("community_manager",))
    votes = at_once(*[lambda: vote_idea(idea, by=voter, is_wanted=True, now=NOON)] * 3)
    assert sorted(votes) == [False, False, True]
    idea.refresh_from_db()
    assert idea.vote_count == IdeaVote.objects.filter(idea=idea).count() == 2

    def answered(status):
        return set_idea_status(idea, status=status, reason="So it is.", by=manager, now=NOON, seen=0).after

    said = at_once(lambda: answered("planned"), lambda: answered("declined"))
    assert SaidMeanwhile in said and IdeaStatusChange.objects.count() == 1

    def merged(one, into):
        return merge_ideas(one, into=into, reason="Same.", by=manager, now=NOON).pk

    at_once(lambda: merged(idea, other), lambda: merged(other, idea))
    assert sorted(Idea.objects.values_list("merged_into_id", flat=True), key=bool)[0] is None
    assert Idea.objects.filter(status="merged").count() == 1
