from django.db import migrations, models

# The log of events is append-only to the application. What every subscriber has dealt with may be forgotten
# after a week at the earliest; events that a job still waits for stay.
FORGET = """
CREATE FUNCTION foundation_forget_events(before timestamptz, most integer) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    gone bigint[];
BEGIN
    SELECT array_agg(id) INTO gone FROM (
        SELECT e.id FROM foundation_event e
        WHERE e.created_at < least(before, now() - interval '7 days')
          AND NOT EXISTS (SELECT FROM procrastinate_jobs j
                          WHERE j.task_name = 'foundation.handle_event' AND j.args ->> 'event_id' = e.id::text)
        ORDER BY e.created_at LIMIT least(most, 10000)) old;
    DELETE FROM foundation_handled_event WHERE event_id = ANY(gone);
    DELETE FROM foundation_event WHERE id = ANY(gone);
    RETURN coalesce(cardinality(gone), 0);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("foundation", "0003_job_failure"), ("procrastinate", "__latest__")]
    operations = [
        migrations.CreateModel(
            name="SlowStatement",
            fields=[
                ("key", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("statement", models.TextField()),
                ("place", models.CharField(blank=True, max_length=120)),
                ("count", models.BigIntegerField(default=0)),
                ("total_ms", models.FloatField(default=0)),
                ("longest_ms", models.FloatField(default=0)),
                ("last_at", models.DateTimeField(db_index=True)),
            ],
            options={"db_table": "foundation_slow_statement"},
        ),
        migrations.CreateModel(
            name="PolicyReport",
            fields=[
                ("key", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("directive", models.CharField(max_length=60)),
                ("blocked", models.CharField(blank=True, max_length=200)),
                ("page", models.CharField(blank=True, max_length=120)),
                ("count", models.BigIntegerField(default=0)),
                ("last_at", models.DateTimeField(db_index=True)),
            ],
            options={"db_table": "foundation_policy_report"},
        ),
        migrations.RunSQL(FORGET, "DROP FUNCTION foundation_forget_events(timestamptz, integer)"),
    ]
