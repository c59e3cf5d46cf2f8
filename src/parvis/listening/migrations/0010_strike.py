"""Taking somebody's handles and addresses out of what others said: the owner's function, for a right to erasure."""

from django.db import migrations

STRIKE = """
CREATE FUNCTION listening_strike(pattern text, mark text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    changed bigint;
BEGIN
    IF current_setting('parvis.purpose', true) IS DISTINCT FROM 'legal_duty' THEN
        RAISE EXCEPTION 'words are struck for a legal duty only' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE public.listening_mention
    SET title = regexp_replace(title, pattern, mark, 'gi'), text = regexp_replace(text, pattern, mark, 'gi'),
        url = CASE WHEN url ~* pattern THEN '' ELSE url END
    WHERE title ~* pattern OR text ~* pattern OR url ~* pattern;
    GET DIAGNOSTICS changed = ROW_COUNT;
    RETURN changed;
END $$;
"""

# What was said is no longer kept; that something was said, when, where and in which mood stays in the figures.
FADE = """
CREATE FUNCTION listening_fade(ids bigint[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    faded bigint;
BEGIN
    IF current_setting('parvis.purpose', true) IS DISTINCT FROM 'legal_duty' THEN
        RAISE EXCEPTION 'words are faded for a legal duty only' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE public.listening_mention SET title = '', text = '', url = '', identity_id = NULL, text_group = NULL
    WHERE id = ANY (ids);
    GET DIAGNOSTICS faded = ROW_COUNT;
    RETURN faded;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("listening", "0009_places")]
    operations = [
        migrations.RunSQL(STRIKE, "DROP FUNCTION listening_strike(text, text)"),
        migrations.RunSQL(FADE, "DROP FUNCTION listening_fade(bigint[])"),
    ]
