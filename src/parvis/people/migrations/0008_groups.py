"""Groups, files of customers, and keeping in step with other systems.

people_version counts the changes of each record, by triggers: whoever writes a record need not think of it. Its
`position` is given by the reader of the changes (reads/changes.py), so that no slow transaction is passed over.
"""

import django.db.models.deletion
from django.db import migrations, models

POLICIES = """
ALTER TABLE people_external_id ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_external_id FORCE ROW LEVEL SECURITY;
CREATE POLICY with_its_person ON people_external_id
    USING (EXISTS (SELECT FROM people_person p WHERE p.id = person_id))
    WITH CHECK ((SELECT people_purpose()) IN ('service', 'moderation', 'security', 'legal_duty')
                AND EXISTS (SELECT FROM people_person p WHERE p.id = person_id));

ALTER TABLE people_sync_conflict ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_sync_conflict FORCE ROW LEVEL SECURITY;
CREATE POLICY with_its_person ON people_sync_conflict
    USING (EXISTS (SELECT FROM people_person p WHERE p.id = person_id))
    WITH CHECK ((SELECT people_purpose()) IN ('service', 'legal_duty')
                AND EXISTS (SELECT FROM people_person p WHERE p.id = person_id));

-- Rows of a file are about nobody yet: they are read to serve, or for a legal duty.
ALTER TABLE people_import_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_import_row FORCE ROW LEVEL SECURITY;
CREATE POLICY declared_purpose ON people_import_row
    USING ((SELECT people_purpose()) IN ('service', 'legal_duty'));

-- Ids and numbers; those of erased records stay, so that other systems hear of the erasure.
ALTER TABLE people_version ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_version FORCE ROW LEVEL SECURITY;
CREATE POLICY declared_purpose ON people_version USING ((SELECT people_purpose()) NOT IN ('', 'listening'));
"""
DROP_POLICIES = """
DROP POLICY declared_purpose ON people_version;
DROP POLICY declared_purpose ON people_import_row;
DROP POLICY with_its_person ON people_sync_conflict;
DROP POLICY with_its_person ON people_external_id;
"""

# Once a statement, in the order of the ids: two writers of several records never wait for each other in a circle.
NOTE = """
CREATE FUNCTION people_note_versions_of(ids bigint[]) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO people_version (person_id, version, changed_at, position)
    SELECT DISTINCT id, 1, now(), NULL::bigint FROM unnest(ids) AS id ORDER BY id
    ON CONFLICT (person_id) DO UPDATE
        SET version = people_version.version + 1, changed_at = now(), position = NULL
$$;
CREATE FUNCTION people_note_versions() RETURNS trigger LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    IF TG_TABLE_NAME = 'people_person' THEN
        PERFORM people_note_versions_of((SELECT array_agg(id) FROM touched));
    ELSE
        PERFORM people_note_versions_of((SELECT array_agg(person_id) FROM touched));
    END IF;
    RETURN NULL;
END $$;
CREATE SEQUENCE people_version_position AS bigint;
"""
TRIGGERS = "".join(
    f"""
CREATE TRIGGER note_version_{act.lower()} AFTER {act} ON {table}
    REFERENCING {"OLD" if act == "DELETE" else "NEW"} TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION people_note_versions();
"""
    for table, acts in (
        ("people_person", ("INSERT", "UPDATE")),
        ("people_contact_point", ("INSERT", "UPDATE", "DELETE")),
        ("people_consent", ("INSERT",)),
        ("people_tagging", ("INSERT", "UPDATE", "DELETE")),
        ("people_custom_value", ("INSERT", "UPDATE", "DELETE")),
    )
    for act in acts
)
DROP_NOTE = """
DROP FUNCTION people_note_versions() CASCADE;
DROP FUNCTION people_note_versions_of(bigint[]);
DROP SEQUENCE people_version_position;
"""

# What was there before has its first version.
FIRST = """
SELECT set_config('parvis.purpose', 'legal_duty', true);
INSERT INTO people_version (person_id, version, changed_at) SELECT id, 1, created_at FROM people_person
ON CONFLICT DO NOTHING;
SELECT set_config('parvis.purpose', '', true);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0007_purposes_as_data"),
    ]

    operations = [
        migrations.CreateModel(
            name="PeopleImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_name", models.CharField(max_length=300)),
                ("stored_name", models.CharField(max_length=64)),
                ("layout", models.JSONField(default=dict)),
                ("mapping", models.JSONField(default=dict)),
                ("rule", models.CharField(max_length=10)),
                ("system", models.CharField(blank=True, max_length=40)),
                ("as_of", models.DateTimeField()),
                ("state", models.CharField(max_length=10)),
                ("place", models.JSONField(default=dict)),
                ("done_upto", models.BigIntegerField(default=0)),
                ("rows", models.BigIntegerField(default=0)),
                ("counts", models.JSONField(default=dict)),
                ("error_code", models.CharField(blank=True, max_length=40)),
                ("error_detail", models.CharField(blank=True, max_length=300)),
                ("started_at", models.DateTimeField()),
                ("started_by_id", models.BigIntegerField(null=True)),
                ("started_by_name", models.CharField(blank=True, max_length=200)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "people_import",
            },
        ),
        migrations.CreateModel(
            name="Segment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, unique=True)),
                ("purpose", models.CharField(max_length=40)),
                ("definition", models.JSONField()),
                ("count", models.BigIntegerField(null=True)),
                ("is_estimate", models.BooleanField(default=False)),
                ("counted_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                ("created_by_id", models.BigIntegerField(null=True)),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "db_table": "people_segment",
            },
        ),
        migrations.CreateModel(
            name="PersonVersion",
            fields=[
                ("person_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("version", models.BigIntegerField()),
                ("changed_at", models.DateTimeField()),
                ("position", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "people_version",
                "indexes": [
                    models.Index(
                        condition=models.Q(("position__isnull", True)),
                        fields=["person_id"],
                        name="version_without_position",
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("position",), name="version_position_once")],
            },
        ),
        migrations.CreateModel(
            name="ExternalId",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("system", models.CharField(max_length=40)),
                ("external_id", models.CharField(max_length=120)),
                ("linked_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="external_ids",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "db_table": "people_external_id",
                "constraints": [
                    models.UniqueConstraint(fields=("system", "external_id"), name="external_id_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line", models.BigIntegerField()),
                ("state", models.CharField(blank=True, max_length=10)),
                ("reason", models.CharField(blank=True, max_length=40)),
                ("detail", models.CharField(blank=True, max_length=200)),
                ("excerpt", models.CharField(blank=True, max_length=300)),
                ("external_id", models.CharField(blank=True, max_length=120)),
                ("customer_number", models.CharField(blank=True, max_length=80)),
                ("given_name", models.CharField(blank=True, max_length=120)),
                ("family_name", models.CharField(blank=True, max_length=120)),
                ("city", models.CharField(blank=True, max_length=120)),
                ("language", models.CharField(blank=True, max_length=5)),
                ("as_of", models.DateTimeField(null=True)),
                ("points", models.JSONField(default=list)),
                ("more", models.JSONField(default=dict)),
                ("person_id", models.BigIntegerField(null=True)),
                ("candidates", models.JSONField(default=list)),
                ("differences", models.JSONField(default=dict)),
                ("held_back", models.JSONField(default=list)),
                ("decision", models.CharField(blank=True, max_length=10)),
                ("result", models.CharField(blank=True, max_length=10)),
                ("result_version", models.BigIntegerField(null=True)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="staged",
                        to="people.peopleimport",
                    ),
                ),
            ],
            options={
                "db_table": "people_import_row",
                "indexes": [
                    models.Index(fields=["run", "state", "line"], name="import_row_by_state"),
                    models.Index(
                        condition=models.Q(("person_id__isnull", False)),
                        fields=["person_id"],
                        name="import_row_by_person",
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("run", "line"), name="import_row_once")],
            },
        ),
        migrations.CreateModel(
            name="SyncConflict",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("system", models.CharField(max_length=40)),
                ("external_id", models.CharField(max_length=120)),
                ("ours", models.JSONField()),
                ("theirs", models.JSONField()),
                ("version", models.BigIntegerField()),
                ("noted_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_by_id", models.BigIntegerField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sync_conflicts",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "db_table": "people_sync_conflict",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("settled_at__isnull", True)),
                        fields=("system", "external_id"),
                        name="open_conflict_once",
                    )
                ],
            },
        ),
        migrations.RunSQL(POLICIES, DROP_POLICIES),
        migrations.RunSQL(NOTE + TRIGGERS, DROP_NOTE),
        migrations.RunSQL(FIRST, migrations.RunSQL.noop),
    ]
