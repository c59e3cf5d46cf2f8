"""Reviews: who may write one, what is shown of it, what the company may do, and what it may not."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client

from parvis.community.actions.forget_reviews import forget_reviews
from parvis.community.actions.moderate import withhold
from parvis.community.actions.notice_by_anyone import text_at
from parvis.community.actions.pictures import forget_pictures, keep_picture
from parvis.community.actions.reply_to_review import reply_to_review
from parvis.community.actions.review import check_purchase, edit_review, withdraw_review, write_review
from parvis.community.actions.review_messages import tell_review_message, write_to_author
from parvis.community.actions.review_rules import set_review_rules
from parvis.community.actions.review_votes import vote_review
from parvis.community.logic.errors import EmptyText, MayNot, OwnText, TooOften
from parvis.community.models import Ground, MemberContact, Picture, Review, ReviewMessage
from parvis.community.reads.pictures import pictures_named
from parvis.community.reads.reply_times import reply_time
from parvis.community.reads.reviews import earlier, reviews, stars_of_page, to_answer
from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM
from tests.community.test_pages import client_of
from tests.factories.accounts import make_user
from tests.factories.channels import NOON
from tests.factories.community import make_member
from tests.factories.pictures import photograph
from tests.factories.reviews import linked_buyer, make_page, make_review

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=3)


def refused(what: str):
    return pytest.raises(MayNot, match=f"^{what}$")


def test_one_review_a_member_and_product_sent_twice_once():
    page, author = make_page(), make_member()
    first = make_review(page, by=author, once="f1")
    assert make_review(page, by=author, once="f1").pk == first.pk
    with refused("second-review"):
        make_review(page, by=author, now=LATER)
    withdraw_review(first, by=author, now=LATER)
    assert make_review(page, by=author, now=LATER + timedelta(hours=1)).pk != first.pk
    assert stars_of_page(page.pk).n == 1


@pytest.mark.parametrize(
    ("given", "what"),
    [
        ({"stars": 0}, "stars"),
        ({"stars": 6}, "stars"),
        ({"experienced_on": None}, "experience"),
        ({"experienced_on": NOON.date() + timedelta(days=2)}, "experience"),
        ({"experienced_on": date(1999, 1, 1)}, "experience"),
        ({"consideration": "car"}, "consideration"),
    ],
)
def test_bad_input_is_refused_with_a_word(given, what):
    with refused(what):
        make_review(**given)


def test_nobody_reviews_for_the_house_and_nobody_reviews_what_is_hidden():
    with refused("own-product"):
        make_review(by=make_member(staff=make_user(roles=("agent",))))
    with refused("product"):
        make_review(make_page(is_shown=False))
    author = make_member()
    make_review(by=author)
    with pytest.raises(TooOften):
        make_review(by=author, now=NOON + timedelta(seconds=5))


def test_a_purchase_is_verified_from_the_record_that_the_author_linked_and_from_no_other():
    page = make_page()
    buyer, stranger, other = linked_buyer(page.product), make_member(), linked_buyer(None)
    assert make_review(page, by=buyer).verified_at == NOON
    assert make_review(page, by=stranger).verified_at is None
    without = make_review(page, by=other)
    assert without.verified_at is None
    assert check_purchase(without, by=other, now=LATER) is False
    # The public page shows the word and nothing of the record.
    shown = Client().get(page.url).content.decode()
    assert shown.count("mark mark-expert") == 1
    with purpose("service"):
        assert buyer.identity.current_link.person.customer_number not in shown


def test_only_its_author_changes_a_review_and_the_former_words_stay():
    review = make_review(text="Good.")
    given = {"stars": 2, "text": "Broke.", "experienced_on": review.experienced_on, "now": LATER}
    for other in (make_member(trust=4), make_member(staff=make_user(roles=("administrator",)))):
        with refused("edit"):
            edit_review(review, by=other, **given)
    assert edit_review(review, by=review.author, **given)
    assert not edit_review(review, by=review.author, **given)
    review.refresh_from_db()
    assert (review.stars, review.text, review.edited_at) == (2, "Broke.", LATER)
    assert [(one.stars, one.text) for one in earlier(review)] == [(4, "Good.")]
    page = Client().get(review.page.url).content.decode()
    assert "changed on" in page and f"/community/reviews/{review.pk}/history/" in page


def test_figures_count_every_shown_review_and_no_other():
    page, now = make_page(), NOON
    kept = [make_review(page, stars=stars) for stars in (1, 1, 5)]
    gone = make_review(page, stars=5)
    withhold(gone, ground=Ground.objects.get(number=7), facts="Paid.", found_by="report", by=None, now=now)
    figures = stars_of_page(page.pk)
    assert (figures.counts, figures.n, round(figures.mean, 2), figures.are_few) == (
        (2, 0, 0, 0, 1),
        3,
        2.33,
        True,
    )
    # Chosen by the reader alone: the unasked order is the newest first, whatever the stars.
    assert [one.pk for one in reviews(page.pk, None).rows] == [one.pk for one in reversed(kept)]
    assert [one.stars for one in reviews(page.pk, None, order="lowest").rows] == [1, 1, 5]
    assert reviews(page.pk, None, stars=5).n == 1
    # Its author sees it with its state; others do not.
    assert gone.pk in {one.pk for one in reviews(page.pk, gone.author).rows}


def test_the_page_says_what_the_law_asks(client):
    page = make_page()
    review = make_review(page, stars=1, consideration="free", text="Never again. <script>x</script>")
    reply_to_review(review, text="We are sorry.", by=make_user(name="Zoé Legrand"), now=LATER)
    body = client.get(page.url).content.decode()
    for words in ("Experience of 2 Mar 2026", "published on", "Newest first", "Verified purchase",
                  "How reviews work here", "Given for this review", "Zoé Legrand", "Never again."):  # fmt: skip
        assert words in body
    assert "<script>x" not in body
    assert '"ratingValue": 1.0' in body and '"reviewCount": 1' in body
    set_review_rules(words={"en": "We call **ten** buyers a month."}, months=36, by=SYSTEM, now=NOON)
    how = client.get("/community/reviews/how/").content.decode()
    for words in ("<strong>ten</strong>", "36 months", "Not a real experience", "L111-7-2", "free of charge"):
        assert words in how
    french = Client(headers={"accept-language": "fr"}).get(page.url).content.decode()
    assert "Expérience du 2 mars 2026" in french and "Les plus récents d’abord" in french


def test_the_reply_is_one_signed_and_changed_in_the_open():
    review, user = make_review(stars=1), make_user(roles=("agent",), name="Ana Roux")
    assert [one.pk for one in to_answer()] == [review.pk]
    reply = reply_to_review(review, text="Sorry.", by=user, now=LATER)
    assert reply_to_review(review, text="Sorry, and here is help.", by=user, now=LATER).pk == reply.pk
    assert [(one.is_of_reply, one.text) for one in earlier(review)] == [(True, "Sorry.")]
    assert not to_answer().exists()
    with pytest.raises(EmptyText):
        reply_to_review(review, text=" ", by=user, now=LATER)
    withdraw_review(review, by=review.author, now=LATER)
    with refused("review"):
        reply_to_review(review, text="Still sorry.", by=user, now=LATER)


def test_the_time_to_reply_counts_who_waits():
    page, user = make_page(), make_user(roles=("agent",))
    for hours in (1, 3, 5):
        reply_to_review(make_review(page), text="Thanks.", by=user, now=NOON + timedelta(hours=hours))
    assert reply_time(now=LATER).hours == 3
    for _ in range(4):
        make_review(page)
    waiting = reply_time(now=LATER)
    assert (waiting.hours, waiting.n, waiting.answered) == (None, 7, 3)


def test_a_message_reaches_the_author_without_an_address():
    review, reader = make_review(by=make_member("Nadia")), make_member("Paul")
    with purpose("membership"):
        MemberContact.objects.create(member=review.author, email="nadia@example.org", email_hash="x")
    sent = write_to_author(review, text="Which size?", by=reader, now=NOON)
    assert tell_review_message(sent.pk)
    assert mail.outbox[0].to == ["nadia@example.org"]
    assert "Which size?" in mail.outbox[0].body and "@example.org" not in mail.outbox[0].body
    assert ReviewMessage.objects.count() == 0  # without a purpose nobody sees that somebody wrote
    page = client_of(review.author).get(f"/community/reviews/{review.pk}/messages/").content.decode()
    assert "Which size?" in page and "nadia@example.org" not in page
    write_to_author(review, text="58.", by=review.author, to=reader, now=LATER)
    stranger = make_member("Zed")
    assert (
        "Which size?"
        not in client_of(stranger).get(f"/community/reviews/{review.pk}/messages/").content.decode()
    )
    with refused("contact"):
        write_to_author(review, text="Buy!", by=review.author, to=stranger, now=LATER)
    for minute in range(4):
        write_to_author(review, text="?", by=reader, now=NOON + timedelta(minutes=minute))
    with pytest.raises(TooOften):
        write_to_author(review, text="?", by=reader, now=LATER)
    Review.objects.update(is_contactable=False)
    review.refresh_from_db()
    with refused("contact"):
        write_to_author(review, text="Hello?", by=stranger, now=LATER)


def test_a_professional_who_doubts_needs_no_account(client):
    review = make_review()
    page = client.get(review.page.url).content.decode()
    address = re.search(r'href="(/community/notice/[^"]+)"', page).group(1)
    form = client.get(address).content.decode()
    shown = re.search(r'name="address"[^>]*value="([^"]+)"', form).group(1)
    assert text_at(shown) == review
    assert 'href="/community/notice/?ground=7"' in client.get("/community/reviews/how/").content.decode()


def test_a_helpful_vote_counts_once_and_never_for_oneself():
    review, reader = make_review(), make_member()
    assert vote_review(review, by=reader, is_helpful=True, now=NOON)
    assert not vote_review(review, by=reader, is_helpful=True, now=NOON)
    with pytest.raises(OwnText):
        vote_review(review, by=review.author, is_helpful=True, now=NOON)
    review.refresh_from_db()
    assert review.helpful_count == 1


def test_a_picture_loses_its_place_and_outlives_the_nightly_search(files_folder):
    author = make_member()
    kept = keep_picture(photograph(), by=author, now=NOON)
    review = make_review(by=author, pictures=[kept])
    answer = Client().get(kept.url)
    content = answer.content
    assert answer["Content-Type"] == "image/webp" and b"Exif" not in content and b"Velostral" not in content
    assert pictures_named([kept.name, kept.small_name, "0" * 64]) == {kept.name, kept.small_name}
    keep_picture(photograph(), by=make_member(), now=NOON)
    assert forget_pictures(now=NOON + timedelta(days=2)) == 1
    assert list(Picture.objects.values_list("pk", flat=True)) == [kept.pk]
    with refused("picture"):
        keep_picture(b"<svg onload=alert(1)>", by=author, now=NOON)
    with refused("pictures"):
        make_review(by=make_member(), pictures=[kept])  # another's
    withdraw_review(review, by=author, now=NOON)
    assert forget_reviews(now=NOON + timedelta(days=366)) == 1
    review.refresh_from_db()
    assert (review.text, review.pictures.count()) == ("", 0)


def test_a_member_writes_changes_and_takes_back_on_the_page(files_folder):
    page, author = make_page(), make_member()
    given = {"stars": "2", "text": "Meh.", "experienced_on": "2026-03-02", "consideration": ""}
    asked = Client().post(f"{page.url}review/", {**given, "once": "a"})
    assert asked.status_code == 422 and b"Meh." in asked.content
    client = client_of(author)
    for missing in ("stars", "consideration", "experienced_on"):
        less = {name: value for name, value in given.items() if name != missing}
        assert client.post(f"{page.url}review/", {**less, "once": "a"}).status_code == 422
    made = client.post(f"{page.url}review/", {**given, "once": "a"})
    review = Review.objects.get()
    assert (made.status_code, made["Location"]) == (302, f"{page.url}#review-{review.pk}")
    client.post(f"{page.url}review/", {**given, "text": "Better now.", "stars": "4"})
    review.refresh_from_db()
    assert (review.text, review.stars) == ("Better now.", 4)
    client.post(f"/community/reviews/{review.pk}/act/withdraw/")
    assert stars_of_page(page.pk).n == 0
    assert write_review(page, stars=5, text="Ok.", experienced_on=date(2026, 3, 2), by=author, language="en",
                        now=review.written_at + timedelta(hours=1)).is_shown  # fmt: skip
