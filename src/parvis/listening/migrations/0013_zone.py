"""Another zone for the days of figures: set by the owner's function, the figures are counted again afterwards."""

from django.db import migrations

# Stable, not immutable: the value of an immutable function is written into plans that no change of it makes anew, so a
# session that had stored a mention would go on in the former zone.
SET_ZONE = """
CREATE FUNCTION listening_set_zone(zone text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_timezone_names WHERE name = zone) THEN
        RAISE EXCEPTION 'no zone of this name';
    END IF;
    EXECUTE format('CREATE OR REPLACE FUNCTION public.listening_zone() RETURNS text LANGUAGE sql STABLE '
                   'PARALLEL SAFE RETURN %L::text', zone);
END $$;
SELECT listening_set_zone(listening_zone());
"""


class Migration(migrations.Migration):
    dependencies = [("listening", "0012_months_and_near")]
    operations = [migrations.RunSQL(SET_ZONE, "DROP FUNCTION listening_set_zone(text)")]
