"""Requests by right, erasures with their tombstones, and the periods of retention."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Requests by right are seen for a legal duty alone: not even that somebody asked is anybody else's affair.
TABLES = (
    "people_rights_request",
    "people_rights_subject",
    "people_rights_handle",
    "people_rights_step",
    "people_rights_archive",
    "people_erasure",
)
POLICIES = "".join(
    f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY for_legal_duty ON {table} USING ((SELECT people_purpose()) = 'legal_duty')
    WITH CHECK ((SELECT people_purpose()) = 'legal_duty');
"""
    for table in TABLES
)
DROP_POLICIES = "".join(f"DROP POLICY for_legal_duty ON {table};\n" for table in TABLES)

# The steps of a request and the proofs of erased records go when their period has passed, by the owner's hand.
PROOFS = """
CREATE FUNCTION people_forget_requests(old bigint[]) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    gone bigint;
BEGIN
    IF people_purpose() <> 'legal_duty' THEN
        RAISE EXCEPTION 'requests are forgotten for a legal duty only' USING ERRCODE = 'insufficient_privilege';
    END IF;
    DELETE FROM people_rights_step WHERE request_id = ANY (old);
    DELETE FROM people_rights_archive WHERE request_id = ANY (old);
    DELETE FROM people_rights_subject WHERE request_id = ANY (old);
    DELETE FROM people_rights_handle WHERE request_id = ANY (old);
    UPDATE people_erasure SET request_id = NULL WHERE request_id = ANY (old);
    DELETE FROM people_rights_request WHERE id = ANY (old) AND decided_at IS NOT NULL;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0008_groups"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RetentionPeriod",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule", models.CharField(max_length=60)),
                ("source", models.CharField(blank=True, max_length=80)),
                ("days", models.IntegerField()),
                ("reason", models.TextField(blank=True)),
                ("changed_at", models.DateTimeField()),
                ("changed_by_id", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "people_retention_period",
                "constraints": [
                    models.UniqueConstraint(fields=("rule", "source"), name="retention_once"),
                    models.CheckConstraint(
                        condition=models.Q(("days__gte", 1), ("days__lte", 36525)), name="retention_ends"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RetentionRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule", models.CharField(max_length=60)),
                ("source", models.CharField(blank=True, max_length=80)),
                ("before", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("running", "running"), ("done", "done"), ("held", "held")], max_length=8
                    ),
                ),
                ("count_due", models.BigIntegerField(default=0)),
                ("count_gone", models.BigIntegerField(default=0)),
                ("counts", models.JSONField(default=dict)),
                ("started_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("started_by_kind", models.CharField(max_length=20)),
                ("started_by_id", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "people_retention_run",
                "indexes": [models.Index(fields=["-started_at"], name="retention_newest")],
            },
        ),
        migrations.CreateModel(
            name="RightsRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "right",
                    models.CharField(
                        choices=[
                            ("access", "access"),
                            ("portability", "portability"),
                            ("rectification", "rectification"),
                            ("erasure", "erasure"),
                            ("restriction", "restriction"),
                            ("objection", "objection"),
                        ],
                        max_length=15,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "new"),
                            ("working", "working"),
                            ("identity", "identity"),
                            ("answered", "answered"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="new",
                        max_length=10,
                    ),
                ),
                ("received_at", models.DateTimeField()),
                ("channel", models.CharField(max_length=20)),
                ("reference", models.CharField(blank=True, max_length=300)),
                ("requester_name", models.CharField(blank=True, max_length=200)),
                ("requester_email", models.CharField(blank=True, max_length=320)),
                ("is_email_verified", models.BooleanField(default=False)),
                ("language", models.CharField(default="en", max_length=5)),
                ("words", models.TextField(blank=True)),
                ("purposes", models.JSONField(default=list)),
                ("due_on", models.DateField()),
                ("extended_at", models.DateTimeField(null=True)),
                ("extension_reason", models.TextField(blank=True)),
                ("identity_doubt", models.TextField(blank=True)),
                ("identity_how", models.TextField(blank=True)),
                ("identity_asked_at", models.DateTimeField(null=True)),
                ("identity_outcome", models.CharField(blank=True, max_length=10)),
                ("decided_at", models.DateTimeField(null=True)),
                ("reasons", models.TextField(blank=True)),
                ("refusal_ground", models.CharField(blank=True, max_length=30)),
                ("answer", models.TextField(blank=True)),
                ("answered_how", models.CharField(blank=True, max_length=20)),
                ("created_by_id", models.BigIntegerField(null=True)),
                (
                    "assignee",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="rights_requests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "people_rights_request",
            },
        ),
        migrations.CreateModel(
            name="RightsHandle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("identity_id", models.BigIntegerField()),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="handles",
                        to="people.rightsrequest",
                    ),
                ),
            ],
            options={
                "db_table": "people_rights_handle",
            },
        ),
        migrations.CreateModel(
            name="RightsArchive",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("ready", "ready"),
                            ("fetched", "fetched"),
                            ("gone", "gone"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("is_portable", models.BooleanField(default=False)),
                ("parts_done", models.JSONField(default=list)),
                ("row_counts", models.JSONField(default=dict)),
                ("file_name", models.CharField(blank=True, max_length=80)),
                ("size_bytes", models.BigIntegerField(default=0)),
                ("token_hash", models.CharField(blank=True, max_length=64)),
                ("created_at", models.DateTimeField()),
                ("ready_at", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField(null=True)),
                ("fetched_at", models.DateTimeField(null=True)),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="archives",
                        to="people.rightsrequest",
                    ),
                ),
            ],
            options={
                "db_table": "people_rights_archive",
            },
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        choices=[("right", "right"), ("retention", "retention"), ("replay", "replay")],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("running", "running"), ("done", "done")], default="running", max_length=8
                    ),
                ),
                ("person_ids", models.JSONField(default=list)),
                ("identity_ids", models.JSONField(default=list)),
                ("sealed_words", models.TextField(blank=True)),
                ("bars_collection", models.BooleanField(default=False)),
                ("steps_done", models.JSONField(default=list)),
                ("counts", models.JSONField(default=dict)),
                ("recipients", models.JSONField(default=list)),
                ("started_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("started_by_id", models.BigIntegerField(null=True)),
                ("started_by_name", models.CharField(blank=True, max_length=200)),
                (
                    "request",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="erasures",
                        to="people.rightsrequest",
                    ),
                ),
            ],
            options={
                "db_table": "people_erasure",
            },
        ),
        migrations.CreateModel(
            name="RightsStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("verb", models.CharField(max_length=30)),
                ("note", models.TextField(blank=True)),
                ("actor_kind", models.CharField(max_length=20)),
                ("actor_id", models.BigIntegerField(null=True)),
                ("actor_name", models.CharField(blank=True, max_length=200)),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="people.rightsrequest",
                    ),
                ),
            ],
            options={
                "db_table": "people_rights_step",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="RightsSubject",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("found_by", models.CharField(max_length=20)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rights_subjects",
                        to="people.person",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subjects",
                        to="people.rightsrequest",
                    ),
                ),
            ],
            options={
                "db_table": "people_rights_subject",
            },
        ),
        migrations.CreateModel(
            name="Tombstone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("handle", "handle"),
                            ("email", "email"),
                            ("phone", "phone"),
                            ("number", "number"),
                            ("person", "person"),
                        ],
                        max_length=10,
                    ),
                ),
                ("value_hash", models.CharField(max_length=64)),
                ("row_id", models.BigIntegerField(null=True)),
                ("is_erased", models.BooleanField(default=True)),
                ("bars_collection", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "people_tombstone",
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "value_hash"), name="tombstone_once")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="rightsrequest",
            index=models.Index(
                condition=models.Q(("state__in", ["new", "working", "identity"])),
                fields=["due_on", "id"],
                name="rights_due",
            ),
        ),
        migrations.AddIndex(
            model_name="rightsrequest",
            index=models.Index(fields=["-decided_at"], name="rights_closed"),
        ),
        migrations.AddConstraint(
            model_name="rightsrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "refused"), _negated=True),
                    models.Q(
                        models.Q(("refusal_ground", ""), _negated=True),
                        models.Q(("reasons", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="refusal_has_its_ground",
            ),
        ),
        migrations.AddConstraint(
            model_name="rightsrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["new", "working", "identity"]),
                    ("decided_at__isnull", False),
                    _connector="OR",
                ),
                name="closed_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="rightshandle",
            constraint=models.UniqueConstraint(fields=("request", "identity_id"), name="rights_handle_once"),
        ),
        migrations.AddConstraint(
            model_name="rightsarchive",
            constraint=models.UniqueConstraint(
                condition=models.Q(("token_hash", ""), _negated=True),
                fields=("token_hash",),
                name="archive_by_token",
            ),
        ),
        migrations.AddConstraint(
            model_name="rightssubject",
            constraint=models.UniqueConstraint(fields=("request", "person"), name="subject_once"),
        ),
        migrations.RunSQL(POLICIES, DROP_POLICIES),
        migrations.RunSQL(PROOFS, "DROP FUNCTION people_forget_requests(bigint[])"),
    ]
