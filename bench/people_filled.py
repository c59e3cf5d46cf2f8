"""A million persons and what hangs on them, as statements: every handle has a record, one in three bought, one in two
was asked whether we may write, every tenth holds something of everything else that a record can hold."""

from __future__ import annotations

_TENTH = "generate_series(10, %(persons)s, 10) n"
_AT = "%(now)s - n %% 600 * interval '1 day'"

# Table → how its rows are made.
STATEMENTS: dict[str, list[str]] = {
    "people_identity": ["""
        INSERT INTO people_identity
            (id, channel, handle, handle_key, display_name, is_ours, first_seen_at, last_seen_at)
        SELECT n, (%(channels)s::text[])[1 + n %% 5], 'customer' || n, 'customer' || n, 'Customer ' || n, false,
            %(now)s - n %% 700 * interval '1 day', %(now)s
        FROM generate_series(1, %(persons)s) n"""],
    "people_person": ["""
        INSERT INTO people_person
            (id, customer_number, given_name, family_name, language, city, is_restricted, created_at, origin)
        SELECT n, 'C' || lpad(n::text, 8, '0'), 'Person ' || n, (%(names)s::text[])[1 + n %% 10], 'fr', 'Lyon', false,
            %(now)s - n %% 700 * interval '1 day', 'import'
        FROM generate_series(1, %(persons)s) n"""],
    "people_contact_point": ["""
        INSERT INTO people_contact_point (person_id, kind, value, value_hash, is_verified, created_at)
        SELECT n, 'email', 'p' || n || '@example.org', lpad(to_hex(n), 64, '0'), false, %(now)s
        FROM generate_series(1, %(persons)s) n"""],
    "people_identity_link": [f"""
        INSERT INTO people_identity_link (id, act, identity_id, person_id, evidence, evidence_detail, probability,
            decided_by_kind, decided_by_name, legal_basis, at)
        SELECT n, 'made', n, n, 'same_email_given', '{{}}', 0.99, 'system', '', 'contract', {_AT}
        FROM generate_series(1, %(persons)s) n"""],
    "people_current_link": ["""
        INSERT INTO people_current_link (identity_id, person_id, link_id)
        SELECT n, n, n FROM generate_series(1, %(persons)s) n"""],
    "people_purchase": ["""
        INSERT INTO people_purchase
            (person_id, external_id, order_number, bought_at, amount, currency, quantity, channel, created_at)
        SELECT n, 'x' || n, 'O' || n, %(now)s - n %% 700 * interval '1 day', 49 + n %% 900, 'EUR', 1, 'web', %(now)s
        FROM generate_series(3, %(persons)s, 3) n""",
        f"""
        INSERT INTO people_purchase
            (person_id, external_id, order_number, bought_at, amount, currency, quantity, channel, created_at,
             returned_at)
        SELECT n, 'y' || n, 'P' || n, {_AT}, 20 + n %% 90, 'EUR', 2, 'shop', %(now)s, %(now)s FROM {_TENTH}"""],
    "people_consent": [f"""
        INSERT INTO people_consent
            (id, person_id, purpose, channel, is_given, wording, wording_version, language, proof, at)
        SELECT n, n, 'prospecting', 'email', n %% 4 > 0, 'You may write to me.', '1', 'fr', '{{}}', {_AT}
        FROM generate_series(2, %(persons)s, 2) n"""],
    "people_current_consent": ["""
        INSERT INTO people_current_consent (person_id, purpose, channel, is_given, consent_id)
        SELECT n, 'prospecting', 'email', n %% 4 > 0, n FROM generate_series(2, %(persons)s, 2) n"""],
    "people_tag": ["""
        INSERT INTO people_tag (id, name, name_key, tone, created_at)
        SELECT n, 'Tag ' || n, 'tag ' || n, 'neutral', %(now)s FROM generate_series(1, 50) n"""],
    "people_tagging": [f"""
        INSERT INTO people_tagging (person_id, tag_id, at, by_name, ended_by_name)
        SELECT n, 1 + (n / 10 + step) %% 50, {_AT}, 'Agent 1', '' FROM {_TENTH}, generate_series(1, 3) step"""],
    "people_note": [f"""
        INSERT INTO people_note (person_id, text, author_name, created_at, changed_by_name)
        SELECT n, 'Wants to be called in the **morning**.', 'Agent 1', {_AT}, '' FROM {_TENTH}"""],
    "people_file": [f"""
        INSERT INTO people_file
            (person_id, name, content_type, size_bytes, stored_name, author_name, created_at)
        SELECT n, 'contract.pdf', 'application/pdf', 20000, 'bench' || n, 'Agent 1', {_AT} FROM {_TENTH}"""],
    "people_organization": ["""
        INSERT INTO people_organization (id, name, name_key, website, city, created_at)
        SELECT n, 'Company ' || n, 'company ' || n, '', 'Lyon', %(now)s FROM generate_series(1, 1000) n"""],
    "people_position": [f"""
        INSERT INTO people_position (person_id, organization_id, role, created_at)
        SELECT n, 1 + n / 10 %% 1000, 'Buyer', {_AT} FROM {_TENTH}"""],
    "people_custom_field": ["""
        INSERT INTO people_custom_field (id, name, name_key, kind, help, is_personal, place, created_at)
        SELECT n, 'Field ' || n, 'field ' || n, 'text', '', true, n, %(now)s FROM generate_series(1, 5) n"""],
    "people_custom_value": [f"""
        INSERT INTO people_custom_value (person_id, field_id, text, changed_at)
        SELECT n, field, 'Value ' || n, {_AT} FROM {_TENTH}, generate_series(1, 5) field"""],
    "people_relationship": [f"""
        INSERT INTO people_relationship (person_id, other_id, kind, basis, note, created_at, created_by_name)
        SELECT n - 1, n, 'household', '', '', {_AT}, 'Agent 1' FROM {_TENTH}"""],
    "people_journey_place": ["""
        INSERT INTO people_journey_place (person_id, step, since)
        SELECT n, 'uses', %(now)s FROM generate_series(1, %(persons)s) n"""],
    "conversations_conversation": [f"""
        INSERT INTO conversations_conversation (id, subject, status, queue_id, identity_id, connection_id, channel,
            created_at, last_message_at, first_inbound_at, first_reply_at, message_count, preview, language, sentiment,
            assignee_id, brand)
        SELECT n, 'Order ' || n, (ARRAY['open', 'resolved', 'resolved', 'pending'])[1 + n %% 4], %(queue)s, n,
            (%(sources)s::bigint[])[1 + n %% 5], (%(channels)s::text[])[1 + n %% 5], {_AT},
            {_AT} + interval '68 minutes', {_AT}, {_AT} + interval '17 minutes', %(entries)s / %(persons)s,
            left(said.text, 200), said.language, '', (%(agents)s::bigint[])[1 + n %% 20], ''
        FROM generate_series(1, %(persons)s) n JOIN said ON said.id = n %% %(texts)s"""],
    # One after the other of all persons, as messages come: those of one person lie far apart.
    "conversations_message": ["""
        INSERT INTO conversations_message (id, conversation_id, kind, identity_id, author_id, connection_id, channel,
            external_id, in_reply_to, subject, text, html, sent_at, created_at, delivery, delivery_detail, is_automatic,
            language, sentiment, model_version, search)
        SELECT number + 1, n, CASE WHEN step %% 2 = 0 THEN 'inbound' ELSE 'outbound' END,
            CASE WHEN step %% 2 = 0 THEN n END, CASE WHEN step %% 2 = 1 THEN (%(agents)s::bigint[])[1 + n %% 20] END,
            (%(sources)s::bigint[])[1 + n %% 5], (%(channels)s::text[])[1 + n %% 5], 'm' || number, '', '', said.text,
            '', at, at, CASE WHEN step %% 2 = 0 THEN '' ELSE 'sent' END, '', false, said.language,
            (ARRAY['negative', 'neutral', 'positive', ''])[1 + (number * 7 %% 4)::int], 'bench', said.search
        FROM (SELECT number, 1 + number %% %(persons)s AS n, number / %(persons)s AS step,
                %(now)s - (1 + number %% %(persons)s) %% 600 * interval '1 day'
                + number / %(persons)s * interval '17 minutes' AS at
              FROM generate_series(0, %(entries)s - 1) number) m
        JOIN said ON said.id = number * 31 %% %(texts)s""",
        """
        INSERT INTO conversations_message (id, conversation_id, kind, identity_id, connection_id, channel, external_id,
            in_reply_to, subject, text, html, sent_at, created_at, delivery, delivery_detail, is_automatic, language,
            sentiment, model_version, search)
        SELECT -step, 1, 'inbound', 1, connection_id, channel, 'h' || step, '', '', text, '',
            sent_at - step * interval '20 minutes', created_at, '', '', false, language, sentiment, '', search
        FROM conversations_message, generate_series(1, %(heavy)s) step WHERE id = 1"""],
}  # fmt: skip
