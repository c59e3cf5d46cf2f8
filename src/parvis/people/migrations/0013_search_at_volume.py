"""A search by name at a million persons: by the index of words where few are found, by the newest where many are.

The planner knows nothing of how often the beginning of a word occurs, takes it for two in a hundred, and went
through all persons from the newest on: 1.2 to 2.5 s for a name that one of a million has (`python -m bench.access`).
So the index is asked first, for no more than a thousand and one. Up to a thousand, these are all; above, matches lie
so close that the newest fifty are found at once.
"""

from importlib import import_module

from django.db import migrations

before = import_module("parvis.people.migrations.0007_purposes_as_data")

FIND = """
CREATE OR REPLACE FUNCTION people_find(typed text, most integer) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET enable_seqscan = off SET enable_indexscan = off SET enable_bitmapscan = on AS $$
DECLARE
    asked tsquery;
    hits bigint[];
BEGIN
    IF people_purpose() IN ('', 'listening') THEN
        RETURN;
    END IF;
    SELECT string_agg('''' || word || ''':*', ' & ')::tsquery INTO asked
    FROM unnest((people_words(left(typed, 200)))[1:12]) AS word;
    IF asked IS NULL THEN
        RETURN;
    END IF;
    hits := ARRAY(SELECT p.id FROM people_person p WHERE p.search @@ asked LIMIT 1001);
    -- From here on by the numbers of persons, the newest first; these settings end with the function.
    PERFORM set_config('enable_indexscan', 'on', true), set_config('enable_bitmapscan', 'off', true);
    IF cardinality(hits) <= 1000 THEN
        RETURN QUERY SELECT p.id FROM people_person p
            WHERE p.id = ANY (hits) AND ({visible}) ORDER BY p.id DESC LIMIT least(most, 500);
    ELSE
        RETURN QUERY SELECT p.id FROM people_person p
            WHERE p.search @@ asked AND ({visible}) ORDER BY p.id DESC LIMIT least(most, 500);
    END IF;
END $$;
"""


def find(text):
    return text.replace("{visible}", before.VISIBLE.format(p="p"))


class Migration(migrations.Migration):
    dependencies = [("people", "0012_claims")]
    operations = [
        migrations.RunSQL(
            find(FIND),
            "ALTER FUNCTION people_find(text, integer) RESET enable_seqscan;\n"
            "ALTER FUNCTION people_find(text, integer) RESET enable_indexscan;\n"
            "ALTER FUNCTION people_find(text, integer) RESET enable_bitmapscan;\n" + find(before.before.FIND),
        )
    ]
