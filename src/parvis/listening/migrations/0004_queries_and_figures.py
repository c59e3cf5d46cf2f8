"""Queries, markets, matches, what was not kept, and the tables in which figures are kept.

Matches are a partition a month, as mentions are, and made by the same function of the owner.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

MATCHES = """
CREATE TABLE listening_match (
    query_id bigint NOT NULL REFERENCES listening_query (id),
    published_at timestamptz NOT NULL,
    mention_id bigint NOT NULL,
    version integer NOT NULL,
    PRIMARY KEY (query_id, published_at, mention_id)
) PARTITION BY RANGE (published_at);
CREATE TABLE listening_match_other PARTITION OF listening_match DEFAULT;
CREATE INDEX match_by_mention ON listening_match (mention_id);

CREATE OR REPLACE FUNCTION listening_ensure_month(month date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    first date := date_trunc('month', month)::date;
    parent text;
    name text;
BEGIN
    IF first < date '2006-01-01' OR first > (now() + interval '2 months')::date THEN
        RETURN false;
    END IF;
    FOREACH parent IN ARRAY ARRAY['listening_mention', 'listening_match'] LOOP
        name := parent || to_char(first, '_YYYY_MM');
        IF to_regclass('public.' || name) IS NULL THEN
            PERFORM pg_advisory_xact_lock(hashtext('listening_ensure_month'));
            IF to_regclass('public.' || name) IS NULL THEN
                BEGIN
                    EXECUTE format(
                        'CREATE TABLE public.%I PARTITION OF public.%I FOR VALUES FROM (%L) TO (%L)',
                        name, parent, first::timestamptz, (first + interval '1 month')::timestamptz);
                EXCEPTION WHEN check_violation THEN
                    -- Rows of that month lie in the default partition already, and stay there.
                    NULL;
                END;
            END IF;
        END IF;
    END LOOP;
    RETURN true;
END $$;
"""
DROP_MATCHES = "DROP TABLE listening_match"


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0002_sources"),
        ("listening", "0003_set_sentiment"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuthorDelta",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("query_id", models.BigIntegerField()),
                ("day", models.DateField()),
                (
                    "identity_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), null=True, size=None
                    ),
                ),
            ],
            options={
                "db_table": "listening_author_delta",
            },
        ),
        migrations.CreateModel(
            name="CellDelta",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("query_id", models.BigIntegerField()),
                ("connection_id", models.BigIntegerField()),
                ("channel", models.CharField(max_length=40)),
                ("brand", models.CharField(max_length=200)),
                ("language", models.CharField(max_length=8)),
                ("sentiment", models.CharField(max_length=8)),
                ("mentions", models.BigIntegerField()),
                ("repeats", models.BigIntegerField()),
                ("reposts", models.BigIntegerField()),
                ("engagement", models.BigIntegerField()),
                ("reach", models.BigIntegerField()),
                ("hour", models.DateTimeField()),
                ("day", models.DateField()),
            ],
            options={
                "db_table": "listening_cell_delta",
            },
        ),
        migrations.CreateModel(
            name="DayAuthors",
            fields=[
                ("query_id", models.BigIntegerField()),
                ("day", models.DateField()),
                ("sketch", models.BinaryField()),
                (
                    "top_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "top_mentions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), default=list, size=None
                    ),
                ),
                ("is_top_stale", models.BooleanField(default=True)),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "query_id", "day", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
            ],
            options={
                "db_table": "listening_day_authors",
            },
        ),
        migrations.CreateModel(
            name="DayCell",
            fields=[
                ("query_id", models.BigIntegerField()),
                ("connection_id", models.BigIntegerField()),
                ("channel", models.CharField(max_length=40)),
                ("brand", models.CharField(max_length=200)),
                ("language", models.CharField(max_length=8)),
                ("sentiment", models.CharField(max_length=8)),
                ("mentions", models.BigIntegerField()),
                ("repeats", models.BigIntegerField()),
                ("reposts", models.BigIntegerField()),
                ("engagement", models.BigIntegerField()),
                ("reach", models.BigIntegerField()),
                ("day", models.DateField()),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "query_id",
                        "day",
                        "connection_id",
                        "channel",
                        "brand",
                        "language",
                        "sentiment",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
            ],
            options={
                "db_table": "listening_day_cell",
            },
        ),
        migrations.CreateModel(
            name="HourCell",
            fields=[
                ("query_id", models.BigIntegerField()),
                ("connection_id", models.BigIntegerField()),
                ("channel", models.CharField(max_length=40)),
                ("brand", models.CharField(max_length=200)),
                ("language", models.CharField(max_length=8)),
                ("sentiment", models.CharField(max_length=8)),
                ("mentions", models.BigIntegerField()),
                ("repeats", models.BigIntegerField()),
                ("reposts", models.BigIntegerField()),
                ("engagement", models.BigIntegerField()),
                ("reach", models.BigIntegerField()),
                ("hour", models.DateTimeField()),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "query_id",
                        "hour",
                        "connection_id",
                        "channel",
                        "brand",
                        "language",
                        "sentiment",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
            ],
            options={
                "db_table": "listening_hour_cell",
            },
        ),
        migrations.CreateModel(
            name="SourceRule",
            fields=[
                (
                    "connection",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="channels.connection",
                    ),
                ),
                ("keeps_only_matches", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "db_table": "listening_source_rule",
            },
        ),
        migrations.CreateModel(
            name="StoredBatch",
            fields=[
                ("batch_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("first_id", models.BigIntegerField()),
                ("last_id", models.BigIntegerField()),
                ("first_published_at", models.DateTimeField()),
                ("last_published_at", models.DateTimeField()),
            ],
            options={
                "db_table": "listening_stored_batch",
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("day", models.DateField()),
                ("query_id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=10)),
                ("value", models.CharField(max_length=200)),
                ("mentions", models.BigIntegerField()),
                ("negative", models.BigIntegerField()),
                ("positive", models.BigIntegerField()),
                ("engagement", models.BigIntegerField()),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "query_id",
                        "kind",
                        "day",
                        "value",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
            ],
            options={
                "db_table": "listening_tally",
            },
        ),
        migrations.CreateModel(
            name="TallyDelta",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("query_id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=10)),
                ("value", models.CharField(max_length=200)),
                ("mentions", models.BigIntegerField()),
                ("negative", models.BigIntegerField()),
                ("positive", models.BigIntegerField()),
                ("engagement", models.BigIntegerField()),
            ],
            options={
                "db_table": "listening_tally_delta",
            },
        ),
        migrations.AddField(
            model_name="mention",
            name="emotion",
            field=models.CharField(blank=True, db_default="", default="", max_length=12),
        ),
        migrations.AddField(
            model_name="mention",
            name="emotion_probability",
            field=models.FloatField(null=True),
        ),
        migrations.AddField(
            model_name="mention",
            name="intents",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=20), db_default=[], default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="mention",
            name="is_repeat",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="mention",
            name="offensive_probability",
            field=models.FloatField(null=True),
        ),
        migrations.AddField(
            model_name="mention",
            name="text_group",
            field=models.BigIntegerField(null=True),
        ),
        migrations.CreateModel(
            name="Copy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text_group", models.BigIntegerField()),
                ("mention_id", models.BigIntegerField()),
                ("published_at", models.DateTimeField()),
                ("is_first", models.BooleanField(default=False)),
            ],
            options={
                "db_table": "listening_copy",
                "indexes": [models.Index(fields=["text_group", "mention_id"], name="copy_by_group")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_first", True)), fields=("text_group",), name="one_first_copy"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Exclusion",
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
                        choices=[("site", "site"), ("author", "author"), ("word", "word")], max_length=8
                    ),
                ),
                ("channel", models.CharField(blank=True, max_length=40)),
                ("value", models.CharField(max_length=320)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField()),
                ("created_by_id", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "listening_exclusion",
                "ordering": ["kind", "value", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "channel", "value"), name="excluded_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Market",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("created_at", models.DateTimeField()),
                ("created_by_id", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "listening_market",
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("name"), name="market_name_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Query",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("reference", models.CharField(max_length=60)),
                (
                    "role",
                    models.CharField(
                        choices=[("ours", "ours"), ("competitor", "competitor"), ("theme", "theme")],
                        default="theme",
                        max_length=10,
                    ),
                ),
                ("text", models.TextField()),
                ("colour", models.SmallIntegerField(default=0)),
                ("is_active", models.BooleanField(default=True)),
                ("version", models.IntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("created_by_id", models.BigIntegerField(null=True)),
                ("changed_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "listening_query",
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("name"),
                        condition=models.Q(("removed_at__isnull", True)),
                        name="query_name_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=("reference",),
                        name="query_reference_once",
                    ),
                ],
            },
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(MATCHES, DROP_MATCHES)],
            state_operations=[
                migrations.CreateModel(
                    name="Match",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "query_id",
                                "published_at",
                                "mention_id",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("published_at", models.DateTimeField()),
                        ("mention_id", models.BigIntegerField()),
                        ("version", models.IntegerField()),
                        (
                            "query",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="listening.query",
                            ),
                        ),
                    ],
                    options={
                        "db_table": "listening_match",
                    },
                ),
            ],
        ),
        migrations.CreateModel(
            name="Dropped",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("reason", models.CharField(max_length=12)),
                ("count", models.BigIntegerField()),
                (
                    "connection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="channels.connection",
                    ),
                ),
            ],
            options={
                "db_table": "listening_dropped",
                "indexes": [models.Index(fields=["day", "connection", "reason"], name="dropped_by_day")],
            },
        ),
        migrations.CreateModel(
            name="DroppedSample",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("reason", models.CharField(max_length=12)),
                ("detail", models.CharField(blank=True, max_length=320)),
                ("channel", models.CharField(max_length=40)),
                ("handle_key", models.CharField(blank=True, max_length=320)),
                ("excerpt", models.CharField(max_length=300)),
                ("url", models.TextField(blank=True)),
                (
                    "connection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="channels.connection",
                    ),
                ),
            ],
            options={
                "db_table": "listening_dropped_sample",
                "indexes": [models.Index(fields=["at"], name="dropped_sample_at")],
            },
        ),
        migrations.CreateModel(
            name="HeardDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                (
                    "connection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="channels.connection",
                    ),
                ),
            ],
            options={
                "db_table": "listening_heard_day",
                "constraints": [models.UniqueConstraint(fields=("day", "connection"), name="heard_day_once")],
            },
        ),
        migrations.CreateModel(
            name="MarketBrand",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_ours", models.BooleanField(default=False)),
                ("place", models.SmallIntegerField(default=0)),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="brands",
                        to="listening.market",
                    ),
                ),
                (
                    "query",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="listening.query"
                    ),
                ),
            ],
            options={
                "db_table": "listening_market_brand",
                "ordering": ["place", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("market", "query"), name="brand_once_in_market")
                ],
            },
        ),
        migrations.CreateModel(
            name="BackSearch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.IntegerField()),
                ("last_id", models.BigIntegerField()),
                ("cursor_at", models.DateTimeField(null=True)),
                ("cursor_id", models.BigIntegerField(default=0)),
                ("total", models.BigIntegerField(default=0)),
                ("seen", models.BigIntegerField(default=0)),
                ("added", models.BigIntegerField(default=0)),
                ("removed", models.BigIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[("running", "running"), ("done", "done"), ("replaced", "replaced")],
                        default="running",
                        max_length=8,
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "query",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="searches",
                        to="listening.query",
                    ),
                ),
            ],
            options={
                "db_table": "listening_back_search",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "running")),
                        fields=("query",),
                        name="one_back_search_a_query",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="QueryVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.IntegerField()),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                ("by_id", models.BigIntegerField(null=True)),
                ("by_name", models.CharField(blank=True, max_length=200)),
                (
                    "query",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="versions",
                        to="listening.query",
                    ),
                ),
            ],
            options={
                "db_table": "listening_query_version",
                "constraints": [
                    models.UniqueConstraint(fields=("query", "number"), name="query_version_once")
                ],
            },
        ),
    ]
