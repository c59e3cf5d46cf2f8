"""The table of mentions: partitioned by month, searchable, append-only.

Months are made by a function of the owner, because the application's role owns nothing; what no month
takes (very old posts) goes to the default partition.
"""

import django.db.models.deletion
from django.db import migrations, models

# A plain sequence: identity columns on partitioned tables need PostgreSQL 17.
TABLE = """
CREATE SEQUENCE listening_mention_id_seq;
CREATE TABLE listening_mention (
    id bigint NOT NULL DEFAULT nextval('listening_mention_id_seq'),
    connection_id bigint NOT NULL REFERENCES channels_connection (id),
    external_id varchar(200) NOT NULL,
    identity_id bigint REFERENCES people_identity (id),
    channel varchar(40) NOT NULL,
    title text NOT NULL DEFAULT '',
    text text NOT NULL,
    url text NOT NULL DEFAULT '',
    site varchar(200) NOT NULL DEFAULT '',
    brand varchar(200) NOT NULL DEFAULT '',
    country varchar(2) NOT NULL DEFAULT '',
    published_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    followers integer CHECK (followers >= 0),
    engagement integer,
    is_repost boolean NOT NULL DEFAULT false,
    language varchar(8) NOT NULL DEFAULT '',
    language_probability double precision CHECK (language_probability BETWEEN 0 AND 1),
    sentiment varchar(8) NOT NULL DEFAULT '' CHECK (sentiment IN ('', 'negative', 'neutral', 'positive')),
    sentiment_probability double precision CHECK (sentiment_probability BETWEEN 0 AND 1),
    model_version varchar(60) NOT NULL DEFAULT '',
    search tsvector GENERATED ALWAYS AS (parvis_document(language, title || ' ' || text)) STORED,
    PRIMARY KEY (id, published_at)
) PARTITION BY RANGE (published_at);
ALTER SEQUENCE listening_mention_id_seq OWNED BY listening_mention.id;

CREATE TABLE listening_mention_other PARTITION OF listening_mention DEFAULT;

CREATE INDEX mention_newest ON listening_mention (published_at DESC, id DESC);
CREATE INDEX mention_by_identity ON listening_mention (identity_id, published_at DESC);
CREATE INDEX mention_by_connection ON listening_mention (connection_id, published_at DESC);
CREATE INDEX mention_by_sentiment ON listening_mention (sentiment, published_at DESC);
CREATE INDEX mention_search ON listening_mention USING gin (search) WITH (fastupdate = off);

-- Makes the month's partition if it is missing. Rows of that month that were put aside in the default
-- partition stay there: PostgreSQL refuses the month then, and the refusal is harmless.
CREATE FUNCTION listening_ensure_month(month date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    first date := date_trunc('month', month)::date;
    name text := 'listening_mention_' || to_char(first, 'YYYY_MM');
BEGIN
    IF first < date '2006-01-01' OR first > (now() + interval '2 months')::date THEN
        RETURN false;
    END IF;
    IF to_regclass('public.' || name) IS NOT NULL THEN
        RETURN true;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('listening_ensure_month'));
    IF to_regclass('public.' || name) IS NOT NULL THEN
        RETURN true;
    END IF;
    EXECUTE format(
        'CREATE TABLE public.%I PARTITION OF public.listening_mention FOR VALUES FROM (%L) TO (%L)',
        name, first::timestamptz, (first + interval '1 month')::timestamptz);
    RETURN true;
EXCEPTION WHEN check_violation THEN
    RETURN false;
END $$;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("channels", "0001_initial"),
        ("people", "0001_initial"),
        ("foundation", "0001_text_search"),
    ]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    TABLE, "DROP TABLE listening_mention; DROP FUNCTION listening_ensure_month(date)"
                )
            ],
            state_operations=[
                migrations.CreateModel(
                    name="Mention",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("external_id", models.CharField(max_length=200)),
                        ("channel", models.CharField(max_length=40)),
                        ("title", models.TextField(blank=True)),
                        ("text", models.TextField()),
                        ("url", models.TextField(blank=True)),
                        ("site", models.CharField(blank=True, max_length=200)),
                        ("brand", models.CharField(blank=True, max_length=200)),
                        ("country", models.CharField(blank=True, max_length=2)),
                        ("published_at", models.DateTimeField()),
                        ("received_at", models.DateTimeField()),
                        ("followers", models.IntegerField(null=True)),
                        ("engagement", models.IntegerField(null=True)),
                        ("is_repost", models.BooleanField(default=False)),
                        ("language", models.CharField(blank=True, max_length=8)),
                        ("language_probability", models.FloatField(null=True)),
                        ("sentiment", models.CharField(blank=True, max_length=8)),
                        ("sentiment_probability", models.FloatField(null=True)),
                        ("model_version", models.CharField(blank=True, max_length=60)),
                        (
                            "connection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.DO_NOTHING, to="channels.connection"
                            ),
                        ),
                        (
                            "identity",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="mentions",
                                to="people.identity",
                            ),
                        ),
                    ],
                    options={"db_table": "listening_mention"},
                )
            ],
        )
    ]
