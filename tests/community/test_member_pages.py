"""A member's own pages and the desk for members, through real requests: nothing shows more than was chosen."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.test import Client
from PIL import Image

from parvis.community.actions.experts import answer_invitation, invite
from parvis.community.actions.export import forget_exports
from parvis.community.actions.forget_mentions import forget_mentions
from parvis.community.actions.join import join
from parvis.community.logic.mentions import without_mentions
from parvis.community.models import (
    Answer,
    Badge,
    DirectMessage,
    Member,
    MemberContact,
    MemberExport,
    Question,
    SuperUserTerm,
    TrustChange,
)
from parvis.foundation.access import purpose
from parvis.foundation.clock import utc_now
from parvis.foundation.secrets import seal
from parvis.people.models import CurrentLink, IdentityLink
from tests.community.test_pages import client_of
from tests.factories.accounts import make_user
from tests.factories.channels import NOON
from tests.factories.community import make_answer, make_badge, make_member, make_question
from tests.factories.people import make_contact_point, make_person

pytestmark = pytest.mark.django_db
SCRIPT = '"><script>alert(1)</script>'


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_profile_shows_what_its_member_chose(client):
    member = make_member("Ada Lovelace", answer_count=7)
    own, address = client_of(member), f"/community/members/{member.pk}/"
    assert "7 answers" in page(client, address)
    sent = {"name": "Ada L.", "about": f"I ride.{SCRIPT}", "language": "fr", "shows_badges": "on"}
    assert own.post("/community/me/", sent).status_code == 302
    shown = page(client, address)
    assert "Ada L." in shown
    assert "&lt;script&gt;alert(1)" in shown
    assert SCRIPT not in shown
    assert "7 answers" not in shown
    assert "here since" not in shown
    member.refresh_from_db()
    assert (member.language, member.is_on_boards, member.shows_badges) == ("fr", False, True)
    make_member("Bob")
    for name in ("Bob", "b0b", "Admin", "A\u0430rdvark"):
        refused = own.post("/community/me/", {**sent, "name": name})
        assert refused.status_code == 422
    assert own.post("/community/me/", {**sent, "about": "x" * 501}).status_code == 422


@pytest.mark.parametrize(
    "content",
    [b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", b"", b"GIF87a" + b"\0" * 40],
)
def test_what_is_no_picture_is_refused_with_a_sentence(content):
    own = client_of(make_member())
    refused = own.post("/community/me/picture/", {"picture": io.BytesIO(content)})
    assert (refused.status_code, "no picture that can be shown" in refused.content.decode()) == (422, True)


def test_a_picture_is_made_anew_and_taken_off(client):
    member, sent = make_member(), io.BytesIO()
    own = client_of(member)
    Image.new("RGB", (64, 64), (10, 90, 90)).save(sent, "PNG")
    sent.seek(0)
    assert own.post("/community/me/picture/", {"picture": sent}).status_code == 302
    member.refresh_from_db()
    assert f"/community/pictures/{member.picture}" in page(client, f"/community/members/{member.pk}/")
    assert client.get(f"/community/pictures/{member.picture}").getvalue()[8:12] == b"WEBP"
    own.post("/community/me/picture/", {"remove": "1"})
    member.refresh_from_db()
    assert member.picture == ""


def test_answers_of_a_member_are_paged_and_private_ones_stay_private(client):
    helper = make_member(is_super_user=True)
    for number in range(22):
        asked = make_question(title=f"Question number {number:02}")
        make_answer(asked, by=helper, now=NOON + timedelta(minutes=number))
    hidden = make_question(by=make_member(is_super_user=True), title="Only among ourselves")
    make_answer(hidden, by=helper, now=NOON + timedelta(hours=1))
    hidden.board.is_private = True
    hidden.board.save()
    address = f"/community/members/{helper.pk}/"
    first = page(client, address)
    assert "Question number 21" in first
    assert "Question number 01" not in first
    assert "Only among" not in first
    following = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "Question number 01" in page(client, address + following)
    for nonsense in ("?after=x~1", "?after=2026-02-30T00:00:00%2B00:00~1", "?after=2026-01-01T00:00:00~1"):
        assert client.get(address + nonsense).status_code == 200
    assert "No question yet" in page(client, f"{address}?part=questions")


def test_a_copy_holds_what_is_ones_own_and_nobody_else_gets_it():
    with purpose("membership"):
        member = join(email="ada@example.org", name="Ada", language="en", now=NOON)
    Member.objects.filter(pk=member.pk).update(trust=1)
    make_answer(
        make_question(by=make_member("Stranger"), text="Not Ada's."), by=member, text=f"Mine {SCRIPT}"
    )
    own = client_of(member)
    assert own.post("/community/me/data/").status_code == 302
    made = MemberExport.objects.get()
    assert client_of(make_member()).get(f"/community/me/data/{made.pk}/").status_code == 404
    whole = zipfile.ZipFile(io.BytesIO(own.get(f"/community/me/data/{made.pk}/").content))
    data = json.loads(whole.read("data.json"))
    assert (data["format"], data["name"]) == ("parvis-member-copy", "Ada")
    assert [row["text"] for row in data["data"]["community_answer"]] == [f"Mine {SCRIPT}"]
    assert data["data"]["community_member_contact"][0]["email"] == "ada@example.org"
    readable = whole.read("index.html").decode()
    assert "&lt;script&gt;" in readable
    assert SCRIPT not in readable
    assert "Not Ada" not in readable
    assert forget_exports(now=utc_now() + timedelta(days=8)) == 1
    assert own.get(f"/community/me/data/{made.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Thanks @Ada Lovelace!", "Thanks [former member]!"),
        (
            "@adalovelace, @ADA-Lovelace and @ada_lovelace",
            "[former member], [former member] and [former member]",
        ),
        ("mail me@Ada Lovelace or `@Ada Lovelace`", "mail me@Ada Lovelace or `@Ada Lovelace`"),
        ("@Ada Lovelacex, @Ada", "@Ada Lovelacex, @Ada"),
    ],
)
def test_mentions_of_somebody_who_left(text, after):
    assert without_mentions(text, name="Ada Lovelace", language="en") == after


def test_leaving_takes_the_name_and_on_wish_the_words():
    ada, other = make_member("Ada"), make_member()
    kept_title = make_question(by=ada, title="How do I change the chain?", text="Secret words of mine.")
    make_answer(kept_title, by=other, text="As @Ada says, with care.")
    alone = make_question(by=ada, title="Nobody answered this one", now=NOON + timedelta(minutes=5))
    mine = make_answer(make_question(by=other), by=ada, text="My own answer.")
    Question.objects.filter(pk=mine.question_id).update(accepted=mine, accepted_at=NOON)
    own = client_of(ada)
    assert "1 question that others answered keeps its title" in page(own, "/community/me/leave/")
    assert own.post("/community/me/leave/", {"name": "Bob", "texts": "gone"}).status_code == 422
    gone = own.post("/community/me/leave/", {"name": "ada", "texts": "gone"})
    assert "no longer a member" in gone.content.decode()
    ada.refresh_from_db()
    assert (ada.name, ada.left_at is None) == (f"#{ada.pk}", False)
    assert own.get("/community/me/").status_code == 302
    kept_title.refresh_from_db()
    alone.refresh_from_db()
    mine.refresh_from_db()
    assert (kept_title.title, kept_title.text, kept_title.state) == (
        "How do I change the chain?",
        "…",
        "open",
    )
    assert (alone.state, alone.text, alone.title) == ("removed", "", "")
    assert (mine.state, mine.text) == ("removed", "")
    answered = Question.objects.get(pk=mine.question_id)
    assert (answered.accepted, answered.answer_count) == (None, 0)
    assert forget_mentions(seal({"name": "Ada"})) == 1
    assert forget_mentions(seal({"name": "Ada"})) == 0
    said = Answer.objects.get(author=other)
    assert (said.text, "@Ada" in said.html) == ("As [former member] says, with care.", False)


def test_the_record_is_joined_by_the_members_own_act_alone(client):
    with purpose("membership"):
        member = join(email="Ada@example.org", name="Ada", language="en", now=NOON)
    own = client_of(member)
    assert "No customer gave us" in own.post("/community/me/record/", {"act": "link"}).content.decode()
    with purpose("legal_duty"):
        person = make_person(given_name="Augusta", family_name="King")
        make_contact_point(person, value="ada@example.org")
    assert own.post("/community/me/record/", {"act": "link"}).status_code == 302
    member.refresh_from_db()
    with purpose("service"):
        link = CurrentLink.objects.select_related("link").get(identity=member.identity)
        assert (link.person_id, link.link.evidence, link.link.decided_by_kind) == (
            person.pk, "code_sent_back", "member",
        )  # fmt: skip
    public = page(client, f"/community/members/{member.pk}/")
    assert "Augusta" not in public
    assert "joined with your record" in page(own, "/community/me/record/")
    clerk = Client()
    clerk.force_login(make_user(roles=("agent",)))
    record = page(clerk, f"/people/{person.pk}/")
    assert f"/community/members/{member.pk}/" in record
    assert own.post("/community/me/record/", {"act": "unlink"}).status_code == 302
    with purpose("legal_duty"):
        assert not CurrentLink.objects.exists()
        assert IdentityLink.objects.filter(act="ended").count() == 1
        twin = make_person()
        make_contact_point(twin, value="ada@example.org")
    assert "cannot tell which one" in own.post("/community/me/record/", {"act": "link"}).content.decode()


def test_the_level_page_says_what_is_missing_in_both_languages():
    own = client_of(make_member(trust=Member.BASIC))
    assert "questions opened: 0 of 20" in page(own, "/community/me/level/")
    french = own.get("/community/me/level/", headers={"accept-language": "fr"}).content.decode()
    assert "questions ouvertes\u202f: 0 sur 20" in french


def test_everybody_reads_what_a_badge_asks_for(client):
    Badge.objects.all().update(is_retired=True)
    make_badge(name_en="Twice", formula="answers >= 2 and accepted / answers > 0.5")
    assert "answers to others ≥ 2 and answers that solved ÷ answers to others &gt; 0.5" in page(
        client, "/community/badges/"
    )
    assert "Nobody's answer" in page(client, "/community/leaders/?period=week")


def test_an_invited_member_says_yes_and_writes_to_the_contact():
    contact, manager = make_user(roles=("agent",), name="Claire"), make_user(roles=("community_manager",))
    other, member = make_user(roles=("agent",)), make_member("Grace")
    own = client_of(member)
    assert own.get("/community/me/expert/").status_code == 404
    desk = Client()
    desk.force_login(manager)
    sent = desk.post(
        f"/community/desk/experts/{member.pk}/invite/", {"words": "Please.", "contact": contact.pk}
    )
    assert sent.status_code == 302
    assert "Yes, gladly" in page(own, "/community/me/expert/")
    own.post("/community/me/expert/", {"act": "accept"})
    assert SuperUserTerm.objects.get().state == "active"
    own.post("/community/me/expert/", {"act": "write", "text": "A *private* question"})
    clerk, stranger = Client(), Client()
    clerk.force_login(contact)
    stranger.force_login(other)
    assert stranger.get(f"/community/desk/line/{member.pk}/").status_code == 404
    assert "<em>private</em>" in page(clerk, f"/community/desk/line/{member.pk}/")
    assert DirectMessage.objects.get().seen_at is not None
    clerk.post(f"/community/desk/line/{member.pk}/", {"text": "An answer"})
    assert "An answer" in page(own, "/community/me/expert/")
    assert "Grace" in page(desk, "/community/desk/experts/")
    term = SuperUserTerm.objects.get()
    desk.post(f"/community/desk/experts/terms/{term.pk}/", {"act": "end", "thanks": "Merci"})
    term.refresh_from_db()
    assert (term.state, term.thanks) == ("ended", "Merci")
    assert own.get("/community/me/expert/").status_code == 404


def test_a_super_user_ends_it_themselves():
    member, by = make_member(), make_user()
    answer_invitation(
        invite(member, words="", contact=by, by=by, now=NOON), is_accepted=True, by=member, now=NOON
    )
    assert client_of(member).post("/community/me/expert/", {"act": "end"}).status_code == 302
    member.refresh_from_db()
    assert (member.is_super_user, SuperUserTerm.objects.get().is_ended_by_member) == (False, True)


def test_the_desk_finds_members_and_gives_levels_with_a_reason():
    make_member("Zoé Martin")
    desk, moderator = Client(), Client()
    desk.force_login(make_user(roles=("community_manager",)))
    moderator.force_login(make_user(roles=("moderator",)))
    assert "Zoé Martin" in page(moderator, "/community/desk/members/?q=zoe")
    assert "Nobody like that" in page(moderator, "/community/desk/members/?q=%00%25")
    found = Member.objects.get(name="Zoé Martin")
    address = f"/community/desk/members/{found.pk}/standing/"
    moderator.post(address, {"level": "4", "reason": "Mine"})
    assert not TrustChange.objects.exists()
    assert desk.post(address, {"level": "9", "reason": "x"}).status_code == 422
    assert desk.post(address, {"level": "3", "reason": ""}).status_code == 422
    assert (
        desk.post(address, {"level": "3", "reason": "Knows the place.", "is_fixed": "on"}).status_code == 302
    )
    assert "Knows the place." in page(client_of(found), "/community/me/level/")


def test_the_desk_previews_a_formula_before_it_is_kept():
    desk = Client()
    desk.force_login(make_user(roles=("community_manager",)))
    preview = "/community/desk/badges/preview/"
    assert "0 of 0 members" in desk.get(preview, {"formula": "answers >= 2"}).content.decode()
    assert "is not counted" in desk.get(preview, {"formula": "karma > 2"}).content.decode()
    given = {"kind": "badge", "name_en": "Two", "name_fr": "Deux", "formula": "answers >= 2", "position": "1"}
    assert desk.post("/community/desk/badges/new/", {**given, "preview": "1"}).status_code == 200
    assert not Badge.objects.filter(name_en="Two").exists()
    assert desk.post("/community/desk/badges/new/", {**given, "formula": "answers"}).status_code == 422
    assert desk.post("/community/desk/badges/new/", given).status_code == 302
    badge = Badge.objects.get(name_en="Two")
    desk.post(f"/community/desk/badges/{badge.pk}/retire/")
    assert Badge.objects.get(pk=badge.pk).is_retired
    assert MemberContact.objects.count() == 0
