"""Every address of the installation, walked by a stranger and by every role.

A new screen is found here by itself: it declares a permission (`@screen`) or stands in PUBLIC, and nothing
that it answers is an error of ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from parvis.accounts.logic.roles import ROLES
from parvis.channels.logic.items import Attachment as ReceivedFile
from parvis.channels.models import ImportRun
from parvis.conversations.actions.previews import make_previews
from parvis.conversations.models import Attachment, Message, Queue
from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM
from parvis.foundation.plugs import plugged
from parvis.people.actions.claims import begin_claim
from tests.databases import planted_once
from tests.factories.accounts import (
    make_invitation,
    make_provider,
    make_role,
    make_session,
    make_team,
    make_user,
)
from tests.factories.alerts import make_alarm, make_alert_rule, make_campaign
from tests.factories.api import make_delivery, make_token, make_webhook
from tests.factories.articles import made_articles
from tests.factories.channels import NOON, make_connection
from tests.factories.community import made_community
from tests.factories.conversations import make_queue, receive, said
from tests.factories.exchange import make_exchange
from tests.factories.ideas import made_ideas
from tests.factories.labelling import make_adapter, make_sample_item
from tests.factories.listening import make_listening, make_mention
from tests.factories.people import (
    consent_to,
    make_contact_point,
    make_identity,
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

# Open to everybody: what they answer to a stranger's GET.
PUBLIC = {
    "healthz": 200,
    "readyz": 200,
    "metrics": 200,  # for this machine alone, see tests/foundation/test_operation.py
    "policy-report": 405,
    "account_login": 200,
    "account_logout": 302,
    "account_inactive": 200,
    "account_reset_password": 200,
    "account_reset_password_done": 200,
    "account_reset_password_from_key": 200,  # says that the link is used up
    "account_reset_password_from_key_done": 200,
    "account_signup": 302,
    "manifest": 200,
    "service-worker": 200,
    "offline": 200,
    "mfa_authenticate": 302,  # nobody is half-way through a log-in
    "mfa_login_webauthn": 302,
    "invitation-accept": 404,  # says that the invitation is over
    "report-stop": 404,
    "shared-report": 404,  # says that the link opens nothing
    "shared-report-file": 404,
    "choices": 404,  # says that the link opens nothing
    "choices-stop": 404,
    "choices-show": 404,
    "choices-back": 403,  # says that the attempt is over
    "company-log-in": 403,  # the provider of this walk does not answer
    "company-log-in-answer": 403,
    "set_language": 405,
    "contact-form": 200,
    "contact-thanks": 200,
    "privacy-request": 200,
    "privacy-thanks": 200,
    "privacy-copy": 404,  # says that the link opens nothing
    "api": 401,  # asks for a token; tests/api/test_every_endpoint.py walks what lies behind
    "api-openapi": 200,  # the same in every installation
    "community-home": 200,
    "robots": 200,
    "community-look": 200,
    "community-page": 200,
    "community-sitemap": 200,
    "community-sitemap-part": 200,
    "community-preview": 200,
    "community-board": 200,
    "community-tag": 200,
    "community-ask": 200,
    "community-ideas": 200,
    "community-ideas-done": 200,
    "community-ideas-similar": 200,
    "community-idea-sessions": 200,
    "community-idea-session": 200,
    "community-idea-new": 200,
    "community-idea": 301,  # to the address with the idea's own words
    "community-idea-short": 301,
    "community-idea-history": 200,
    "community-idea-edit": 302,  # members only
    "community-idea-vote": 405,
    "community-idea-follow": 405,
    "community-idea-comment": 405,
    "community-idea-extension": 405,
    "community-articles": 200,
    "community-article": 301,  # to the address with the article's own words
    "community-article-short": 301,
    "community-article-vote": 405,
    "community-article-read": 405,
    "community-article-propose": 405,
    "community-products": 200,
    "community-product": 200,
    "community-picture": 200,
    "community-review": 200,
    "community-reviews-how": 200,
    "community-review-act": 405,
    "community-review-history": 200,
    "community-review-messages": 302,  # members only
    "community-blocks-script": 200,
    "community-block-reviews": 404,  # no product is named
    "community-block-questions": 404,
    "community-block-ask": 200,
    "community-block-noted": 405,
    **dict.fromkeys(
        (
            "community-feed",
            "community-feed-board",
            "community-feed-tag",
            "community-feed-question",
            "community-feed-articles",
            "community-feed-ideas",
            "community-feed-reviews",
        ),
        200,
    ),
    "community-notices": 302,  # members only
    "community-my-notice": 302,
    "community-notices-read": 405,
    "community-notice-settings": 405,
    "community-stop": 404,  # a link that nobody signed
    "community-similar": 200,
    "community-draft": 405,
    "community-writing": 200,
    "community-writing-preview": 405,
    "community-writing-names": 403,  # members only
    "community-writing-picture": 405,
    "community-question": 301,  # to the address with the question's own words
    "community-question-short": 301,
    "community-question-history": 200,
    "community-answer-history": 200,
    "community-answer-comments": 200,
    "community-question-edit": 302,  # members only
    "community-answer-edit": 302,
    "community-answer": 405,
    "community-act": 405,
    "community-read": 405,
    "community-report": 302,
    "community-notice": 200,
    "community-told": 302,
    "community-appeal": 405,
    "community-charter": 200,
    "community-register": 200,
    "community-log-in": 200,
    "community-log-in-code": 405,
    "community-log-in-name": 405,
    "community-log-in-passkey": 200,  # what the browser is asked
    "community-me-way-remove": 405,
    "community-me-elsewhere-remove": 405,
    "community-me-end-log-ins": 405,
    "community-log-in-with": 422,  # the provider is out of reach
    "community-log-in-back": 422,  # no question was asked
    "community-device": 405,
    "community-device-remove": 405,
    "community-service-worker": 200,
    "community-log-out": 405,
    "community-member": 200,
    "community-leaders": 200,
    "community-badges": 200,
    **dict.fromkeys(
        (
            "community-me",
            "community-me-level",
            "community-me-data",
            "community-me-copy",
            "community-me-record",
            "community-me-leave",
            "community-me-expert",
            "community-me-ways",
            "community-me-way-options",
        ),
        302,  # members only
    ),
    "community-me-picture": 405,
}
# What an administrator gets where it is not a page: state or a token is missing in a bare walk.
NOT_A_PAGE = {
    "start_own": 404,  # there is no demo to leave
    "start_own_wait": 302,
    "import-columns": 404,  # no file was handed in
    "account_reauthenticate": 403,  # accounts of this walk have nothing to show that it is them
    "mfa_reauthenticate": 403,
    "mfa_reauthenticate_webauthn": 403,
    "mfa_deactivate_totp": 404,
    "mfa_view_recovery_codes": 404,
    "mfa_download_recovery_codes": 404,
    "mfa_remove_webauthn": 404,
    "identity-unlink": 302,  # this handle is linked to nobody
    "rights-act": 404,  # no act is named
    "rights-copy-file": 404,  # no copy was built
    "mentions-topics": 302,  # a fragment of the page that asks for it
    "customer-import": 302,  # its columns are not named yet
    "join-end": 404,  # the link of this walk is a report's, no join
}
# What another clerk decided meanwhile is gone: the queue says so instead of an error.
GONE = {"duplicate-join": 302, "duplicate-refuse": 302}
# A role that the installation made: somebody who looks after colleagues and the log, and nothing else.
OF_THE_HOUSE = ("users.manage", "audit.view")
UNKNOWN_ID = 987_654_321


@dataclass(frozen=True)
class Address:
    name: str
    parameters: tuple[str, ...]
    methods: tuple[str, ...]
    permission: str | None  # None: no @screen

    @property
    def is_post_only(self) -> bool:
        return "GET" not in self.methods


def walk(patterns: list[URLPattern | URLResolver]) -> Iterator[Address]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns)
        else:
            assert pattern.name, f"{pattern.pattern} has no name"
            yield Address(
                pattern.name,
                tuple(pattern.pattern.regex.groupindex),
                getattr(pattern.callback, "methods", ("GET",)),
                getattr(pattern.callback, "permission", None),
            )


ADDRESSES = list(walk(get_resolver().url_patterns))
SCREENS = [address for address in ADDRESSES if address.permission is not None]


@pytest.fixture(scope="module")
def existing(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Any]]:
    """What every test of a module walks over: made once, for the making takes longer than many a walk."""
    files = override_settings(FILES_FOLDER=tmp_path_factory.mktemp("existing") / "files")
    with planted_once(django_db_blocker), files:
        yield made_everything()


def made_everything() -> dict[str, Any]:
    """One object of each kind, by the name that addresses give its id."""
    user = make_user(roles=("agent",))
    form = make_connection("form", channel="form", name="Website")
    make_queue(is_default=True)
    sent = ReceivedFile("photo.png", "image/png", 8, content=picture())
    receive(make_connection("email", channel="email"), said(html="<p>My train</p>", attachments=(sent,)))
    run = ImportRun.objects.create(
        connection=make_connection(), file_name="a.csv", path="/none", started_at=NOON
    )
    with purpose("service"):
        person = make_person()
        point = make_contact_point(person, "camille@example.org")
        message = Message.objects.get()
        make_previews([message.pk], now=NOON)
        return {
            "user_id": user.pk,
            "team_id": make_team().pk,
            "session_id": make_session(user).pk,
            "connection_id": form.pk,
            "import_id": run.pk,
            "job_id": make_dead_job(),
            **make_listening(),
            "mention_id": (mention := make_mention()).pk,
            "rule_id": (rule := make_alert_rule()).pk,
            "alarm_id": make_alarm(rule).pk,
            "campaign_id": make_campaign().pk,
            "text_kind": "mention",
            "text_id": mention.pk,
            "item_id": make_sample_item(mention).pk,
            "adapter_id": make_adapter().pk,
            "conversation_id": message.conversation_id,
            "message_id": message.pk,
            "attachment_id": Attachment.objects.get().pk,
            "queue_id": Queue.objects.get().pk,
            "person_id": person.pk,
            "point_id": point.pk,
            "consent_id": consent_to(person, "satisfaction").pk,
            "purpose_code": "prospecting.email",
            "identity_id": make_identity().pk,
            "service_id": make_user(roles=("marketer",), owner=user).pk,
            "token_id": (make_token(user), user.api_tokens.get().pk)[1],
            "webhook_id": (told := make_webhook()).pk,
            "delivery_id": make_delivery(told).pk,
            "path": "people",
            "kind": "email",
            "slug": "website",
            "key": plugged("METRICS")[0][0].key,
            "uidb36": "1",
            "pk": 1,
            "form": "csv",
            "provider_id": make_provider().pk,
            **made_report(),
            **made_rights(),
            **make_exchange(person),
            **make_record_parts(person),
            **made_community(),
            **made_reviews(),
            **made_ideas(),
            **made_articles(),
            "suggestion_id": make_suggestion().pk,
            "other_id": make_person().pk,
            "claim_id": begin_claim(make_identity(), person=person, way="in_profile", by=SYSTEM, now=NOON).pk,
            "role_id": make_role().pk,
            "invitation_id": make_invitation()[0].pk,
            "network_id": make_network().pk,
            "token": "used-up",
            "key_of_password": "set-password",
        }


def url_of(address: Address, objects: dict[str, Any]) -> str:
    given = {name: objects[name] for name in address.parameters}
    if address.name == "service-account" and given["user_id"] != UNKNOWN_ID:
        given["user_id"] = objects["service_id"]
    if address.name == "account_reset_password_from_key":
        given["key"] = objects["key_of_password"]
    return reverse(address.name, kwargs=given)


def ask(client: Client, address: Address, url: str) -> int:
    """The status for the method the address is made for; an exception is a 500."""
    client.raise_request_exception = False
    response = client.post(url) if address.is_post_only else client.get(url)
    if response.streaming:  # a stored file: read to its end, which closes it
        b"".join(response.streaming_content)
    return int(response.status_code)


def test_names_are_given_once() -> None:
    names = [address.name for address in ADDRESSES]
    assert sorted(names) == sorted(set(names))


def test_what_needs_no_log_in_is_listed() -> None:
    assert {address.name for address in ADDRESSES if address.permission is None} == set(PUBLIC)


@pytest.mark.django_db
def test_a_stranger_is_sent_to_the_log_in_page(client: Client, existing: dict[str, Any]) -> None:
    wrong = {}
    for address in SCREENS:
        url = url_of(address, existing)
        response = client.post(url) if address.is_post_only else client.get(url)
        if response.status_code != 302 or not response["Location"].startswith("/account/login/?next="):
            wrong[url] = response.status_code
    assert wrong == {}


@pytest.mark.django_db
def test_public_pages_answer_a_stranger(client: Client, existing: dict[str, Any]) -> None:
    client.raise_request_exception = False
    public = [address for address in ADDRESSES if address.name in PUBLIC]
    answers = {
        address.name: client.get(url_of(address, existing), follow=address.name.endswith("key")).status_code
        for address in public
    }
    assert answers == PUBLIC


@pytest.mark.django_db
@pytest.mark.parametrize("role", [*(role for role in ROLES if role != "administrator"), "of the house"])
def test_a_role_without_the_permission_is_refused(
    client: Client, existing: dict[str, Any], role: str
) -> None:
    granted_to_role = ROLES.get(role, OF_THE_HOUSE)
    code = role if role in ROLES else make_role(name=role, permissions=OF_THE_HOUSE).code
    client.force_login(make_user(roles=(code,)))
    wrong = {}
    for address in SCREENS:
        url = url_of(address, existing)
        is_granted = not address.permission or address.permission in granted_to_role
        if is_granted and address.is_post_only:
            continue  # acts are proved where they are written
        status = ask(client, address, url)
        # Granted: the page, a redirect, or 403/404 where this object is not theirs; never an error of ours.
        if status >= 500 or (not is_granted and status != 403):
            wrong[url] = status
    assert wrong == {}


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_administrator_sees_every_page(client: Client, existing: dict[str, Any], language: str) -> None:
    client.force_login(make_user(roles=("administrator",), language=language))
    wrong = {}
    for address in SCREENS:
        if not address.is_post_only:
            url = url_of(address, existing)
            status = ask(client, address, url)
            if status != NOT_A_PAGE.get(address.name, 200):
                wrong[url] = status
    assert wrong == {}


@pytest.mark.django_db
def test_what_does_not_exist_is_not_found(client: Client, existing: dict[str, Any]) -> None:
    client.force_login(make_user(roles=("administrator",)))
    wrong = {}
    for address in SCREENS:
        for name in address.parameters:
            unknown = UNKNOWN_ID if isinstance(existing[name], int) else "nothing"
            url = url_of(address, {**existing, name: unknown})
            status = ask(client, address, url)
            if status != GONE.get(address.name, 404):
                wrong[url] = status
    assert wrong == {}


@pytest.mark.django_db
def test_the_wrong_method_is_refused(client: Client, existing: dict[str, Any]) -> None:
    client.force_login(make_user(roles=("administrator",)))
    client.raise_request_exception = False
    wrong = {}
    for address in SCREENS:
        url = url_of(address, existing)
        for method in {"GET", "POST", "PUT"} - set(address.methods):
            status = client.generic(method, url).status_code
            if status != 405:
                wrong[f"{method} {url}"] = status
    assert wrong == {}
