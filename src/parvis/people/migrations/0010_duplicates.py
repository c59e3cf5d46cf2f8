"""Duplicates suggested: keys that records share, learned weights, suggestions, refused pairs."""

import django.db.models.deletion
from django.db import migrations, models

_WRITERS = "(SELECT people_purpose()) IN ('service', 'moderation', 'security', 'legal_duty')"
_BOTH = """EXISTS (SELECT FROM people_person p WHERE p.id = older_id)
           AND EXISTS (SELECT FROM people_person p WHERE p.id = newer_id)"""
_PERSON = "EXISTS (SELECT FROM people_person p WHERE p.id = person_id)"
POLICIES = f"""
ALTER TABLE people_match_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_match_key FORCE ROW LEVEL SECURITY;
CREATE POLICY with_its_person ON people_match_key USING ({_PERSON}) WITH CHECK ({_WRITERS} AND {_PERSON});
ALTER TABLE people_suggested_join ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_suggested_join FORCE ROW LEVEL SECURITY;
CREATE POLICY with_its_persons ON people_suggested_join USING ({_BOTH}) WITH CHECK ({_WRITERS} AND {_BOTH});
-- No record stands in these two: an id to be looked at again, a hash to be compared.
ALTER TABLE people_stale_record ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_stale_record FORCE ROW LEVEL SECURITY;
CREATE POLICY declared_purpose ON people_stale_record USING ({_WRITERS});
ALTER TABLE people_refused_join ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_refused_join FORCE ROW LEVEL SECURITY;
CREATE POLICY declared_purpose ON people_refused_join USING ({_WRITERS});
"""

# Whoever writes a name or an address, and however many at once: the record is looked at again.
STALE = """
CREATE FUNCTION people_note_stale() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    declared text := people_purpose();
BEGIN
    PERFORM set_config('parvis.purpose', 'legal_duty', true);
    IF TG_TABLE_NAME = 'people_contact_point' AND TG_OP <> 'UPDATE' THEN
        INSERT INTO people_stale_record (person_id) SELECT DISTINCT person_id FROM changed ORDER BY 1
        ON CONFLICT DO NOTHING;
    ELSIF TG_TABLE_NAME = 'people_contact_point' THEN
        INSERT INTO people_stale_record (person_id)
        SELECT DISTINCT c.person_id FROM changed c JOIN before b ON b.id = c.id AND b.value_hash <> c.value_hash
        ORDER BY 1
        ON CONFLICT DO NOTHING;
    ELSIF TG_OP = 'INSERT' THEN
        INSERT INTO people_stale_record (person_id) SELECT id FROM changed ON CONFLICT DO NOTHING;
    ELSE
        INSERT INTO people_stale_record (person_id)
        SELECT c.id FROM changed c JOIN before b ON b.id = c.id
        WHERE (b.given_name, b.family_name, b.city, b.is_restricted)
              IS DISTINCT FROM (c.given_name, c.family_name, c.city, c.is_restricted) ORDER BY 1
        ON CONFLICT DO NOTHING;
    END IF;
    PERFORM set_config('parvis.purpose', declared, true);
    RETURN NULL;
END $$;
CREATE TRIGGER stale_new AFTER INSERT ON people_person REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION people_note_stale();
CREATE TRIGGER stale_changed AFTER UPDATE ON people_person REFERENCING OLD TABLE AS before NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION people_note_stale();
CREATE TRIGGER stale_new AFTER INSERT ON people_contact_point REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION people_note_stale();
CREATE TRIGGER stale_changed AFTER UPDATE ON people_contact_point REFERENCING OLD TABLE AS before NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION people_note_stale();
CREATE TRIGGER stale_gone AFTER DELETE ON people_contact_point REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION people_note_stale();
"""
DROP_STALE = """
DROP TRIGGER stale_gone ON people_contact_point;
DROP TRIGGER stale_changed ON people_contact_point;
DROP TRIGGER stale_new ON people_contact_point;
DROP TRIGGER stale_changed ON people_person;
DROP TRIGGER stale_new ON people_person;
DROP FUNCTION people_note_stale();
"""

# The policy on keys would ask for each person of each key, and planning the policies of what hangs on a person takes
# longer than all the rest. One function of the owner looks in the index, passes over a key that fits too many, and
# hands over what is compared of those whom service may see.
ALIKE = """
CREATE FUNCTION people_alike(keys bigint[], largest integer, most integer)
RETURNS TABLE (person_id bigint, family_name text, given_name text, city text, emails text[], phones text[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    IF people_purpose() NOT IN ('service', 'legal_duty') THEN
        RETURN;
    END IF;
    RETURN QUERY
        SELECT p.id, p.family_name::text, p.given_name::text, p.city::text,
               ARRAY(SELECT c.value::text FROM people_contact_point c WHERE c.person_id = p.id AND c.kind = 'email'),
               ARRAY(SELECT c.value::text FROM people_contact_point c WHERE c.person_id = p.id AND c.kind = 'phone')
        FROM (SELECT found.person_id AS id, sum(10 - ln(found.many)) AS shared
              FROM (SELECT m.person_id, count(*) OVER (PARTITION BY k.key) AS many
                    FROM unnest(keys[1:100]) AS k (key)
                    CROSS JOIN LATERAL (SELECT held.person_id FROM people_match_key held
                                        WHERE held.key = k.key LIMIT largest + 1) m) found
              WHERE found.many <= largest
              GROUP BY found.person_id
              ORDER BY shared DESC, found.person_id LIMIT least(most, 500)) best
        JOIN people_person p ON p.id = best.id AND NOT p.is_restricted AND NOT p.is_withheld;
END $$;
"""

PERSON = django.db.models.deletion.CASCADE


class Migration(migrations.Migration):
    dependencies = [("people", "0009_duties")]
    operations = [
        migrations.CreateModel(
            name="MatchKey",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "key", "person_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.BigIntegerField()),
                (
                    "person",
                    models.ForeignKey(on_delete=PERSON, related_name="match_keys", to="people.person"),
                ),
            ],
            options={"db_table": "people_match_key"},
        ),
        migrations.CreateModel(
            name="StaleRecord",
            fields=[("person_id", models.BigIntegerField(primary_key=True, serialize=False))],
            options={"db_table": "people_stale_record"},
        ),
        migrations.CreateModel(
            name="RefusedJoin",
            fields=[
                ("pair_hash", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
            ],
            options={"db_table": "people_refused_join"},
        ),
        migrations.CreateModel(
            name="MatchWeights",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("learned_at", models.DateTimeField()),
                ("records", models.IntegerField()),
                ("weights", models.JSONField()),
                ("common", models.JSONField()),
            ],
            options={"db_table": "people_match_weights"},
        ),
        migrations.CreateModel(
            name="SuggestedJoin",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("probability", models.FloatField()),
                ("reasons", models.JSONField()),
                ("weights_version", models.BigIntegerField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("joined", "joined")], default="open", max_length=6
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "older",
                    models.ForeignKey(
                        on_delete=PERSON, related_name="suggestions_as_older", to="people.person"
                    ),
                ),
                (
                    "newer",
                    models.ForeignKey(
                        on_delete=PERSON, related_name="suggestions_as_newer", to="people.person"
                    ),
                ),
                (
                    "link",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suggestion",
                        to="people.personlink",
                    ),
                ),
            ],
            options={
                "db_table": "people_suggested_join",
                "indexes": [
                    models.Index(
                        fields=["-probability", "id"],
                        name="suggested_join_open",
                        condition=models.Q(state="open"),
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(older__lt=models.F("newer")), name="suggested_join_of_two"
                    ),
                    models.UniqueConstraint(fields=("older", "newer"), name="suggested_join_once"),
                ],
            },
        ),
        migrations.RunSQL(POLICIES, migrations.RunSQL.noop),
        migrations.RunSQL(STALE, DROP_STALE),
        migrations.RunSQL(ALIKE, "DROP FUNCTION people_alike(bigint[], integer, integer)"),
    ]
