"""Every endpoint: let in, refused to strangers and to the wrong role, unknown things, wrong methods.

A new endpoint is found here by itself. Its good answer is known from HAPPY where it needs more than its address.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import transaction

from parvis.accounts.logic.roles import ROLES
from parvis.api.web.root import groups, openapi_document
from parvis.channels.logic.items import Attachment as ReceivedFile
from parvis.channels.models import ImportRun
from parvis.conversations.actions.previews import make_previews
from parvis.conversations.models import Message
from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM
from parvis.foundation.plugs import plugged
from parvis.people.actions.claims import begin_claim
from tests.factories.accounts import make_invitation, make_role, make_team, make_user
from tests.factories.alerts import make_alarm, make_alert_rule, make_campaign
from tests.factories.api import ApiClient, api_as, make_delivery, make_token, make_webhook
from tests.factories.articles import made_articles
from tests.factories.channels import NOON, make_connection
from tests.factories.community import made_community, make_board
from tests.factories.conversations import make_conversation, make_queue, receive, said
from tests.factories.exchange import make_exchange
from tests.factories.ideas import made_ideas
from tests.factories.labelling import make_adapter, make_sample_item
from tests.factories.listening import make_listening, make_mention
from tests.factories.people import (
    consent_to,
    make_contact_point,
    make_identity,
    make_join,
    make_network,
    make_person,
    make_suggestion,
)
from tests.factories.pictures import picture
from tests.factories.records import make_record_parts
from tests.factories.reporting import made_report
from tests.factories.reviews import made_reviews
from tests.factories.rights import made_rights
from tests.foundation.web.dead_jobs import make_dead_job

ENDPOINTS = [one for group in groups() for one in group.all]
NAMES = [one.function.__name__ for one in ENDPOINTS]
GUARDED = [one for one in ENDPOINTS if not one.is_open]
UNKNOWN_ID = 987_654_321

SEGMENT: dict[str, Any] = {
    "purpose": "service",
    "groups": [{"conditions": [{"field": "city", "operator": "is", "value": "Lyon"}]}],
}
BODIES: dict[str, dict[str, Any]] = {
    "create_watched_word": {"words": "lottery", "act": "hold", "ground": 1},
    "replace_moderation_rules": {
        "first_posts": 1, "first_posts_are": "hold", "hold_from": 50, "withhold_from": 95,
    },
    "assign_question": {"member_id": None},
    "fuse_board": {"into_id": "{other_board_id}"},
    "send_question_to_inbox": {"words": "She is right."},
    "replace_case_hours": {"hours": 12},
    "replace_community_mailbox": {"connection_id": None},
    "begin_proof": {"person_id": "{person_id}"},
    "add_mastodon_server": {"server": "http://127.0.0.1:9"},
    "add_oidc_network": {
        "name": "Forum", "issuer": "http://127.0.0.1:9", "channel": "discourse", "client_id": "parvis",
    },
    "change_oidc_network": {
        "name": "Forum", "issuer": "http://127.0.0.1:9", "channel": "discourse", "client_id": "parvis",
    },
    "switch_proof_network": {"is_active": False},
    "add_member_log_in": {"name_en": "Velostral", "issuer": "http://127.0.0.1:9", "client_id": "parvis"},
    "change_member_log_in": {"name_en": "Velostral", "issuer": "http://127.0.0.1:9", "client_id": "parvis"},
    "refuse_identity_link": {"person_id": "{person_id}"},
    "replace_journey": {"steps": [{"name_en": "buys", "name_fr": "achète", "signs": ["bought"]}]},
    "send_reply": {"text": "It left this morning."},
    "leave_note": {"text": "Called them."},
    "assign_conversation": {"user_id": "{me}"},
    "set_conversation_status": {"status": "pending"},
    "snooze_conversation": {"until": "{tomorrow}"},
    "move_conversation": {"queue_id": "{queue_id}"},
    "merge_conversation": {"into_id": "{other_conversation_id}"},
    "act_on_conversations_in_bulk": {"conversation_ids": ["{conversation_id}"], "act": "pending"},
    "create_new_queue": {"name": "Second line"},
    "replace_queue": {"name": "Renamed", "is_default": True},
    "create_person_record": {"given_name": "Ana"},
    "create_people_in_bulk": {"persons": [{"given_name": "Ana"}]},
    "change_people_in_bulk": {"persons": [{"id": "{person_id}", "city": "Lyon"}]},
    "change_person_record": {"city": "Lyon"},
    "add_person_contact_point": {"kind": "phone", "value": "06 12 34 56 78"},
    "create_one_organization": {"name": "Cyclo Nantes"},
    "change_one_organization": {"city": "Nantes"},
    "add_person_position": {"organization_id": "{organization_id}", "role": "Fitter"},
    "change_person_position": {"role": "Buyer"},
    "relate_persons": {"other_id": "{other_person_id}", "kind": "household"},
    "create_custom_field": {"name": "Club", "kind": "boolean"},
    "change_one_custom_field": {"name": "Bicycle"},
    "put_custom_fields_in_order": {"field_ids": ["{field_id}"]},
    "set_person_fields": {"values": {}},
    "create_one_tag": {"name": "Press"},
    "change_one_tag": {"tone": "warning"},
    "merge_one_tag": {"into_id": "{other_tag_id}"},
    "put_tag_on_person": {"name": "Press"},
    "create_segment": SEGMENT | {"name": "Other"},
    "replace_segment": SEGMENT | {"name": "Renamed"},
    "count_segment_conditions": SEGMENT,
    "sync_one_person": {"system": "crm", "external_id": "1", "given_name": "Ana"},
    "sync_many_persons": {"system": "crm", "persons": [{"external_id": "1", "given_name": "Ana"}]},
    "forget_synced_id": {"system": "crm", "external_id": "1"},
    "settle_sync_conflict": {"choices": {"city": "theirs"}},
    "compare_customer_import": {"rule": "fill", "system": "crm"},
    "decide_customer_row": {"decision": "leave"},
    "set_person_owner": {"user_id": "{user_id}"},
    "note_on_person": {"text": "Likes to be called."},
    "change_person_note": {"text": "Likes to be written to."},
    "create_one_product": {"reference": "BORA-1"},
    "change_one_product": {"family": "city"},
    "keep_purchases_in_bulk": {"purchases": [{
        "external_id": "42/1", "email": "camille@example.org", "bought_at": "2026-03-31T09:00:00+02:00",
        "amount": "49.90", "currency": "EUR",
    }]},
    "give_person_consent": {"purpose": "satisfaction", "wording": "You may ask me."},
    "withdraw_person_consent": {"purpose": "satisfaction"},
    "import_consents_with_proof": {
        "rows": [
            {
                "person_id": "{person_id}", "purpose": "prospecting", "wording": "I agree.",
                "said_at": "2026-03-02T10:15:00+01:00",
            }
        ]
    },
    "decide_one_purpose": {"valid_months": 24},
    "write_purpose_wording": {"language": "en", "text": "We may send you our offers by e-mail, monthly."},
    "link_identity_to_person": {"person_id": "{person_id}"},
    "unlink_identity": {},
    "join_person_with": {"other_id": "{other_person_id}"},
    "end_person_join": {},
    "reconsider_duplicate": {"older_id": "{person_id}", "newer_id": "{other_person_id}"},
    "create_new_connection": {"kind": "form", "name": "Help page"},
    "change_one_connection": {"name": "Renamed"},
    "create_query": {"name": "Trams", "text": "tram NOT bus"},
    "change_query": {"text": "tram OR streetcar"},
    "preview_query": {"text": "tram NOT bus"},
    "create_market": {"name": "Cities", "query_ids": ["{query_id}", "{free_query_id}"], "ours": ["{query_id}"]},
    "replace_market": {"name": "Towns", "query_ids": ["{query_id}", "{other_query_id}"]},
    "create_exclusion": {"kind": "site", "value": "spam.example"},
    "propose_new_place": {"address": "https://forum.example.org"},
    "replace_intake_rules": {"author_cap": 50, "counts_repeats": True},
    "set_how_much_a_source_keeps": {"keeps_only_matches": True},
    "create_campaign": {"name": "Summer", "first": "2026-07-01", "last": "2026-07-14"},
    "replace_campaign": {"name": "Autumn", "first": "2026-09-01", "last": "2026-09-14", "query_id": "{query_id}"},
    "judge_one_alarm": {"is_useful": True},
    "create_alert_rule": {"query_id": "{other_query_id}", "kinds": ["volume_up"]},
    "replace_alert_rule": {"kinds": ["silence"]},
    "set_alert_budget": {"false_alarms_a_month": 4},
    "create_report": {"name": "The week", "period": "week", "language": "en", "figures": ["mentions.volume"]},
    "replace_report": {"name": "The month", "period": "month", "language": "fr", "figures": ["mentions.volume"]},
    "share_report": {"days": 7},
    "add_report_quotes": {"mention_ids": ["{mention_id}"]},
    "enrich_texts": {"texts": [{"text": "Merci, parfait !"}]},
    "create_user_account": {
        "email": "leila@example.org", "name": "Leïla", "password": "nobody guesses this one", "roles": ["agent"],
    },
    "change_user_account": {"job_title": "Team lead"},
    "set_user_password": {"password": "nobody guesses this one"},
    "change_me": {"language": "fr", "notices": ["assigned"]},
    "send_invitation": {"email": "nina@example.org", "roles": ["agent"]},
    "create_role": {"name": "Night desk", "permissions": ["people.view"]},
    "replace_role": {"name": "Day desk", "permissions": ["people.view"]},
    "show_presence": {"state": "writing"},
    "correct_mention_sentiment": {"value": "negative"},
    "correct_message_sentiment": {"value": "negative"},
    "judge_label_sample": {"value": "neutral"},
    "create_service_account_for_program": {"name": "Robot", "roles": ["marketer"]},
    "create_service_account_token": {"name": "Nightly", "scopes": ["mentions.view"]},
    "create_new_team": {"name": "Night shift"},
    "create_rights_request": {"right": "access", "words": "What do you keep?"},
    "assign_rights_request": {"user_id": "{me}"},
    "add_rights_request_subject": {"person_id": "{person_id}"},
    "ask_requester_identity": {"doubt": "Another address", "how": "An order number"},
    "settle_requester_identity": {"is_confirmed": True},
    "extend_rights_request": {"reason": "Three systems", "is_told_by_mail": False},
    "order_rights_copy": {},
    "confirm_rights_erasure": {"confirmation": "ERASE 0"},
    "restrict_for_rights_request": {"is_restricted": True},
    "tell_erasure_recipient": {"key": "connection:none"},
    "decide_rights_request": {"outcome": "met", "answer": "Done.", "answered_how": "letter"},
    "set_retention_period": {"days": 365},
    "set_register_controller": {"address": "1 rue de la Paix, Lyon"},
    "replace_product_page": {"name": "Mistral", "about": "A city bike.", "is_shown": True},
    "replace_community_site": {"name": "Velo talk"},
    "replace_page_of_community_site": {"code": "legal", "language": "en", "text": "Who we are."},
    "open_community_board": {"name": "Brakes"},
    "replace_community_board": {"name": "Brakes"},
    "move_community_board": {"to": "up"},
    "replace_review_rules": {"en": "We call ten buyers a month.", "months": 36},
    "reply_to_one_review": {"text": "Thank you."},
    "replace_block_settings": {"origins": ["https://www.example.org"], "is_measured": True, "hold_out": 0.1},
    "change_team": {"name": "Day shift", "member_ids": ["{user_id}"]},
    "create_new_webhook": {"name": "Orders", "url": "https://example.org/x", "events": ["reply.sent"]},
    "change_one_webhook": {"name": "Renamed"},
    "give_member_level": {"level": 3, "reason": "Knows the place."},
    "invite_super_user": {"words": "Please."},
    "end_super_user_term": {"thanks": "Thank you."},
    "name_super_user_contact": {"contact_id": "{me}"},
    "answer_on_direct_line": {"text": "Next week."},
    "create_badge": {"name_en": "Two", "name_fr": "Deux", "formula": "answers >= 2"},
    "replace_badge": {"name_en": "Three", "name_fr": "Trois", "formula": "answers >= 3"},
    "preview_badge_formula": {"formula": "answers >= 2"},
    "answer_one_idea": {"status": "planned", "reason": "In spring.", "seen": 0},
    "put_idea_in_charge": {"user_id": "{user_id}"},
    "mark_idea_extension": {"is_extension": True},
    "merge_one_idea": {"into_id": "{other_idea_id}", "reason": "The same wish."},
    "take_ideas_apart": {"reason": "One is a horn."},
    "create_one_idea_session": {
        "title": "Travelling light", "opens_at": "2026-06-01T00:00:00+02:00", "closes_at": "2026-07-01T00:00:00+02:00",
    },
    "replace_idea_session": {
        "title": "Travelling far", "opens_at": "2026-06-01T00:00:00+02:00", "closes_at": "2026-07-01T00:00:00+02:00",
    },
    "publish_idea_session_outcome": {"outcome": "Two are planned."},
    "create_article": {"title": "Charging in winter", "text": "Inside.", "language": "en"},
    "change_article": {"title": "Charging in winter", "text": "Newest words.", "base": 2},
    "publish_one_article": {"number": 2},
    "send_article_back": {"reason": "Which charger?"},
    "begin_article_translation": {"language": "fr"},
    "link_question_counterpart": {"counterpart_id": None},
    "replace_idea_promise": {"votes": 5, "days": 7},
}  # fmt: skip
QUERIES = {
    "list_block_counts": {"since": "2026-03-01"},
    "search_everything": {"q": "train"},
    "list_people_changes": {"system": "crm"},
}
# What a good request is answered where the state of a bare installation refuses it.
OTHERWISE = {
    "add_mastodon_server": (409,),  # no server may be reached from here
    "add_oidc_network": (409,),
    "change_oidc_network": (409,),
    "add_member_log_in": (409,),
    "change_member_log_in": (409,),
    "check_proof": (409,),  # the profile of its handle cannot be read from here
    "send_reply": (202, 409),  # there is no way to send from the test's mailbox
    "retry_message": (409,),  # nothing failed
    "unlink_identity": (409,),  # linked to nobody
    "fetch_connection_soon": (409,),  # a form fetches nothing
    "replay_delivery": (202,),
    "get_product_page": (404,),  # it has none
    "get_message_html": (404,),  # it is plain text
    "accept_tried_place": (200, 409),  # as it is on trial or not
    "refuse_proposed_place": (200, 409),
    "delete_query": (409,),  # a market compares it
    "remove_report_quote": (204, 404),  # one was chosen or none
    "send_report": (409,),  # it was sent a moment ago
    "settle_requester_identity": (409,),  # nobody was asked
    "extend_rights_request": (409,),  # its first month is over
    "make_rights_copy_link": (409,),  # no copy was built
    "confirm_rights_erasure": (409,),  # not the word that is asked for
    "import_file_again": (409,),  # its file is not kept here
    "delete_organization": (409,),  # somebody belongs to it
    "delete_one_custom_field": (409,),  # it is not retired
    "delete_product": (409,),  # it was bought
    "keep_customer_import": (409,),  # it is not compared
    "undo_customer_import": (409,),  # nothing was kept
    "decide_customer_row": (409,),  # its import is not compared
    "invite_super_user": (409,),  # they are one already
    "take_ideas_apart": (404,),  # it is not merged
}


@pytest.fixture
def things(files_folder: Any) -> dict[str, Any]:
    """One object of each kind, by the name that addresses and bodies give its id."""
    make_queue(is_default=True)
    box = make_connection("email", channel="email")
    receive(box, said(attachments=(ReceivedFile("photo.png", "image/png", 8, content=picture()),)))
    service = make_user(roles=("marketer",), owner=make_user(roles=("administrator",)))
    user = make_user(roles=("agent",))
    run = ImportRun.objects.create(
        connection=make_connection(), file_name="a.csv", path="/none", started_at=NOON
    )
    webhook = make_webhook()
    other = make_conversation()
    with purpose("service"):
        person = make_person()
        message = Message.objects.filter(connection=box).get()
        make_token(user)
        make_previews([message.pk], now=NOON)
        return {
            "conversation_id": message.conversation_id,
            "other_conversation_id": other.pk,
            "message_id": message.pk,
            "attachment_id": message.attachments.get().pk,
            "mention_id": make_mention().pk,
            **make_listening(),
            "rule_id": (rule := make_alert_rule()).pk,
            "alarm_id": make_alarm(rule).pk,
            "campaign_id": make_campaign().pk,
            **made_report(),
            **made_rights(),
            **make_exchange(person),
            "queue_id": make_queue().pk,
            "person_id": person.pk,
            **make_record_parts(person),
            "other_person_id": make_person().pk,
            "join_id": make_join().pk,
            "suggestion_id": make_suggestion().pk,
            "point_id": make_contact_point(person, "camille@example.org").pk,
            "consent_id": consent_to(person, "satisfaction").pk,
            "purpose_code": "prospecting.email",
            "identity_id": make_identity().pk,
            "network_id": make_network(kind="oidc").pk,
            "claim_id": begin_claim(make_identity(), person=person, way="in_profile", by=SYSTEM, now=NOON).pk,
            "connection_id": make_connection("form", channel="form", name="Website").pk,
            "import_id": run.pk,
            "user_id": user.pk,
            "service_id": service.pk,
            "team_id": make_team().pk,
            "token_id": user.api_tokens.get().pk,
            "webhook_id": webhook.pk,
            "delivery_id": make_delivery(webhook).pk,
            "job_id": make_dead_job(),
            "adapter_id": make_adapter().pk,
            "item_id": make_sample_item(make_mention()).pk,
            "invitation_id": make_invitation()[0].pk,
            "role_id": make_role().pk,
            "key": plugged("METRICS")[0][0].key,
            "slug": "website",
            **made_ideas(),
            **made_articles(),
            **{
                name: id
                for name, id in made_community().items()
                if name
                in (
                    "answer_id",
                    "question_id",
                    "word_id",
                    "board_id",
                    "log_in_id",
                    "member_id",
                    "term_id",
                    "badge_id",
                    "ring_id",
                )
            },
            "other_board_id": make_board("Cables").pk,
            **made_reviews(),
            "tomorrow": "{tomorrow}",
        }


def filled(value: Any, things: dict[str, Any]) -> Any:
    """The body with the things' ids in place of their names."""
    if isinstance(value, dict):
        return {name: filled(one, things) for name, one in value.items()}
    if isinstance(value, list):
        return [filled(one, things) for one in value]
    return things[value[1:-1]] if isinstance(value, str) and value.startswith("{") else value


def ask(api: ApiClient, endpoint: Any, things: dict[str, Any], **ids: Any) -> Any:
    known = {**things, "tomorrow": (datetime.now(UTC) + timedelta(days=1)).isoformat(), **ids}
    known["me"] = getattr(getattr(api, "user", None), "pk", 0)
    if "service-accounts" in endpoint.path and "user_id" not in ids:
        known["user_id"] = known["service_id"]
    name = endpoint.function.__name__
    path = endpoint.path.lstrip("/").format(**known)
    if name == "start_file_import":
        content = b"id,date,text\n1,2026-01-01,The train is late\n"
        return api.ask(
            "POST", path, content, content_type=endpoint.raw_body, file_name="a.csv", source_name="Export"
        )
    if name == "open_customer_import":
        content = b"Customer number,City\nC-1,Lyon\n"
        return api.ask("POST", path, content, content_type=endpoint.raw_body, file_name="a.csv")
    if name in ("keep_file_for_reply", "keep_person_file"):
        return api.ask("POST", path, b"x", content_type=endpoint.raw_body, file_name="a.txt")
    body = filled(BODIES[name], known) if name in BODIES else None
    return api.ask(endpoint.method, path, body, **QUERIES.get(name, {}))


# One test a rule over all endpoints, not one a pair: making the things takes fifty times as long as asking.
@pytest.mark.django_db
def test_an_administrator_is_answered(things: dict[str, Any]) -> None:
    wrong = {}
    for endpoint in GUARDED:
        name = endpoint.function.__name__
        with transaction.atomic():  # each finds the things as they were made
            response = ask(api_as("administrator"), endpoint, things)
            if response.status_code not in OTHERWISE.get(name, (endpoint.status,)):
                wrong[name] = (response.status_code, response.content)
            elif not response.headers["RateLimit-Limit"]:
                wrong[name] = "no limit said"
            transaction.set_rollback(True)
    assert wrong == {}


@pytest.mark.django_db
def test_strangers_and_wrong_roles_are_refused(things: dict[str, Any], settings: Any) -> None:
    settings.API_REQUESTS_A_MINUTE = 1_000_000  # one account of each role asks for all
    wrong = {}
    accounts = {role: api_as(role) for role in ROLES}
    for endpoint in GUARDED:
        name = endpoint.function.__name__
        response = ask(ApiClient(), endpoint, things)
        if (response.status_code, response.data["code"]) != (401, "not-authenticated"):
            wrong[name] = response.content
        if endpoint.permission:
            without = next(role for role, granted in ROLES.items() if endpoint.permission not in granted)
            response = ask(accounts[without], endpoint, things)
            if (response.status_code, response.data.get("permission")) != (403, endpoint.permission):
                wrong[f"{name} as {without}"] = response.content
    assert wrong == {}


@pytest.mark.django_db
def test_what_is_not_there_is_said_so(things: dict[str, Any], settings: Any) -> None:
    settings.API_REQUESTS_A_MINUTE = 1_000_000
    wrong = {}
    administrator = api_as("administrator")
    for endpoint in GUARDED:
        if "_id}" in endpoint.path:
            ids = {name: UNKNOWN_ID for name in things if f"{{{name}}}" in endpoint.path}
            response = ask(administrator, endpoint, things, **ids)
            if (response.status_code, response.data.get("code")) != (404, "not-found"):
                wrong[endpoint.function.__name__] = response.content
    assert wrong == {}


@pytest.mark.django_db
def test_a_wrong_method_is_told_the_right_ones() -> None:
    methods: dict[str, set[str]] = {}
    for one in ENDPOINTS:
        methods.setdefault(one.path, set()).add(one.method)
    api = ApiClient()
    for path, right in methods.items():
        address = re.sub(r"{\w+_id}", "1", path.lstrip("/")).format(
            key="x", slug="x", purpose_code="x", rule_key="x"
        )
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - right:
            response = api.ask(method, address)
            assert (response.status_code, response.data["code"]) == (405, "method-not-allowed"), (
                method,
                path,
            )
            assert {one.strip() for one in response.headers["Allow"].split(",")} == right


def test_names_of_endpoints_and_shapes_are_given_once() -> None:
    assert sorted(NAMES) == sorted(set(NAMES))
    shapes: dict[str, set[str]] = {}
    for place in {one.function.__module__ for one in ENDPOINTS}:
        for name, value in vars(import_module(place)).items():
            if isinstance(value, type) and hasattr(value, "model_fields"):
                shapes.setdefault(name, set()).add(value.__module__)
    assert {name: places for name, places in shapes.items() if len(places) > 1} == {}


def test_every_endpoint_declares_what_it_needs() -> None:
    """Persons are read for a reason that is declared, and only these need no permission at all."""
    assert {one.function.__name__ for one in GUARDED if not one.permission} == {
        "get_me", "change_me", "search_everything", "list_my_tokens", "revoke_api_token",
    }  # fmt: skip
    unsaid = [
        one.function.__name__ for one in ENDPOINTS
        if not one.purpose and one.permission.startswith(("people.", "conversations."))
    ]  # fmt: skip
    assert unsaid == ["create_new_queue", "replace_queue"]  # queues hold no person


def test_the_document_explains_every_refusal() -> None:
    document = openapi_document()
    for path, operations in document["paths"].items():
        for operation in operations.values():
            assert operation["summary"] and operation["description"], path
            for status, answer in operation["responses"].items():
                if status >= "4":
                    examples = answer["content"]["application/problem+json"]["examples"]
                    assert all(one["value"]["detail"].endswith(".") for one in examples.values())
