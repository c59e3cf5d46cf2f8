"""A chain over the audit log: each entry is bound to the one before it, so that a cut or an edit shows.

The link is made when the transaction commits, by deferred triggers: were it made at the insert, every act that
is logged would wait for every other until its end, and two of them could wait for each other for ever. The
first trigger only notes the entry in a table; that table's own deferred trigger does the work. Triggers queued
while deferred ones run come last, after the checks of foreign keys, so nothing is waited for while the chain's
lock is held.
"""

from django.db import migrations, models

# The text that is hashed: fields in a fixed order as one JSON array, times in microseconds, in UTC.
# foundation/reads/audit_chain.py carries the same words, so that a check does not trust what stands here.
DIGEST = """
encode(sha256(convert_to(
    {previous} || jsonb_build_array(
        e.id, (extract(epoch FROM e.at) * 1000000)::bigint, e.actor_kind, e.actor_id, e.actor_name,
        e.verb, e.object_kind, e.object_id, e.detail, host(e.address)
    )::text, 'UTF8')), 'hex')
"""

FORWARD = f"""
CREATE FUNCTION foundation_audit_note() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    INSERT INTO public.foundation_audit_unlinked (id) VALUES (NEW.id);
    RETURN NULL;
END $$;

CREATE FUNCTION foundation_audit_bind() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    last record;
BEGIN
    -- Held from here to the end of the commit, which follows at once.
    PERFORM pg_advisory_xact_lock(7305, 1);
    SELECT id, hash INTO last FROM public.foundation_audit_link ORDER BY id DESC LIMIT 1;
    INSERT INTO public.foundation_audit_link (id, entry_id, previous_hash, hash)
    SELECT coalesce(last.id, 0) + 1, e.id, coalesce(last.hash, ''),
        {DIGEST.format(previous="coalesce(last.hash, '')")}
    FROM public.foundation_audit_entry e WHERE e.id = NEW.id;
    DELETE FROM public.foundation_audit_unlinked WHERE id = NEW.id;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER audit_noted AFTER INSERT ON foundation_audit_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION foundation_audit_note();
CREATE CONSTRAINT TRIGGER audit_bound AFTER INSERT ON foundation_audit_unlinked
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION foundation_audit_bind();

-- What was written before there was a chain, in the order of its ids.
DO $$
DECLARE
    entry record;
    prior text := '';
    place bigint := 0;
BEGIN
    FOR entry IN SELECT id FROM foundation_audit_entry ORDER BY id LOOP
        place := place + 1;
        INSERT INTO foundation_audit_link (id, entry_id, previous_hash, hash)
        SELECT place, e.id, prior, {DIGEST.format(previous="prior")}
        FROM foundation_audit_entry e WHERE e.id = entry.id RETURNING hash INTO prior;
    END LOOP;
END $$;
"""  # noqa: S608

BACKWARD = """
DROP TRIGGER audit_noted ON foundation_audit_entry;
DROP TRIGGER audit_bound ON foundation_audit_unlinked;
DROP FUNCTION foundation_audit_note();
DROP FUNCTION foundation_audit_bind();
"""


class Migration(migrations.Migration):
    dependencies = [("foundation", "0004_operation")]

    operations = [
        migrations.CreateModel(
            name="AuditLink",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("previous_hash", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
                (
                    "entry",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=models.deletion.DO_NOTHING,
                        related_name="link",
                        to="foundation.auditentry",
                    ),
                ),
            ],
            options={"db_table": "foundation_audit_link"},
        ),
        migrations.CreateModel(
            name="AuditUnlinked",
            fields=[("id", models.BigIntegerField(primary_key=True, serialize=False))],
            options={"db_table": "foundation_audit_unlinked"},
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
