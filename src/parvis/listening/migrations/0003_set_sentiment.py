"""Putting labels right in a table that is append-only for the application's role.

The one function of the owner changes three columns and no other: what was said, by whom and when stays as it came.
A person's word is written over only where a person takes it back.
"""

from django.db import migrations

SET_SENTIMENT = """
CREATE FUNCTION listening_set_sentiment(
    ids bigint[], sentiments text[], probabilities double precision[], versions text[], over_human boolean
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    changed bigint;
BEGIN
    UPDATE public.listening_mention AS m
    SET sentiment = said.sentiment, sentiment_probability = said.probability, model_version = said.version
    FROM unnest(ids, sentiments, probabilities, versions) AS said(id, sentiment, probability, version)
    WHERE m.id = said.id
      AND (over_human OR m.model_version <> 'human')
      AND (m.sentiment, m.sentiment_probability, m.model_version)
          IS DISTINCT FROM (said.sentiment, said.probability, said.version);
    GET DIAGNOSTICS changed = ROW_COUNT;
    RETURN changed;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("listening", "0002_forget")]
    operations = [
        migrations.RunSQL(
            SET_SENTIMENT,
            "DROP FUNCTION listening_set_sentiment(bigint[], text[], double precision[], text[], boolean)",
        )
    ]
