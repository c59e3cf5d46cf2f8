"""Purposes as data, and a policy that reads them: channel by channel, until when, and on what basis.

A session declares a code, "prospecting.email": the word that counts is the one for that channel (where there is none,
the one for every channel), given, not over, and on a basis that the data-protection officer allows
(people_purpose_rule; without a row: consent alone, and for networks and word of mouth nothing at all).
"prospecting" alone asks for all channels at once. Where a purpose rests on a balanced interest, those are seen
who did not object.
"""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

before = import_module("parvis.people.migrations.0003_joined_records")

# Written once, used by the policy and by the search. Joined records: as in 0003, the most restrictive word wins.
VISIBLE = """
    CASE (SELECT people_purpose())
        WHEN '' THEN false
        WHEN 'listening' THEN false
        WHEN 'legal_duty' THEN true
        WHEN 'service' THEN NOT {p}.is_restricted AND NOT {p}.is_withheld
        WHEN 'moderation' THEN NOT {p}.is_restricted AND NOT {p}.is_withheld
        WHEN 'security' THEN NOT {p}.is_restricted AND NOT {p}.is_withheld
        ELSE NOT {p}.is_restricted AND NOT {p}.is_withheld AND (EXISTS (
            SELECT FROM people_current_consent c
            WHERE c.person_id = {p}.id AND c.is_given
                  AND c.purpose = (SELECT people_purpose_name())
                  AND c.channel = ANY ((SELECT people_channels())::text[])
                  AND (c.valid_until IS NULL OR c.valid_until > statement_timestamp())
                  AND c.basis = ANY ((SELECT people_bases())::text[])
                  AND (c.channel <> '' OR NOT EXISTS (
                      SELECT FROM people_current_consent nearer
                      WHERE nearer.person_id = c.person_id AND nearer.purpose = c.purpose
                            AND CASE (SELECT people_purpose_channel()) WHEN '' THEN NOT nearer.is_given
                                ELSE nearer.channel = (SELECT people_purpose_channel()) END))
                  AND (c.joined_id IS NULL OR NOT EXISTS (
                      SELECT FROM people_current_consent refused
                      WHERE refused.joined_id = c.joined_id AND refused.purpose = c.purpose
                            AND NOT refused.is_given
                            AND ((SELECT people_purpose_channel()) IN ('', refused.channel)
                                 OR (refused.channel = '' AND NOT EXISTS (
                                     SELECT FROM people_current_consent exception
                                     WHERE exception.person_id = refused.person_id AND exception.is_given
                                           AND exception.purpose = c.purpose
                                           AND exception.channel = (SELECT people_purpose_channel())))))))
            OR ((SELECT people_interest()) AND NOT EXISTS (
                SELECT FROM people_current_consent objection
                WHERE objection.person_id = {p}.id AND NOT objection.is_given
                      AND objection.purpose = (SELECT people_purpose_name())
                      AND objection.channel IN ('', (SELECT people_purpose_channel())))
                AND ({p}.joined_id IS NULL OR NOT EXISTS (
                SELECT FROM people_current_consent objection
                WHERE objection.joined_id = {p}.joined_id AND NOT objection.is_given
                      AND objection.purpose = (SELECT people_purpose_name())
                      AND objection.channel IN ('', (SELECT people_purpose_channel()))))))
    END
"""

# Functions of the standard's form are bound to their tables when they are made: nobody's temporary table of the
# same name is looked at.
DECLARED = """
CREATE FUNCTION people_purpose_name() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN split_part(people_purpose(), '.', 1);

CREATE FUNCTION people_purpose_channel() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN split_part(people_purpose(), '.', 2);

-- Which words count: the one for that channel, and the one for every channel. Whoever agreed to every channel did
-- not think of accounts on networks.
CREATE FUNCTION people_channels() RETURNS text[]
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN people_purpose_channel() IN ('', 'network') THEN ARRAY[people_purpose_channel()]
            ELSE ARRAY['', people_purpose_channel()] END;

-- On what a person's "yes" may rest for the declared purpose.
CREATE FUNCTION people_bases() RETURNS text[]
LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(
    (SELECT CASE WHEN r.is_on THEN array_remove(ARRAY['consent',
                 CASE WHEN r.allows_existing_customers THEN 'existing_customer' END,
                 CASE WHEN r.allows_professionals THEN 'professional' END], NULL)
            ELSE ARRAY[]::text[] END
     FROM people_purpose_rule r WHERE r.code = people_purpose()),
    CASE WHEN people_purpose() IN ('prospecting.network', 'contacts') THEN ARRAY[]::text[]
         ELSE ARRAY['consent'] END);

-- Whether the declared purpose rests on a balanced interest, so that only an objection hides somebody.
CREATE FUNCTION people_interest() RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce((SELECT r.is_on AND r.basis = 'legitimate_interest'
                 FROM people_purpose_rule r WHERE r.code = people_purpose()), false);
"""
DROP_DECLARED = """
DROP FUNCTION people_interest();
DROP FUNCTION people_bases();
DROP FUNCTION people_channels();
DROP FUNCTION people_purpose_channel();
DROP FUNCTION people_purpose_name();
"""

RULE_POLICIES = """
-- Everybody may know what is allowed; allowing is a legal duty's work.
ALTER TABLE people_purpose_rule ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_purpose_rule FORCE ROW LEVEL SECURITY;
CREATE POLICY known_to_all ON people_purpose_rule FOR SELECT USING (true);
CREATE POLICY written_by_duty ON people_purpose_rule FOR ALL
    USING ((SELECT people_purpose()) = 'legal_duty') WITH CHECK ((SELECT people_purpose()) = 'legal_duty');

-- Refusals are compared and added by whoever has a purpose; taken away by those to whom a person speaks.
ALTER TABLE people_opt_out ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_opt_out FORCE ROW LEVEL SECURITY;
CREATE POLICY declared_purpose ON people_opt_out USING ((SELECT people_purpose()) NOT IN ('', 'listening'));
CREATE POLICY deleted_by_service ON people_opt_out AS RESTRICTIVE FOR DELETE
    USING ((SELECT people_purpose()) IN ('service', 'legal_duty'));

ALTER TABLE people_choices_link ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_choices_link FORCE ROW LEVEL SECURITY;
CREATE POLICY with_its_person ON people_choices_link
    USING (EXISTS (SELECT FROM people_person p WHERE p.id = person_id))
    WITH CHECK ((SELECT people_purpose()) IN ('service', 'moderation', 'security', 'legal_duty')
                AND EXISTS (SELECT FROM people_person p WHERE p.id = person_id));
"""

ERASURE = """
CREATE FUNCTION people_empty_consents(person bigint) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    emptied integer;
BEGIN
    IF people_purpose() <> 'legal_duty' THEN
        RAISE EXCEPTION 'ledgers are emptied for a legal duty only' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE people_consent SET proof = '{}', address = '', agent = '' WHERE person_id = person;
    GET DIAGNOSTICS emptied = ROW_COUNT;
    RETURN emptied;
END $$;
"""


_OFF_AT_FIRST = ("prospecting.network", "contacts")


def replaced(visible):
    return (
        f"ALTER POLICY by_purpose ON people_person USING ({visible.format(p='people_person')});\n"
        + before.FIND.replace("{visible}", visible.format(p="p"))
    )


class Migration(migrations.Migration):
    dependencies = [("people", "0006_record_owner_index")]
    operations = [
        migrations.CreateModel(
            name="PurposeRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=60, unique=True)),
                ("basis", models.CharField(max_length=30)),
                ("is_on", models.BooleanField()),
                ("allows_existing_customers", models.BooleanField(default=False)),
                ("allows_professionals", models.BooleanField(default=False)),
                ("note", models.TextField(blank=True)),
                ("jurisdiction", models.CharField(blank=True, max_length=120)),
                ("valid_months", models.IntegerField()),
                ("keeps_months", models.IntegerField()),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "db_table": "people_purpose_rule",
                "constraints": [
                    models.CheckConstraint(
                        name="purpose_rule_has_its_reason",
                        condition=~models.Q(note="")
                        | models.Q(allows_existing_customers=False, allows_professionals=False)
                        & ~models.Q(basis="legitimate_interest")
                        & (models.Q(is_on=False) | ~models.Q(code__in=_OFF_AT_FIRST)),
                    ),
                    models.CheckConstraint(
                        name="purpose_rule_names_its_law",
                        condition=~models.Q(code="contacts")
                        | models.Q(is_on=False)
                        | ~models.Q(jurisdiction=""),
                    ),
                    models.CheckConstraint(
                        name="purpose_rule_rests_on_consent",
                        condition=~models.Q(code__in=_OFF_AT_FIRST)
                        | models.Q(
                            basis="consent", allows_existing_customers=False, allows_professionals=False
                        ),
                    ),
                    models.CheckConstraint(
                        name="purpose_rule_months",
                        condition=models.Q(valid_months__range=(1, 120), keeps_months__range=(1, 600)),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Wording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=60)),
                ("language", models.CharField(max_length=5)),
                ("version", models.IntegerField()),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                ("by_name", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "db_table": "people_wording",
                "constraints": [
                    models.UniqueConstraint(fields=("code", "language", "version"), name="wording_once"),
                    models.CheckConstraint(condition=~models.Q(text=""), name="wording_has_words"),
                ],
            },
        ),
        migrations.CreateModel(
            name="OptOut",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=10)),
                ("value_hash", models.CharField(max_length=64)),
                ("purpose", models.CharField(max_length=40)),
                ("channel", models.CharField(blank=True, max_length=40)),
                ("since", models.DateTimeField()),
            ],
            options={
                "db_table": "people_opt_out",
                "indexes": [models.Index(fields=["since"], name="opt_out_since")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("value_hash", "kind", "purpose", "channel"), name="opt_out_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ChoicesLink",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="choices_link",
                        serialize=False,
                        to="people.person",
                    ),
                ),
                ("generation", models.IntegerField()),
                ("changed_at", models.DateTimeField()),
            ],
            options={"db_table": "people_choices_link"},
        ),
        migrations.AddField("consent", "noted_at", models.DateTimeField(null=True)),
        migrations.AddField("consent", "basis", models.CharField(db_default="consent", max_length=30)),
        migrations.AddField(
            "consent",
            "agreed",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="consents",
                to="people.wording",
            ),
        ),
        migrations.AddField("consent", "form", models.CharField(db_default="", max_length=300)),
        migrations.AddField("consent", "act", models.CharField(db_default="", max_length=40)),
        migrations.AddField("consent", "address", models.CharField(db_default="", max_length=45)),
        migrations.AddField("consent", "agent", models.CharField(db_default="", max_length=60)),
        migrations.AddField("consent", "valid_until", models.DateTimeField(null=True)),
        migrations.AddField("consent", "details_hash", models.CharField(db_default="", max_length=64)),
        migrations.AddField("consent", "seal", models.CharField(db_default="", max_length=64)),
        migrations.AddField("currentconsent", "basis", models.CharField(db_default="consent", max_length=30)),
        migrations.AddField("currentconsent", "valid_until", models.DateTimeField(null=True)),
        migrations.RunSQL(RULE_POLICIES, migrations.RunSQL.noop),
        migrations.RunSQL(DECLARED, DROP_DECLARED),
        migrations.RunSQL(replaced(VISIBLE), replaced(before.VISIBLE)),
        migrations.RunSQL(ERASURE, "DROP FUNCTION people_empty_consents(bigint)"),
    ]
