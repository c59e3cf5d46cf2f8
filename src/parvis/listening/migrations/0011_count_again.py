"""Days counted again, sites by month, and words that wait a little before the search's index takes them.

- `listening_hold_writers`: who counts a day again from its rows lets nobody write meanwhile. The application's role may
  not lock what it may not change, so the owner does it.
- `listening_month_tally`: a year of thousands of sites is twelve rows a site, not 365.
- The index of words takes each post's words one by one otherwise: half of what storing a post cost. They wait in a list
  of a megabyte a month at most, which every search reads too.
"""

from django.db import migrations, models

HOLD = """
CREATE FUNCTION listening_hold_writers() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    LOCK TABLE public.listening_mention, public.listening_match IN SHARE MODE;
END $$;
"""
SO_FAR = """
INSERT INTO listening_month_tally (query_id, kind, month, value, mentions, negative, positive, engagement)
SELECT query_id, kind, date_trunc('month', day)::date, value, sum(mentions), sum(negative), sum(positive),
       sum(engagement)
FROM listening_tally GROUP BY 1, 2, 3, 4;
"""
SEARCH = """
CREATE FUNCTION listening_gather_words() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    part regclass;
BEGIN
    FOR part IN SELECT i.inhrelid FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                WHERE i.inhparent = 'public.mention_search'::regclass AND NOT coalesce(c.reloptions, '{}') @>
                '{fastupdate=on}' LOOP
        EXECUTE format('ALTER INDEX %s SET (fastupdate = on, gin_pending_list_limit = 1024)', part);
    END LOOP;
END $$;
SELECT listening_gather_words();

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
                    PERFORM listening_gather_words();
                EXCEPTION
                    WHEN check_violation THEN
                        NULL; -- Rows of that month lie in the default partition already, and stay there.
                    WHEN duplicate_table THEN
                        NULL; -- Made by another while we waited for the lock, which our catalogue had not heard of.
                END;
            END IF;
        END IF;
    END LOOP;
    RETURN true;
END $$;
"""
SUMS = [(name, models.BigIntegerField()) for name in ("mentions", "negative", "positive", "engagement")]


class Migration(migrations.Migration):
    dependencies = [("listening", "0010_strike")]

    operations = [
        migrations.RunSQL(HOLD, "DROP FUNCTION listening_hold_writers()"),
        migrations.CreateModel(
            name="MonthTally",
            fields=[
                ("query_id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=10)),
                ("value", models.CharField(max_length=200)),
                *SUMS,
                ("month", models.DateField()),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "query_id", "kind", "month", "value",
                        blank=True, editable=False, primary_key=True, serialize=False,
                    ),
                ),
            ],
            options={"db_table": "listening_month_tally"},
        ),
        migrations.RunSQL(SO_FAR, migrations.RunSQL.noop),
        migrations.RunSQL(SEARCH, "DROP FUNCTION listening_gather_words()"),
    ]  # fmt: skip
