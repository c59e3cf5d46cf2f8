"""What becomes of ideas and reviews reaches whom it concerns: members, employees in charge, listening."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from parvis.channels.actions.fetch import fetch_connection
from parvis.community.actions.house_source import community_connection
from parvis.community.actions.idea_promise import tell_overdue
from parvis.community.actions.idea_sessions import publish_outcome
from parvis.community.actions.idea_status import put_in_charge
from parvis.community.actions.idea_votes import follow_idea
from parvis.community.actions.join import member_of_staff
from parvis.community.actions.reply_to_review import reply_to_review
from parvis.community.actions.review import edit_review
from parvis.community.models import Idea, Notice, ProductPage
from parvis.community.reads.notice_titles import titles_of
from parvis.community.reads.notice_words import notice_sentence
from parvis.community.web.reviews_today import cards
from parvis.foundation.audit import SYSTEM
from parvis.foundation.events import deliver_now
from parvis.foundation.models import StoredEvent
from parvis.listening.models import Mention
from tests.factories.accounts import make_user
from tests.factories.channels import NOON
from tests.factories.community import make_member
from tests.factories.ideas import make_idea, make_idea_session, make_voters
from tests.factories.reviews import make_page, make_review

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def told(member):
    """What they read on their page, the newest first."""
    for pk in StoredEvent.objects.order_by("pk").values_list("pk", flat=True):
        deliver_now(pk)
    found = list(Notice.objects.filter(member=member).order_by("-pk"))
    titles = titles_of(member, found)
    return [(notice_sentence(one, titles[one.pk]), one.path) for one in found]


def test_the_author_of_a_review_hears_of_the_reply_once():
    review = make_review(title="Good bike")
    user = make_user(roles=("agent",))
    reply_to_review(review, text="Thank you.", by=user, now=NOON + DAY)
    reply_to_review(review, text="Thank you for it.", by=user, now=NOON + 2 * DAY)
    assert told(review.author) == [("The company replied to your review “Good bike”", review.url)]
    # Of a product that is not shown any more nobody is told a title.
    ProductPage.objects.update(is_shown=False)
    assert told(review.author) == [("Something about a text that you can no longer open", review.url)]


def test_a_reply_to_what_is_shown_no_more_is_told_nobody():
    review = make_review()
    reply_to_review(review, text="Thank you.", by=make_user(roles=("agent",)), now=NOON + DAY)
    type(review).objects.update(state="withdrawn")
    assert told(review.author) == []


def test_who_took_part_in_a_theme_hears_what_came_of_it():
    session = make_idea_session("Riding in rain")
    idea = make_idea(session=session)
    wants, muted, stranger = make_voters(idea, 1)[0], make_member(), make_member()
    follow_idea(idea, by=muted, is_wanted=False, now=NOON)
    publish_outcome(session, outcome="Longer mudguards.", by=SYSTEM, now=NOON + DAY)
    publish_outcome(session, outcome="Longer mudguards, in spring.", by=SYSTEM, now=NOON + 2 * DAY)
    said = [("The team said what came of the theme “Riding in rain”", session.url)]
    assert [told(one) for one in (idea.author, wants, muted, stranger)] == [said, said, [], []]


def test_employees_hear_of_ideas_in_their_charge_and_of_late_ones():
    manager, agent = make_user(roles=("community_manager",)), make_user(roles=("agent",))
    managing, answering = (member_of_staff(user, now=NOON) for user in (manager, agent))
    given, taken, nobodys = (
        make_idea(title=title) for title in ("A given idea", "A taken idea", "Nobody’s idea")
    )
    put_in_charge(given, whom=agent, by=manager, now=NOON)
    put_in_charge(taken, whom=agent, by=agent, now=NOON)
    desk = f"/community/desk/ideas/{given.pk}/"
    assert told(answering) == [("You are in charge of the idea “A given idea”", desk)], "who took it knows"
    Idea.objects.exclude(pk=taken.pk).update(due_at=NOON + DAY)
    tell_overdue(now=NOON + 2 * DAY)
    assert told(answering)[0] == ("The answer promised to the idea “A given idea” is late", desk)
    late = f"/community/desk/ideas/{nobodys.pk}/"
    assert told(managing) == [("The answer promised to the idea “Nobody’s idea” is late", late)]


def test_the_desk_and_today_say_what_waits():
    manager = make_user(roles=("community_manager",))
    client = Client()
    client.force_login(manager)
    assert "late for" not in client.get("/community/desk/").content.decode()
    Idea.objects.filter(pk=make_idea().pk).update(due_at=NOON - DAY)
    harsh, kind = make_review(stars=1), make_review(stars=5)
    page = client.get("/community/desk/").content.decode()
    assert "1 idea is late for its answer" in page and "2 reviews wait for a reply" in page
    assert [(card.figure, card.url) for card in cards(manager, now=NOON)] == [
        ("1", "/community/desk/reviews/")
    ]
    for review in (harsh, kind):
        reply_to_review(review, text="Thank you.", by=manager, now=NOON + DAY)
    assert "wait for a reply" not in client.get("/community/desk/").content.decode()
    assert cards(manager, now=NOON) == []


def test_listening_hears_reviews_with_their_stars_and_their_product():
    page = make_page(name="Mistral 9")
    review = make_review(page, stars=2, title="Weak bell")
    make_review(make_page(is_shown=True), stars=5)
    ProductPage.objects.exclude(pk=page.pk).update(is_shown=False)
    source = community_connection(now=NOON)
    reply_to_review(review, text="Thank you.", by=make_user(roles=("agent",)), now=NOON)

    def heard():
        fetch_connection(source.pk, now=NOON + DAY)
        for pk in StoredEvent.objects.order_by("pk").values_list("pk", flat=True):
            deliver_now(pk)
        return list(Mention.objects.values_list("external_id", "title"))

    assert heard() == [(f"review-{review.pk}", "★★☆☆☆ Weak bell")], (
        "nothing of a hidden product, no reply of ours"
    )
    edit_review(review, stars=4, title="Good bell now", text="They changed it.", experienced_on=review.experienced_on,
                by=review.author, now=NOON + DAY)  # fmt: skip
    assert heard() == [(f"review-{review.pk}", "★★★★☆ Good bell now")]
