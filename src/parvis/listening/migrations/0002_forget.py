"""Forgetting what an identity said, when a person asks for it.

The table is append-only for the application's role; this one function of the owner may take rows out of it.
Receipts stay, so that importing the same file again does not bring the words back.
"""

from django.db import migrations

FORGET = """
CREATE FUNCTION listening_forget(identities bigint[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    gone bigint;
BEGIN
    DELETE FROM public.listening_mention WHERE identity_id = ANY (identities);
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("listening", "0001_initial")]
    operations = [migrations.RunSQL(FORGET, "DROP FUNCTION listening_forget(bigint[])")]
