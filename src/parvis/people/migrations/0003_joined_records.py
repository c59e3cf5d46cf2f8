"""Joins of two records of one human, and what they change about who may be seen.

A restriction on one of the joined records withholds all of them, and a consent that one of them refuses is
refused for all: the most restrictive word wins. Both are kept beside the rows that the policy reads anyway, by
triggers, so that a record that is joined with nobody costs what it cost before.
"""

import django.db.models.deletion
from django.db import migrations, models

# As in 0002, save what a join adds. `refused` is asked for the rows of joined records alone.
VISIBLE = """
    CASE (SELECT people_purpose())
        WHEN '' THEN false
        WHEN 'listening' THEN false
        WHEN 'legal_duty' THEN true
        WHEN 'service' THEN NOT {p}.is_restricted AND NOT {p}.is_withheld
        WHEN 'moderation' THEN NOT {p}.is_restricted AND NOT {p}.is_withheld
        WHEN 'security' THEN NOT {p}.is_restricted AND NOT {p}.is_withheld
        ELSE NOT {p}.is_restricted AND NOT {p}.is_withheld AND EXISTS (
            SELECT FROM people_current_consent c
            WHERE c.person_id = {p}.id AND c.is_given AND c.purpose = (SELECT people_purpose())
                  AND (c.joined_id IS NULL OR NOT EXISTS (
                      SELECT FROM people_current_consent refused
                      WHERE refused.joined_id = c.joined_id AND refused.purpose = c.purpose
                            AND NOT refused.is_given
                            AND (refused.channel = c.channel OR (refused.channel = '' AND NOT EXISTS (
                                SELECT FROM people_current_consent exception
                                WHERE exception.person_id = refused.person_id AND exception.is_given
                                      AND exception.purpose = c.purpose AND exception.channel = c.channel))))))
    END
"""
VISIBLE_BEFORE = """
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
FIND = """
CREATE OR REPLACE FUNCTION people_find(typed text, most integer) RETURNS SETOF bigint
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
        WHERE p.search @@ asked AND ({visible}) ORDER BY p.id DESC LIMIT least(most, 500);
END $$;
"""


def policies(visible):
    return (
        f"ALTER POLICY by_purpose ON people_person USING ({visible.format(p='people_person')});\n"
        + FIND.replace("{visible}", visible.format(p="p"))
    )


# A trigger acts for the person whatever the purpose of who wrote: it declares the legal duty for itself and
# gives the declared purpose back. An error rolls its own declaration back with everything else.
TRIGGERS = """
CREATE FUNCTION people_follow_join() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    declared text := people_purpose();
BEGIN
    PERFORM set_config('parvis.purpose', 'legal_duty', true);
    IF NEW.joined_id IS DISTINCT FROM OLD.joined_id THEN
        UPDATE people_current_consent SET joined_id = NEW.joined_id WHERE person_id = NEW.id;
    END IF;
    UPDATE people_person p SET is_withheld = together.is_withheld
    FROM (SELECT q.id, q.joined_id IS NOT NULL AND bool_or(q.is_restricted) OVER (PARTITION BY q.joined_id)
                 AS is_withheld
          FROM people_person q
          WHERE q.id = NEW.id OR q.joined_id = OLD.joined_id OR q.joined_id = NEW.joined_id) together
    WHERE p.id = together.id AND p.is_withheld <> together.is_withheld;
    PERFORM set_config('parvis.purpose', declared, true);
    RETURN NULL;
END $$;
CREATE TRIGGER follow_join AFTER UPDATE OF joined_id, is_restricted ON people_person FOR EACH ROW
    WHEN (OLD.joined_id IS DISTINCT FROM NEW.joined_id
          OR (NEW.joined_id IS NOT NULL AND OLD.is_restricted <> NEW.is_restricted))
    EXECUTE FUNCTION people_follow_join();

-- The lock is the one that joining takes: a word given meanwhile is not missed by either.
CREATE FUNCTION people_consent_of_join() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    declared text := people_purpose();
BEGIN
    PERFORM set_config('parvis.purpose', 'legal_duty', true);
    SELECT p.joined_id INTO NEW.joined_id FROM people_person p WHERE p.id = NEW.person_id FOR NO KEY UPDATE;
    PERFORM set_config('parvis.purpose', declared, true);
    RETURN NEW;
END $$;
CREATE TRIGGER consent_of_join BEFORE INSERT ON people_current_consent FOR EACH ROW
    EXECUTE FUNCTION people_consent_of_join();
"""
DROP_TRIGGERS = """
DROP TRIGGER consent_of_join ON people_current_consent;
DROP FUNCTION people_consent_of_join();
DROP TRIGGER follow_join ON people_person;
DROP FUNCTION people_follow_join();
"""

# A join is seen by those who see both records.
_BOTH = """EXISTS (SELECT FROM people_person p WHERE p.id = older_id)
           AND EXISTS (SELECT FROM people_person p WHERE p.id = newer_id)"""
LINK_POLICIES = "".join(
    f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY with_its_persons ON {table} USING ({_BOTH})
    WITH CHECK ((SELECT people_purpose()) IN ('service', 'moderation', 'security', 'legal_duty') AND {_BOTH});
"""
    for table in ("people_person_link", "people_current_person_link")
)

EMPTY_LEDGERS = """
CREATE OR REPLACE FUNCTION people_empty_ledgers(person bigint) RETURNS integer
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
JOINS    RETURN links + consents;
END $$;
"""
JOINS = (
    "    UPDATE people_person_link SET evidence_detail = '{}' WHERE older_id = person OR newer_id = person;\n"
)


class Migration(migrations.Migration):
    dependencies = [("people", "0002_row_level_security")]
    operations = [
        migrations.AddField("person", "joined_id", models.BigIntegerField(editable=False, null=True)),
        migrations.AddField("person", "is_withheld", models.BooleanField(db_default=False, editable=False)),
        migrations.AddField("currentconsent", "joined_id", models.BigIntegerField(editable=False, null=True)),
        migrations.CreateModel(
            name="PersonLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("act", models.CharField(choices=[("made", "made"), ("ended", "ended")], max_length=5)),
                (
                    "older",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="joins_as_older",
                        to="people.person",
                    ),
                ),
                (
                    "newer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="joins_as_newer",
                        to="people.person",
                    ),
                ),
                (
                    "ends",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ended_by",
                        to="people.personlink",
                    ),
                ),
                ("evidence", models.CharField(max_length=40)),
                ("evidence_detail", models.JSONField(default=dict)),
                ("probability", models.FloatField()),
                ("decided_by_kind", models.CharField(max_length=20)),
                ("decided_by_id", models.BigIntegerField(null=True)),
                ("decided_by_name", models.CharField(blank=True, max_length=200)),
                ("legal_basis", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "people_person_link",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(older__lt=models.F("newer")), name="person_link_of_two"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(probability__gte=0, probability__lte=1),
                        name="person_link_probability",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(act="made", ends__isnull=True)
                        | models.Q(act="ended", ends__isnull=False),
                        name="ended_join_names_its_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CurrentPersonLink",
            fields=[
                (
                    "link",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="current",
                        serialize=False,
                        to="people.personlink",
                    ),
                ),
                (
                    "older",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="current_joins_as_older",
                        to="people.person",
                    ),
                ),
                (
                    "newer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="current_joins_as_newer",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "db_table": "people_current_person_link",
                "constraints": [
                    models.UniqueConstraint(fields=("older", "newer"), name="current_person_link_once")
                ],
            },
        ),
        migrations.RunSQL(TRIGGERS, DROP_TRIGGERS),
        migrations.RunSQL(policies(VISIBLE), policies(VISIBLE_BEFORE)),
        migrations.RunSQL(LINK_POLICIES, migrations.RunSQL.noop),
        migrations.RunSQL(EMPTY_LEDGERS.replace("JOINS", JOINS), EMPTY_LEDGERS.replace("JOINS", "")),
    ]
