"""Purposes enforced by the database, from the first day.

A transaction that declares no purpose sees no person. Service, moderation and security see persons that are
not restricted (art. 18 GDPR); a legal duty sees all; listening sees none, because listening never makes or
reads contacts; every other purpose sees only persons whose current consent covers it.
"""

from django.db import migrations

# Whether the row of people_person called `p` may be seen. Written once, used by the policy and by the search.
VISIBLE = """
    CASE (SELECT people_purpose())
        WHEN '' THEN false
        WHEN 'listening' THEN false
        WHEN 'legal_duty' THEN true
        WHEN 'service' THEN NOT {p}.is_restricted
        WHEN 'moderation' THEN NOT {p}.is_restricted
        WHEN 'security' THEN NOT {p}.is_restricted
        ELSE NOT {p}.is_restricted AND EXISTS (
            SELECT FROM people_current_consent c
            WHERE c.person_id = {p}.id AND c.is_given AND c.purpose = (SELECT people_purpose()))
    END
"""

POLICIES = f"""
CREATE FUNCTION people_purpose() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(current_setting('parvis.purpose', true), '');

ALTER TABLE people_person ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_person FORCE ROW LEVEL SECURITY;
CREATE POLICY by_purpose ON people_person USING ({VISIBLE.format(p="people_person")})
    WITH CHECK ((SELECT people_purpose()) IN ('service', 'moderation', 'security', 'legal_duty'));
-- A record is emptied or deleted as somebody's right, in no other course of work.
CREATE POLICY deleted_by_duty ON people_person AS RESTRICTIVE FOR DELETE
    USING ((SELECT people_purpose()) = 'legal_duty');

-- What hangs on a person is seen when the person is; it is written by those who may write the person.
ALTER TABLE people_contact_point ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_contact_point FORCE ROW LEVEL SECURITY;
CREATE POLICY with_its_person ON people_contact_point
    USING (EXISTS (SELECT FROM people_person p WHERE p.id = person_id))
    WITH CHECK ((SELECT people_purpose()) IN ('service', 'moderation', 'security', 'legal_duty')
                AND EXISTS (SELECT FROM people_person p WHERE p.id = person_id));

ALTER TABLE people_identity_link ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_identity_link FORCE ROW LEVEL SECURITY;
CREATE POLICY with_its_person ON people_identity_link
    USING (EXISTS (SELECT FROM people_person p WHERE p.id = person_id))
    WITH CHECK ((SELECT people_purpose()) IN ('service', 'moderation', 'security', 'legal_duty')
                AND EXISTS (SELECT FROM people_person p WHERE p.id = person_id));

ALTER TABLE people_current_link ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_current_link FORCE ROW LEVEL SECURITY;
CREATE POLICY with_its_person ON people_current_link
    USING (EXISTS (SELECT FROM people_person p WHERE p.id = person_id))
    WITH CHECK ((SELECT people_purpose()) IN ('service', 'moderation', 'security', 'legal_duty')
                AND EXISTS (SELECT FROM people_person p WHERE p.id = person_id));

-- The ledger of consents with its proofs is seen with the person. No purpose may give itself a consent:
-- outside service and legal duty a consent can only be withdrawn.
ALTER TABLE people_consent ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_consent FORCE ROW LEVEL SECURITY;
CREATE POLICY with_its_person ON people_consent
    USING (EXISTS (SELECT FROM people_person p WHERE p.id = person_id))
    WITH CHECK ((NOT is_given OR (SELECT people_purpose()) IN ('service', 'legal_duty'))
                AND EXISTS (SELECT FROM people_person p WHERE p.id = person_id));

-- The projection answers the policy of persons, so it cannot ask for the person in turn: any declared
-- purpose reads it, no purpose reads none.
ALTER TABLE people_current_consent ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_current_consent FORCE ROW LEVEL SECURITY;
CREATE POLICY declared_purpose ON people_current_consent
    USING ((SELECT people_purpose()) NOT IN ('', 'listening'))
    WITH CHECK ((NOT is_given AND (SELECT people_purpose()) NOT IN ('', 'listening'))
                OR (SELECT people_purpose()) IN ('service', 'legal_duty'));
CREATE POLICY deleted_by_service ON people_current_consent AS RESTRICTIVE FOR DELETE
    USING ((SELECT people_purpose()) IN ('service', 'legal_duty'));
"""  # noqa: S608 -- our own text alone
DROP_POLICIES = """
DROP POLICY deleted_by_service ON people_current_consent;
DROP POLICY declared_purpose ON people_current_consent;
DROP POLICY with_its_person ON people_consent;
DROP POLICY with_its_person ON people_current_link;
DROP POLICY with_its_person ON people_identity_link;
DROP POLICY with_its_person ON people_contact_point;
DROP POLICY deleted_by_duty ON people_person;
DROP POLICY by_purpose ON people_person;
DROP FUNCTION people_purpose();
"""

# list_key: the order of the list, unique, as one text. Under a policy an index serves leakproof comparisons
# only; those of text are, those of rows (name, id) > (…, …) are not. Persons without a name come last.
#
# Words are cut at everything that is no letter or digit, here and in the query alike: PostgreSQL's own parser
# would read the number C-00123 as "c" and the integer -00123, and never find it again.
LIST_AND_SEARCH = f"""
CREATE FUNCTION people_words(value text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN array_remove(regexp_split_to_array(lower(parvis_fold(value)), '[^[:alnum:]]+'), '');

ALTER TABLE people_person
    ADD COLUMN list_key text COLLATE "C" GENERATED ALWAYS AS (
        CASE WHEN family_name || given_name = '' THEN '~' || lower(coalesce(customer_number, ''))
             ELSE lower(parvis_fold(ltrim(family_name || ' ' || given_name))) END
        || ' ' || lpad(id::text, 19, '0')) STORED,
    ADD COLUMN search tsvector GENERATED ALWAYS AS (
        array_to_tsvector(
            people_words(given_name || ' ' || family_name || ' ' || coalesce(customer_number, '') || ' ' || city)
            || people_words(regexp_replace(coalesce(customer_number, ''), '[^[:alnum:]]', '', 'g')))) STORED;
CREATE UNIQUE INDEX person_list ON people_person (list_key);
CREATE INDEX person_search ON people_person USING gin (search) WITH (fastupdate = off);

-- Text search is not leakproof: under a policy its index is not used and 400,000 rows take 25 ms instead of
-- 0.05 ms. One function of the owner looks in the index and applies the same condition as the policy; it
-- returns ids only, which the caller then reads through the policy. Nobody's temporary tables are looked at.
CREATE FUNCTION people_find(typed text, most integer) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    asked tsquery;
BEGIN
    IF people_purpose() IN ('', 'listening') THEN
        RETURN;
    END IF;
    SELECT string_agg('''' || word || ''':*', ' & ')::tsquery INTO asked
    FROM unnest((people_words(left(typed, 200)))[1:12]) AS word;
    IF asked IS NULL THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT p.id FROM people_person p
        WHERE p.search @@ asked AND ({VISIBLE.format(p="p")}) ORDER BY p.id DESC LIMIT least(most, 500);
END $$;
"""  # noqa: S608 -- our own text alone
DROP_LIST_AND_SEARCH = """
DROP FUNCTION people_find(text, integer);
DROP INDEX person_search;
DROP INDEX person_list;
ALTER TABLE people_person DROP COLUMN search, DROP COLUMN list_key;
DROP FUNCTION people_words(text);
"""

# Ledgers are append-only to the application. The right to erasure empties the details of their rows, which
# may hold what somebody wrote; that a link or a consent was there, and when, stays as proof.
ERASURE = """
CREATE FUNCTION people_empty_ledgers(person bigint) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    links integer;
    consents integer;
BEGIN
    IF people_purpose() <> 'legal_duty' THEN
        RAISE EXCEPTION 'ledgers are emptied for a legal duty only' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE people_identity_link SET evidence_detail = '{}' WHERE person_id = person;
    GET DIAGNOSTICS links = ROW_COUNT;
    UPDATE people_consent SET proof = '{}' WHERE person_id = person;
    GET DIAGNOSTICS consents = ROW_COUNT;
    RETURN links + consents;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("foundation", "0001_text_search")]
    operations = [
        migrations.RunSQL(POLICIES, DROP_POLICIES),
        migrations.RunSQL(LIST_AND_SEARCH, DROP_LIST_AND_SEARCH),
        migrations.RunSQL(ERASURE, "DROP FUNCTION people_empty_ledgers(bigint)"),
    ]
