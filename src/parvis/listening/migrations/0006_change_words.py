"""Posts whose author changed the words: the one function of the owner that may write them over.

What was said when, by whom and where stays; a label that a person gave stays; figures follow (migration 0005).
"""

from django.db import migrations

CHANGE_WORDS = """
CREATE FUNCTION listening_change_words(changes jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public SET enable_hashjoin = off AS $$
DECLARE
    changed bigint;
BEGIN
    UPDATE public.listening_mention AS m
    SET title = said.title, text = said.text, language = said.language,
        language_probability = said.language_probability,
        sentiment = CASE WHEN m.model_version = 'human' THEN m.sentiment ELSE said.sentiment END,
        sentiment_probability = CASE WHEN m.model_version = 'human' THEN m.sentiment_probability
                                     ELSE said.sentiment_probability END,
        model_version = CASE WHEN m.model_version = 'human' THEN m.model_version ELSE said.model_version END,
        emotion = said.emotion, emotion_probability = said.emotion_probability, intents = said.intents,
        offensive_probability = said.offensive_probability
    FROM jsonb_to_recordset(changes) AS said (
        id bigint, published_at timestamptz, title text, text text, language text, language_probability float8,
        sentiment text, sentiment_probability float8, model_version text, emotion text, emotion_probability float8,
        intents text[], offensive_probability float8)
    WHERE m.id = said.id AND m.published_at = said.published_at;
    GET DIAGNOSTICS changed = ROW_COUNT;
    RETURN changed;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("listening", "0005_figures_by_triggers")]
    operations = [migrations.RunSQL(CHANGE_WORDS, "DROP FUNCTION listening_change_words(jsonb)")]
