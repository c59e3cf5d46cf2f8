"""How long what is kept: what counts as a contact, a dry run that shows exactly what goes, and runs that are killed."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.models import CharField, JSONField, TextField
from django.test import Client
from django.urls import reverse

from parvis.channels.logic.items import Author
from parvis.conversations.models import Conversation, Message, Status
from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.retention_rules import RetentionRule
from parvis.listening.models import AuthorDelta, DayAuthors, Mention, MonthAuthors
from parvis.people.actions import retention as engine
from parvis.people.actions.links import link_identity
from parvis.people.actions.retention import confirm_held, dry_run, run_all, run_rule, set_period
from parvis.people.actions.rights import withdraw_request
from parvis.people.logic.rights import RightsRefused
from parvis.people.models import (
    Identity,
    Person,
    Purchase,
    RetentionPeriod,
    RetentionRun,
    RightsRequest,
    RightsStep,
)
from parvis.people.reads.retention import days_of, retention_rules, rule_named
from tests.factories.accounts import make_user
from tests.factories.channels import NOON, hear, make_connection, make_item
from tests.factories.conversations import make_queue, receive, said
from tests.factories.people import consent_to, make_identity, make_person
from tests.factories.rights import make_request

pytestmark = pytest.mark.django_db
YEARS = timedelta(days=365)


def person_of_years(years: float, **fields) -> Person:
    return make_person(created_at=NOON - years * YEARS, **fields)


def bought(person: Person, *, years: float, number: str) -> None:
    Purchase.objects.create(
        person=person, external_id=number, bought_at=NOON - years * YEARS, amount=Decimal(5), currency="EUR",
        created_at=NOON,
    )  # fmt: skip


def names_of_sample(key: str) -> set[str]:
    return {one.label for one in dry_run(rule_named(key), now=NOON).sample}


def test_what_people_did_counts_and_what_was_done_to_them_does_not(files_folder):
    box = make_connection("email", channel="email")
    feed = make_connection("file", channel="mastodon")
    make_queue(is_default=True)
    with purpose("service"):
        person_of_years(4, given_name="Silent", family_name="")
        person_of_years(2, given_name="New", family_name="")
        wrote = person_of_years(4, given_name="Wrote", family_name="")
        public = person_of_years(4, given_name="Public", family_name="")
        agreed = person_of_years(4, given_name="Agreed", family_name="")
        consent_to(agreed, "prospecting", at=NOON - YEARS)
        for number, (name, years) in enumerate((("Loyal", 4), ("Lapsed", 6)), start=1):
            bought(
                person_of_years(years + 1, given_name=name, family_name=""), years=years, number=f"b{number}"
            )
    # A message to us is a contact; a public word that was heard is none, and a machine's reply is none.
    receive(box, said(author=Author("wrote@example.org"), published_at=NOON - YEARS))
    hear(feed, make_item("Today in public.", author=Author("publichandle"), published_at=NOON))
    with purpose("service"):
        for person, handle in ((wrote, "wrote@example.org"), (public, "publichandle")):
            link_identity(Identity.objects.get(handle=handle), person=person, by=SYSTEM, now=NOON)
    assert names_of_sample("people.prospects") == {"Silent", "Public"}
    assert names_of_sample("people.customers") == {"Lapsed"}
    run = run_rule(rule_named("people.prospects"), now=NOON)
    assert (run.state, run.count_due, run.count_gone) == ("done", 2, 2)
    assert run.counts["people_person"] == 2
    with purpose("legal_duty"):
        left = set(Person.objects.exclude(origin="erased").values_list("given_name", flat=True))
    assert left == {"New", "Wrote", "Agreed", "Loyal", "Lapsed"}
    # An expired period is no wish to be forgotten: whoever comes again is welcome.
    receive(box, said(author=Author("wrote@example.org"), published_at=NOON))
    assert run_rule(rule_named("people.prospects"), now=NOON).count_gone == 0


def test_strangers_and_posts_go_by_their_own_periods(files_folder):
    make_queue(is_default=True)
    box = make_connection("email", channel="email")
    feed = make_connection("file", channel="mastodon", name="Fediverse")
    receive(box, said("Old.", external_id="old", published_at=NOON - 4 * YEARS), now=NOON)
    receive(box, said("New.", external_id="new", published_at=NOON - YEARS), now=NOON)
    Conversation.objects.update(status=Status.RESOLVED)
    run_rule(rule_named("conversations.strangers"), is_confirmed=True, now=NOON)
    assert list(Message.objects.values_list("text", flat=True)) == ["New."]
    hear(
        feed,
        make_item("Of long ago.", external_id="p1", author=Author("loud"), published_at=NOON - 3 * YEARS),
        make_item("Of today.", external_id="p2", author=Author("fresh"), published_at=NOON),
    )
    posts = rule_named("listening.posts")
    assert [name for _key, name in posts.sources()] == ["Fediverse"]
    run_rule(posts, source=feed.slug, is_confirmed=True, now=NOON)
    # That something was said, when and in which mood stays; what, and by whom, does not.
    assert set(Mention.objects.values_list("text", "identity__handle")) == {
        ("", None),
        ("Of today.", "fresh"),
    }
    handles = rule_named("people.public_handles")
    run_rule(handles, is_confirmed=True, now=NOON + timedelta(days=89))
    assert (
        Identity.objects.filter(handle="fresh").exists()
        and not Identity.objects.filter(handle="loud").exists()
    )
    run_rule(handles, is_confirmed=True, now=NOON + timedelta(days=91))
    assert not Identity.objects.filter(handle="fresh").exists()
    assert Mention.objects.filter(text="Of today.").exists()


def test_figures_of_who_spoke_hold_numbers_and_no_name():
    """The handle stands in people_identity alone, which the rule above makes anonymous."""
    for model in (DayAuthors, MonthAuthors, AuthorDelta):
        names = [
            one.name
            for one in model._meta.concrete_fields
            if isinstance(one, CharField | TextField | JSONField)
        ]
        assert names == [], model


def test_a_dry_run_says_exactly_what_a_run_then_removes(monkeypatch, files_folder):
    with purpose("service"):
        for _n in range(5):
            person_of_years(4)
    rule = rule_named("people.prospects")
    found = dry_run(rule, now=NOON)
    assert (found.count, found.is_more, len(found.sample)) == (5, False, 5)
    assert all(one.at == NOON - 4 * YEARS for one in found.sample)
    with purpose("legal_duty"):
        assert Person.objects.exclude(origin="erased").count() == 5, "a dry run changes nothing"
    assert run_rule(rule, now=NOON).count_gone == found.count
    monkeypatch.setattr(engine, "MOST_COUNTED", 3)
    with purpose("service"):
        for _n in range(5):
            person_of_years(4)
    assert dry_run(rule, now=NOON).is_more


def test_a_killed_run_goes_on_under_its_own_moment(files_folder):
    with purpose("service"):
        for _n in range(3):
            person_of_years(4)
    rule = rule_named("people.prospects")
    # What a process that died in the middle left: one was removed, the run is not done.
    first = RetentionRun.objects.create(
        rule=rule.key, before=NOON - 3 * YEARS, state="running", count_due=3, count_gone=1, started_at=NOON,
        started_by_kind="system",
    )  # fmt: skip
    run = run_rule(rule, now=NOON + YEARS)
    assert (run.pk, run.before, run.state, run.count_gone) == (first.pk, first.before, "done", 4)


def test_far_more_than_usual_waits_for_a_word(monkeypatch, files_folder):
    monkeypatch.setattr(engine, "HELD_FROM", 3)
    with purpose("service"):
        for _n in range(4):
            person_of_years(4)
    rule = rule_named("people.prospects")
    run = run_rule(rule, now=NOON)
    assert (run.state, run.count_gone) == ("held", 0)
    assert rule.key not in {one.rule for one in run_all(now=NOON)}, "nothing goes on beside it"
    done = confirm_held(run, by=SYSTEM, now=NOON)
    assert (done.pk, done.state, done.count_gone) == (run.pk, "done", 4)
    with pytest.raises(RightsRefused, match="not-held"):
        confirm_held(run, by=SYSTEM, now=NOON)


def test_longer_needs_a_reason_and_a_proof_is_not_cut_short():
    rule = rule_named("people.prospects")
    for days, reason, code in ((rule.days + 1, " ", "reason-missing"), (0, "", "period-too-short"),
                               (40_000, "x", "period-too-long")):  # fmt: skip
        with pytest.raises(RightsRefused, match=code):
            set_period(rule, days=days, reason=reason, by=SYSTEM, now=NOON)
    with pytest.raises(RightsRefused, match="period-too-short"):
        set_period(rule_named("people.rights_requests"), days=30, by=SYSTEM, now=NOON)
    assert days_of(rule) == rule.days
    set_period(rule, days=30, by=SYSTEM, now=NOON)
    assert days_of(rule) == 30
    RetentionPeriod.objects.update(days=1)
    assert days_of(rule_named("people.rights_requests")) >= 3 * 365


def test_closed_requests_go_with_their_steps_and_open_ones_never(files_folder):
    old = make_request("access", now=NOON - 6 * YEARS)
    withdraw_request(old, note="Done.", by=SYSTEM, now=NOON - 6 * YEARS)
    make_request("access", now=NOON - 6 * YEARS)
    run_rule(rule_named("people.rights_requests"), is_confirmed=True, now=NOON)
    with purpose("legal_duty"):
        assert RightsRequest.objects.get().state == "new"
        assert RightsStep.objects.count() == 1


@pytest.mark.parametrize("rule", retention_rules(), ids=lambda rule: rule.key)
def test_every_rule_ends_says_why_and_runs_on_nothing(rule: RetentionRule):
    assert 1 <= rule.least_days <= rule.days <= 36_525 and str(rule.why) and str(rule.does)
    for source, _name in rule.sources() if rule.sources else [("", "")]:
        assert run_rule(rule, source=source, now=NOON).count_gone == 0


def test_the_screen_shows_sets_and_confirms(client: Client, files_folder):
    client.force_login(make_user(roles=("data_protection_officer",)))
    address = reverse("retention")
    assert "No night has passed yet" in client.get(address).content.decode()
    with purpose("service"):
        make_person(given_name="Ancient", family_name="", created_at=utc_now() - 5 * YEARS)
    page = client.get(address, {"rule": "people.prospects"}).content.decode()
    assert "Ancient" in page and "What tonight would remove" in page
    client.post(address, {"rule": "people.prospects", "days": "3650", "reason": ""})
    assert not RetentionPeriod.objects.exists()
    client.post(address, {"rule": "people.prospects", "days": "3650", "reason": "Warranty of ten years"})
    assert RetentionPeriod.objects.get().days == 3650
    assert "Nothing is past its period" in client.get(address, {"rule": "people.prospects"}).content.decode()
    assert client.post(address, {"rule": "nothing"}).status_code == 404


def test_the_register_says_what_is_configured(client: Client):
    client.force_login(make_user(roles=("data_protection_officer",)))
    make_connection("email", channel="email", name="Support mailbox")
    address = reverse("register")
    assert "does not say yet" in client.get(address).content.decode()
    client.post(
        address, {"address": "1 rue de la Paix", "contact": "=cmd()", "processors": "Hoster SA, Lyon"}
    )
    page = client.get(address).content.decode()
    for words in ("1 rue de la Paix", "Hoster SA", "Support mailbox", "Answering people who turn to us"):
        assert words in page
    plain = client.get(reverse("register-file", args=("json",))).json()
    assert plain["controller"]["address"] == "1 rue de la Paix"
    assert {"name": "Hoster SA, Lyon", "kind": "processor", "what_for": ""} in plain["recipients"]
    assert {one["what"] for one in plain["periods"]} >= {"Public posts"} - {"Public posts"}
    csv = client.get(reverse("register-file", args=("csv",))).content.decode()
    assert "'=cmd()" in csv, "a spreadsheet runs nothing of it"
    assert "<script" not in client.get(reverse("register-file", args=("html",))).content.decode()
    assert client.get(reverse("register-file", args=("exe",))).status_code == 404


def test_a_handle_that_turned_to_us_is_no_public_handle(files_folder):
    make_queue(is_default=True)
    box = make_connection("file", channel="mastodon")
    hear(box, said("To you.", author=Author("asked"), published_at=NOON - YEARS))
    make_identity("ours", is_ours=True, at=NOON - YEARS)
    assert dry_run(rule_named("people.public_handles"), now=NOON).count == 0
