"""The record: organisations, relationships, fields of one's own, tags, notes, files, purchases.

What hangs on a person is seen with the person (0002). What is the house's own (organisations, fields, tags, products)
names nobody and is seen by all.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

WRITERS = "(SELECT people_purpose()) IN ('service', 'moderation', 'security', 'legal_duty')"


def with_its_person(table: str) -> str:
    """Seen when the person is; written by those who may write the person (as in 0002)."""
    return f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY with_its_person ON {table}
    USING (EXISTS (SELECT FROM people_person p WHERE p.id = person_id))
    WITH CHECK ({WRITERS} AND EXISTS (SELECT FROM people_person p WHERE p.id = person_id));
"""  # noqa: S608 -- our own text alone


OF_ONE_PERSON = (
    "people_position", "people_custom_value", "people_tagging", "people_note", "people_file", "people_purchase",
)  # fmt: skip
BOTH_AND_NOTES = f"""
-- Who belongs to whom is seen by those who may see both.
ALTER TABLE people_relationship ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_relationship FORCE ROW LEVEL SECURITY;
CREATE POLICY with_both_persons ON people_relationship
    USING (EXISTS (SELECT FROM people_person p WHERE p.id = person_id)
           AND EXISTS (SELECT FROM people_person p WHERE p.id = other_id))
    WITH CHECK ({WRITERS}
                AND EXISTS (SELECT FROM people_person p WHERE p.id = person_id)
                AND EXISTS (SELECT FROM people_person p WHERE p.id = other_id));

-- What a note said before is seen with the note.
ALTER TABLE people_note_version ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_note_version FORCE ROW LEVEL SECURITY;
CREATE POLICY with_its_note ON people_note_version
    USING (EXISTS (SELECT FROM people_note n WHERE n.id = note_id))
    WITH CHECK ({WRITERS} AND EXISTS (SELECT FROM people_note n WHERE n.id = note_id));
"""  # noqa: S608 -- our own text alone
POLICIES = "".join(with_its_person(table) for table in OF_ONE_PERSON) + BOTH_AND_NOTES
DROP_POLICIES = (
    "".join(f"DROP POLICY with_its_person ON {table};\n" for table in OF_ONE_PERSON)
    + "DROP POLICY with_both_persons ON people_relationship;\nDROP POLICY with_its_note ON people_note_version;\n"
)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_joined_records_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CustomChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("label", models.CharField(max_length=120)),
                ("place", models.IntegerField(default=0)),
                ("retired_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "people_custom_choice",
                "ordering": ["place", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CustomField",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("name_key", models.CharField(max_length=80, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "text"),
                            ("number", "number"),
                            ("date", "date"),
                            ("boolean", "boolean"),
                            ("choice", "choice"),
                            ("link", "link"),
                        ],
                        max_length=10,
                    ),
                ),
                ("help", models.CharField(blank=True, max_length=200)),
                ("is_personal", models.BooleanField(default=True)),
                ("place", models.IntegerField(default=0)),
                ("retired_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "db_table": "people_custom_field",
                "ordering": ["place", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CustomValue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=1000, null=True)),
                ("number", models.DecimalField(decimal_places=6, max_digits=20, null=True)),
                ("day", models.DateField(null=True)),
                ("flag", models.BooleanField(null=True)),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "db_table": "people_custom_value",
            },
        ),
        migrations.CreateModel(
            name="NoteVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                ("author_name", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "db_table": "people_note_version",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Organization",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("name_key", models.CharField(db_index=True, max_length=200)),
                ("number", models.CharField(max_length=40, null=True, unique=True)),
                ("website", models.CharField(blank=True, max_length=300)),
                ("city", models.CharField(blank=True, max_length=120)),
                ("created_at", models.DateTimeField()),
                ("created_by_id", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "people_organization",
            },
        ),
        migrations.CreateModel(
            name="PersonNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("author_id", models.BigIntegerField(null=True)),
                ("author_name", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField(null=True)),
                ("changed_by_name", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "db_table": "people_note",
            },
        ),
        migrations.CreateModel(
            name="Position",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("role", models.CharField(blank=True, max_length=120)),
                ("since", models.DateField(null=True)),
                ("until", models.DateField(null=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "db_table": "people_position",
            },
        ),
        migrations.CreateModel(
            name="Product",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=80, unique=True)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("family", models.CharField(blank=True, db_index=True, max_length=120)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "db_table": "people_product",
            },
        ),
        migrations.CreateModel(
            name="Purchase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("external_id", models.CharField(max_length=120, unique=True)),
                ("order_number", models.CharField(blank=True, db_index=True, max_length=80)),
                ("bought_at", models.DateTimeField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14)),
                ("currency", models.CharField(max_length=3)),
                ("quantity", models.DecimalField(decimal_places=3, default=1, max_digits=12)),
                ("channel", models.CharField(blank=True, max_length=40)),
                ("returned_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "db_table": "people_purchase",
            },
        ),
        migrations.CreateModel(
            name="PurchaseImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_name", models.CharField(max_length=200)),
                ("stored_name", models.CharField(blank=True, db_index=True, max_length=64)),
                ("mapping", models.JSONField(default=dict)),
                ("state", models.CharField(default="waiting", max_length=10)),
                ("count_lines", models.IntegerField(default=0)),
                ("count_new", models.IntegerField(default=0)),
                ("count_changed", models.IntegerField(default=0)),
                ("count_same", models.IntegerField(default=0)),
                ("count_refused", models.IntegerField(default=0)),
                ("problems", models.JSONField(default=list)),
                ("started_by_id", models.BigIntegerField(null=True)),
                ("started_by_name", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "people_purchase_import",
            },
        ),
        migrations.CreateModel(
            name="RecordFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("content_type", models.CharField(max_length=100)),
                ("size_bytes", models.IntegerField()),
                ("stored_name", models.CharField(db_index=True, max_length=64)),
                ("author_id", models.BigIntegerField(null=True)),
                ("author_name", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "db_table": "people_file",
            },
        ),
        migrations.CreateModel(
            name="Relationship",
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
                            ("household", "household"),
                            ("colleague", "colleague"),
                            ("knows", "knows"),
                            ("referred_by", "referred_by"),
                        ],
                        max_length=20,
                    ),
                ),
                ("basis", models.CharField(blank=True, max_length=40)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField()),
                ("created_by_id", models.BigIntegerField(null=True)),
                ("created_by_name", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "db_table": "people_relationship",
            },
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("name_key", models.CharField(max_length=60, unique=True)),
                (
                    "tone",
                    models.CharField(
                        choices=[
                            ("neutral", "neutral"),
                            ("accent", "accent"),
                            ("success", "success"),
                            ("warning", "warning"),
                            ("danger", "danger"),
                            ("information", "information"),
                        ],
                        default="neutral",
                        max_length=12,
                    ),
                ),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "db_table": "people_tag",
                "ordering": ["name_key"],
            },
        ),
        migrations.CreateModel(
            name="Tagging",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("by_name", models.CharField(blank=True, max_length=200)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by_name", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "db_table": "people_tagging",
            },
        ),
        migrations.AddField(
            model_name="person",
            name="owner",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="customfield",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["text", "link"]), _negated=True),
                    ("is_personal", True),
                    _connector="OR",
                ),
                name="free_text_is_personal",
            ),
        ),
        migrations.AddField(
            model_name="customchoice",
            name="field",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="choices", to="people.customfield"
            ),
        ),
        migrations.AddField(
            model_name="customvalue",
            name="choice",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="values",
                to="people.customchoice",
            ),
        ),
        migrations.AddField(
            model_name="customvalue",
            name="field",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="values", to="people.customfield"
            ),
        ),
        migrations.AddField(
            model_name="customvalue",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="custom_values",
                to="people.person",
            ),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.CheckConstraint(
                condition=models.Q(("number", ""), _negated=True), name="organization_number_or_none"
            ),
        ),
        migrations.AddField(
            model_name="personnote",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notes",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="noteversion",
            name="note",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="people.personnote"
            ),
        ),
        migrations.AddField(
            model_name="position",
            name="organization",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="positions",
                to="people.organization",
            ),
        ),
        migrations.AddField(
            model_name="position",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="positions", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="purchase",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="purchases",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="purchase",
            name="product",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="purchases",
                to="people.product",
            ),
        ),
        migrations.AddField(
            model_name="recordfile",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="files",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="relationship",
            name="other",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="relationships_of_others",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="relationship",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="relationships", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="tagging",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="taggings", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="tagging",
            name="tag",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="taggings", to="people.tag"
            ),
        ),
        migrations.AddConstraint(
            model_name="customchoice",
            constraint=models.UniqueConstraint(fields=("field", "label"), name="custom_choice_once"),
        ),
        migrations.AddIndex(
            model_name="customvalue",
            index=models.Index(
                condition=models.Q(("number__isnull", False)),
                fields=["field", "number"],
                name="custom_by_number",
            ),
        ),
        migrations.AddIndex(
            model_name="customvalue",
            index=models.Index(
                condition=models.Q(("day__isnull", False)), fields=["field", "day"], name="custom_by_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="customvalue",
            constraint=models.UniqueConstraint(fields=("person", "field"), name="custom_value_once"),
        ),
        migrations.AddConstraint(
            model_name="customvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("text__isnull", False),
                    ("number__isnull", False),
                    ("day__isnull", False),
                    ("flag__isnull", False),
                    ("choice__isnull", False),
                    _connector="OR",
                ),
                name="custom_value_is_something",
            ),
        ),
        migrations.AddIndex(
            model_name="personnote",
            index=models.Index(fields=["person", "-created_at", "-id"], name="note_by_person"),
        ),
        migrations.AddConstraint(
            model_name="position",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until__isnull", True),
                    ("since__isnull", True),
                    ("until__gte", models.F("since")),
                    _connector="OR",
                ),
                name="position_ends_after_it_began",
            ),
        ),
        migrations.AddConstraint(
            model_name="position",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until__isnull", True)),
                fields=("person", "organization", "role"),
                name="open_position_once",
            ),
        ),
        migrations.AddIndex(
            model_name="purchase",
            index=models.Index(fields=["person", "-bought_at", "-id"], name="purchase_by_person"),
        ),
        migrations.AddIndex(
            model_name="purchase",
            index=models.Index(
                condition=models.Q(("returned_at__isnull", False)),
                fields=["person", "-returned_at", "-id"],
                name="return_by_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="purchase",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gte", 0)), name="purchase_costs_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="purchase",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gt", 0)), name="purchase_of_something"
            ),
        ),
        migrations.AddIndex(
            model_name="recordfile",
            index=models.Index(fields=["person", "-created_at", "-id"], name="file_by_person"),
        ),
        migrations.AddConstraint(
            model_name="relationship",
            constraint=models.CheckConstraint(
                condition=models.Q(("person", models.F("other")), _negated=True), name="relationship_of_two"
            ),
        ),
        migrations.AddConstraint(
            model_name="relationship",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", "referred_by"), ("person__lt", models.F("other")), _connector="OR"
                ),
                name="relationship_in_one_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="relationship",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "knows"), _negated=True),
                    models.Q(("basis", ""), _negated=True),
                    _connector="OR",
                ),
                name="knowing_has_a_basis",
            ),
        ),
        migrations.AddConstraint(
            model_name="relationship",
            constraint=models.UniqueConstraint(fields=("person", "other", "kind"), name="relationship_once"),
        ),
        migrations.AddConstraint(
            model_name="tagging",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("person", "tag"),
                name="tag_once_at_a_time",
            ),
        ),
        migrations.RunSQL(POLICIES, DROP_POLICIES),
    ]
