"""Whatever a screen can write, a program can: each such address has its endpoints here, or the reason why not.

A new screen that writes makes this fail until somebody has said which of the two it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLResolver, get_resolver

from parvis.api.web.root import groups

# Name of the address → endpoints that do the same, all of them together.
TWINS: dict[str, tuple[str, ...]] = {
    "journey-steps": ("replace_journey",),
    "proof-networks": ("add_mastodon_server", "list_proof_networks"),
    "proof-provider-add": ("add_oidc_network",),
    "proof-network": ("change_oidc_network", "switch_proof_network"),
    "proof-network-remove": ("delete_proof_network",),
    "identity-claim": ("begin_proof",),
    "claim-check": ("check_proof",),
    "claim-withdraw": ("withdraw_proof",),
    "link-refuse": ("refuse_identity_link",),
    "rights-new": ("create_rights_request",),
    "rights-act": (
        "assign_rights_request",
        "add_rights_request_subject",
        "remove_rights_request_subject",
        "ask_requester_identity",
        "settle_requester_identity",
        "extend_rights_request",
        "order_rights_copy",
        "make_rights_copy_link",
        "restrict_for_rights_request",
        "carry_out_objection",
        "tell_erasure_recipient",
        "decide_rights_request",
    ),
    "rights-erase": ("confirm_rights_erasure", "preview_rights_erasure"),
    "retention": ("set_retention_period", "confirm_retention_run", "dismiss_retention_run"),
    "register": ("set_register_controller",),
    "job-again": ("run_job_again",),
    "audit-export": ("list_audit_entries",),
    "user-second-step-reset": ("reset_user_second_step",),
    "preferences": ("change_me",),
    "set_theme": ("change_me",),
    "set_language": ("change_me",),
    "my-notices": ("change_me",),
    "token-revoke": ("revoke_api_token",),
    "service-accounts": ("create_service_account_for_program",),
    "service-account": ("create_service_account_token", "list_service_account_tokens"),
    "user-add": ("create_user_account",),
    "user-invite": ("send_invitation",),
    "invitation-again": ("send_invitation_again",),
    "invitation-revoke": ("revoke_open_invitation",),
    "user": ("change_user_account",),
    "user-password": ("set_user_password",),
    "user-disable": ("disable_user_account",),
    "user-enable": ("enable_user_account",),
    "role-add": ("create_role",),
    "role": ("replace_role",),
    "role-remove": ("delete_role",),
    "teams": ("create_new_team",),
    "team": ("change_team",),
    "webhook-add": ("create_new_webhook",),
    "webhook": ("change_one_webhook",),
    "webhook-secret": ("renew_webhook_secret",),
    "webhook-switch": ("enable_one_webhook", "disable_one_webhook"),
    "webhook-test": ("send_test_delivery",),
    "webhook-delete": ("delete_one_webhook",),
    "webhook-replay": ("replay_delivery",),
    "connection-add": ("create_new_connection", "test_connection"),
    "connection": ("change_one_connection",),
    "connection-pause": ("pause_one_connection",),
    "connection-resume": ("resume_one_connection",),
    "connection-fetch": ("fetch_connection_soon",),
    "import-start": ("start_file_import",),
    "import-columns": ("start_file_import",),  # its mapping
    "import-again": ("import_file_again",),
    "open-from-mention": ("open_conversation_from_mention",),
    "message-retry": ("retry_message",),
    "conversation-reply": ("send_reply", "keep_file_for_reply"),
    "conversation-note": ("leave_note",),
    "conversation-take": ("take_conversation",),
    "conversation-release": ("release_conversation",),
    "conversation-assign": ("assign_conversation",),
    "conversation-status": ("set_conversation_status",),
    "conversation-snooze": ("snooze_conversation",),
    "conversation-move": ("move_conversation",),
    "conversation-merge": ("merge_conversation",),
    "conversation-presence": ("show_presence", "list_present_colleagues"),
    "queue-new": ("create_new_queue",),
    "queue": ("replace_queue",),
    "figure-days": ("count_figures_again",),
    "place-add": ("propose_new_place",),
    "place-look": ("look_at_proposed_place",),
    "place-try": ("try_proposed_place",),
    "place-accept": ("accept_tried_place",),
    "place-refuse": ("refuse_proposed_place",),
    "place-unrefuse": ("propose_refused_place",),
    "mentions-export": ("list_mentions",),
    "mentions-chosen": ("correct_mention_sentiment", "open_conversation_from_mention", "take_conversation"),
    "campaign-add": ("create_campaign",),
    "campaign-change": ("replace_campaign",),
    "campaign-again": ("compute_campaign_again",),
    "campaign-remove": ("delete_campaign",),
    "alarm-verdict": ("judge_one_alarm",),
    "alert-budget": ("set_alert_budget",),
    "alert-rule-add": ("create_alert_rule",),
    "alert-rule": ("replace_alert_rule",),
    "alert-rule-switch": ("switch_on_alert_rule", "switch_off_alert_rule"),
    "alert-rule-remove": ("delete_alert_rule",),
    "report-new": ("create_report",),
    "report-edit": ("replace_report",),
    "report-remove": ("delete_report",),
    "report-unquote": ("remove_report_quote", "add_report_quotes"),
    "report-take-over": ("take_over_report",),
    "report-send": ("send_report",),
    "report-mail-again": ("send_report_mail_again",),
    "report-share": ("share_report",),
    "report-link-revoke": ("revoke_report_link",),
    "label-correct": ("correct_mention_sentiment", "correct_message_sentiment"),
    "label-withdraw": ("withdraw_mention_correction", "withdraw_message_correction"),
    "labels-train": ("train_labels",),
    "labels-relabel": ("relabel_stored_texts",),
    "labels-draw": ("draw_label_sample",),
    "label-judge": ("judge_label_sample",),
    "adapter-shipped": ("label_by_shipped_model",),
    "adapter-activate": ("activate_one_adapter",),
    "segment-new": ("create_segment",),
    "segment-count": ("count_segment_conditions",),
    "segment-change": ("replace_segment",),
    "segment-remove": ("delete_segment",),
    "segment-export": ("list_segment_members",),
    "people-export": ("list_people", "list_people_changes"),
    "customer-import-new": ("open_customer_import",),
    "customer-import-columns": ("compare_customer_import",),
    "customer-import-keep": ("keep_customer_import",),
    "customer-import-undo": ("undo_customer_import",),
    "customer-row-decide": ("decide_customer_row",),
    "sync-conflict-settle": ("settle_sync_conflict",),
    "person-new": ("create_person_record", "create_people_in_bulk"),
    "identity-link": ("link_identity_to_person",),
    "identity-unlink": ("unlink_identity",),
    "person-compare": ("join_person_with",),
    "join-end": ("end_person_join",),
    "join-undo": ("end_person_join",),  # ask_again
    "duplicate-join": ("join_duplicate",),
    "duplicate-refuse": ("refuse_duplicate",),
    "duplicate-reconsider": ("reconsider_duplicate",),
    "person-change": ("change_person_record", "change_people_in_bulk", "set_person_fields"),
    "person-consents": ("give_person_consent", "withdraw_person_consent", "import_consents_with_proof"),
    "person-choices-link": ("make_choices_link",),
    "person-choices-close": ("close_choices_links",),
    "purpose": ("decide_one_purpose", "write_purpose_wording"),
    "contact-point-add": ("add_person_contact_point",),
    "contact-point-remove": ("remove_person_contact_point",),
    "organization-new": ("create_one_organization",),
    "organization-change": ("change_one_organization",),
    "organization-remove": ("delete_organization",),
    "position-add": ("add_person_position",),
    "position": ("change_person_position",),
    "position-remove": ("remove_person_position",),
    "relationship-add": ("relate_persons",),
    "relationship-remove": ("forget_relationship",),
    "person-owner": ("set_person_owner",),
    "person-tag-add": ("put_tag_on_person",),
    "person-tag-remove": ("take_tag_off_person",),
    "person-note-add": ("note_on_person",),
    "person-note": ("change_person_note",),
    "person-note-remove": ("remove_person_note",),
    "person-files": ("keep_person_file",),
    "person-file-remove": ("remove_person_file",),
    "purchase-remove": ("forget_purchase",),
    "purchase-imports": ("keep_purchases_in_bulk",),
    "purchase-import": ("keep_purchases_in_bulk",),
    "custom-field-new": ("create_custom_field",),
    "custom-field": ("change_one_custom_field",),
    "custom-field-move": ("put_custom_fields_in_order",),
    "custom-field-retire": ("retire_one_custom_field", "restore_one_custom_field"),
    "custom-field-delete": ("delete_one_custom_field",),
    "tags": ("create_one_tag",),
    "tag": ("change_one_tag", "merge_one_tag"),
    "tag-remove": ("delete_tag",),
    "product-new": ("create_one_product",),
    "product": ("change_one_product",),
    "product-remove": ("delete_product",),
    "query-new": ("create_query",),
    "query": ("change_query", "list_query_versions"),
    "query-preview": ("preview_query",),
    "query-pause": ("pause_one_query",),
    "query-resume": ("resume_one_query",),
    "query-remove": ("delete_query",),
    "market-new": ("create_market",),
    "market": ("replace_market",),
    "market-remove": ("delete_market",),
    "exclusion-add": ("create_exclusion",),
    "exclusion-remove": ("delete_exclusion",),
    "intake-rules": ("replace_intake_rules",),
    "source-keeps": ("set_how_much_a_source_keeps",),
    "community-review-reply": ("reply_to_one_review",),
    "community-desk-review-rules": ("replace_review_rules",),
    "community-watched": ("create_watched_word",),
    "community-unwatch": ("delete_watched_word",),
    "community-moderation-rules": ("replace_moderation_rules",),
    "community-assign": ("assign_question",),
    "community-desk-site": ("replace_community_site",),
    "community-desk-page": ("replace_page_of_community_site",),
    "community-desk-boards": ("open_community_board",),
    "community-desk-board": ("replace_community_board", "move_community_board"),
    "community-fuse": ("fuse_board",),
    "community-board-apart": ("take_board_apart",),
    "community-desk-product": ("replace_product_page",),
    "community-desk-blocks": ("replace_block_settings",),
    "community-case-hours": ("replace_case_hours",),
    "community-to-inbox": ("send_question_to_inbox",),
    "community-mailbox": ("replace_community_mailbox",),
    "community-desk-idea-act": (
        "answer_one_idea", "put_idea_in_charge", "mark_idea_extension", "merge_one_idea", "take_ideas_apart",
    ),
    "community-desk-standing": ("give_member_level",),
    "community-ring-settle": ("settle_vote_ring",),
    "community-expert-invite": ("invite_super_user",),
    "community-expert-act": ("withdraw_super_user_invitation", "end_super_user_term", "name_super_user_contact"),
    "community-direct-line": ("answer_on_direct_line",),
    "community-badge-new": ("create_badge", "preview_badge_formula"),
    "community-badge-edit": ("replace_badge",),
    "community-badge-retire": ("retire_one_badge", "restore_one_badge"),
    "community-article-propose": ("make_article_of_answer",),
    "community-article-new": ("create_article",),
    "community-article-edit": ("change_article",),
    "community-article-act": (
        "submit_one_article", "publish_one_article", "send_article_back", "withdraw_one_article",
        "resume_one_article",
    ),
    "community-article-translate": ("begin_article_translation",),
    "community-desk-idea-promise": ("replace_idea_promise",),
    "community-desk-idea-sessions": ("create_one_idea_session",),
    "community-desk-idea-session": ("replace_idea_session", "publish_idea_session_outcome"),
}

LOG_IN = "how a person logs in: a program has a token and no session"
OWN_KEYS = "a person's own codes and keys, shown to them alone after they showed that it is them"
HOUSE_LOG_IN = "decides who gets in at all: asked of a person who showed lately that it is them"
BROWSER = "belongs to one browser, not to the account"
REASONS: dict[str, str] = {
    **dict.fromkeys(
        ("community-article-draft", "community-article-preview"),
        "what a person is typing; a program keeps its own words",
    ),
    "community-block-noted": "a tab of the company's site counts here; a program has no tab",
    **dict.fromkeys(
        ("community-decide", "community-judge", "community-restriction-undo", "community-desk-member"),
        "a person reads the text and decides; no program moderates",
    ),
    **dict.fromkeys(
        ("community-ask", "community-answer", "community-act", "community-read", "community-draft",
         "community-question-edit", "community-answer-edit", "community-log-in", "community-log-in-code",
         "community-log-in-name", "community-log-out", "community-log-in-passkey", "community-me-ways",
         "community-me-way-remove",
         "community-notices-read", "community-notice-settings", "community-stop", "community-me", "community-me-picture", "community-me-data",
         "community-me-record", "community-me-leave", "community-me-expert", "community-report", "community-appeal", "community-notice",
         "community-idea-new", "community-idea-edit", "community-article-vote", "community-article-read",
         "community-review", "community-review-act", "community-review-messages",
         "community-idea-vote", "community-idea-follow", "community-idea-comment", "community-idea-extension"),
        "for members in their browser; a member has no token",
    ),
    **dict.fromkeys(
        (
            "account_login", "account_logout", "account_inactive", "account_reset_password",
            "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
            "account_signup", "account_reauthenticate", "mfa_authenticate", "mfa_login_webauthn",
            "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "company-log-in", "company-log-in-answer",
            "invitation-accept",
        ),
        LOG_IN,
    ),
    **dict.fromkeys(
        (
            "my-password", "mfa_index", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes",
            "mfa_generate_recovery_codes", "mfa_add_webauthn", "mfa_remove_webauthn",
        ),
        OWN_KEYS,
    ),
    **dict.fromkeys(("provider-add", "provider", "security"), HOUSE_LOG_IN),
    **dict.fromkeys(("my-sessions-end-others", "my-session-end", "my-device", "walked"), BROWSER),
    "my-tokens": "a token makes no token of a person: a stolen one would outlive its end",
    "set-maintenance": "the API is closed too while it lasts: who opens again does so where it is open",
    "start_own": "empties the installation, once: asked of a person, or `parvis demo --remove`",
    "labels-skip": "which card one looks at next",
    "report-stop": "for whoever gets the mail, by one click; programs write the recipients (replace_report)",
    "shared-report": "for readers without an account; programs read GET /figures",
    "shared-report-file": "for readers without an account; programs read GET /figures",
    **dict.fromkeys(
        ("choices", "choices-stop", "choices-show", "choices-back"),
        "the person's own page, opened by their link; programs note their words",
    ),
    "contact-form": "for visitors; programs hand in through POST /incoming/{slug}",
    "privacy-request": "for visitors; programs write a request down (create_rights_request)",
    "privacy-copy": "the person's own link, which opens once",
    "policy-report": "for browsers",
    "api": "is the API",
    # Answer to any method and write nothing.
    **dict.fromkeys(
        ("contact-thanks", "privacy-thanks", "api-openapi", "manifest", "service-worker", "offline", "healthz",
         "readyz", "metrics"),
        "writes nothing",
    ),
}  # fmt: skip


def writing_addresses(patterns: Any) -> Iterator[str]:
    """Those that take a POST; what says nothing of its methods might."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from writing_addresses(pattern.url_patterns)
        elif "POST" in getattr(pattern.callback, "methods", ("POST",)):
            yield pattern.name


WRITING = sorted(writing_addresses(get_resolver().url_patterns))
ENDPOINTS = {one.function.__name__ for group in groups() for one in group.all}


@pytest.mark.parametrize("name", WRITING)
def test_a_screen_that_writes_has_a_twin_or_a_reason(name: str) -> None:
    assert (name in TWINS) != (name in REASONS), (
        f"{name} writes: name its endpoints in TWINS, or in REASONS why no program needs it"
    )


def test_no_twin_is_of_yesterday() -> None:
    assert set(TWINS) | set(REASONS) <= set(WRITING)
    named = {endpoint for twins in TWINS.values() for endpoint in twins}
    assert named <= ENDPOINTS
    assert all(len(reason) >= len("for browsers") or reason == "is the API" for reason in REASONS.values())
