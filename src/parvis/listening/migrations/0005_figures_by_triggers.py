"""Figures that follow their mentions: triggers write what a statement changed, in its own transaction.

Whoever writes a mention or a match (a batch, a correction, a deletion, a search over the past, an earlier release),
the differences are there with it or not at all. `fold_deltas` adds them to the cells.

Triggers see each statement's rows as a whole, so a batch costs a few groups and not a row each. A match takes its
sums from the mention it stands for, which it locks against a change of label until it is committed.
"""

# ruff: noqa: S608 - statements are put together from constants of this file

from django.conf import settings
from django.db import migrations

# What was there before, and after: a change of labels leaves what did not change at zero.
BOTH = "SELECT -1 AS sign, r.* FROM removed AS r UNION ALL SELECT 1, a.* FROM added AS a"
CHANGED = f"SELECT 0::bigint AS query_id, m.* FROM ({BOTH}) AS m"
CHANGED_MATCHES = (
    f"SELECT k.query_id, m.* FROM ({BOTH}) AS m JOIN public.listening_match AS k"
    " ON k.mention_id = m.id AND k.published_at = m.published_at"
)
ADDED = "SELECT 0::bigint AS query_id, 1 AS sign, a.* FROM added AS a"
REMOVED = "SELECT 0::bigint AS query_id, -1 AS sign, r.* FROM removed AS r"
REMOVED_MATCHES = (
    "SELECT k.query_id, -1 AS sign, r.* FROM removed AS r JOIN public.listening_match AS k"
    " ON k.mention_id = r.id AND k.published_at = r.published_at"
)


def of_matches(table: str, sign: int) -> str:
    return (
        f"SELECT k.query_id, {sign} AS sign, m.* FROM {table} AS k JOIN public.listening_mention AS m"
        " ON m.id = k.mention_id AND m.published_at = k.published_at"
    )


def sums(rows: str) -> str:
    return f"""
    INSERT INTO public.listening_cell_delta (query_id, hour, day, connection_id, channel, brand, language, sentiment,
                                             mentions, repeats, reposts, engagement, reach)
    SELECT query_id, date_trunc('hour', published_at, 'UTC'), listening_day(published_at), connection_id, channel,
           brand, language, sentiment, sum(sign), coalesce(sum(sign) FILTER (WHERE is_repeat), 0),
           coalesce(sum(sign) FILTER (WHERE is_repost), 0), coalesce(sum(sign * engagement::bigint), 0),
           coalesce(sum(sign * followers::bigint), 0)
    FROM ({rows}) AS said
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
    HAVING sum(sign) <> 0 OR coalesce(sum(sign) FILTER (WHERE is_repeat), 0) <> 0;"""


def tallies(rows: str) -> str:
    return f"""
    INSERT INTO public.listening_tally_delta (query_id, day, kind, value, mentions, negative, positive, engagement)
    SELECT query_id, listening_day(published_at), has.kind, has.value, sum(sign),
           coalesce(sum(sign) FILTER (WHERE sentiment = 'negative'), 0),
           coalesce(sum(sign) FILTER (WHERE sentiment = 'positive'), 0),
           coalesce(sum(sign * engagement::bigint), 0)
    FROM ({rows}) AS said CROSS JOIN LATERAL (
        VALUES ('site', site), ('emotion', emotion), ('country', country)
        UNION ALL SELECT 'intent', named FROM unnest(intents) AS named
    ) AS has (kind, value)
    WHERE has.value <> ''
    GROUP BY 1, 2, 3, 4
    HAVING sum(sign) <> 0 OR coalesce(sum(sign) FILTER (WHERE sentiment = 'negative'), 0) <> 0
        OR coalesce(sum(sign) FILTER (WHERE sentiment = 'positive'), 0) <> 0;"""


def authors_came(rows: str) -> str:
    return f"""
    INSERT INTO public.listening_author_delta (query_id, day, identity_ids)
    SELECT query_id, listening_day(published_at), array_agg(DISTINCT identity_id)
    FROM ({rows}) AS said WHERE identity_id IS NOT NULL GROUP BY 1, 2;"""


def authors_went(rows: str) -> str:
    return f"""
    INSERT INTO public.listening_author_delta (query_id, day)
    SELECT DISTINCT query_id, listening_day(published_at) FROM ({rows}) AS said WHERE identity_id IS NOT NULL;"""


def trigger(name: str, table: str, event: str, body: str) -> str:
    tables = {"INSERT": "NEW TABLE AS added", "DELETE": "OLD TABLE AS removed"}
    seen = tables.get(event, "OLD TABLE AS removed NEW TABLE AS added")
    # Joins go from the few rows of a statement to a table of millions: by its key, whatever a plan once guessed.
    return f"""
CREATE FUNCTION {name}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
SET enable_hashjoin = off SET enable_mergejoin = off AS $body$
BEGIN
    {body}
    RETURN NULL;
END $body$;
CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {seen} FOR EACH STATEMENT EXECUTE FUNCTION {name}();
"""


ZONE = settings.TIME_ZONE.replace("'", "''")

DAYS = f"""
-- The zone in which days are counted. Another one is set by `listening_set_zone`, and everything counted again.
CREATE FUNCTION listening_zone() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN '{ZONE}'::text;
CREATE FUNCTION listening_day(at timestamptz) RETURNS date LANGUAGE sql STABLE PARALLEL SAFE
RETURN (at AT TIME ZONE listening_zone())::date;
"""

MENTIONS = (
    trigger(
        "listening_mention_added",
        "listening_mention",
        "INSERT",
        sums(ADDED) + tallies(ADDED) + authors_came(ADDED),
    )
    + trigger(
        "listening_mention_changed",
        "listening_mention",
        "UPDATE",
        sums(CHANGED) + tallies(CHANGED) + sums(CHANGED_MATCHES) + tallies(CHANGED_MATCHES),
    )
    + trigger(
        "listening_mention_removed",
        "listening_mention",
        "DELETE",
        sums(REMOVED) + tallies(REMOVED) + authors_went(REMOVED)
        + sums(REMOVED_MATCHES) + tallies(REMOVED_MATCHES) + authors_went(REMOVED_MATCHES)
        + """
    DELETE FROM public.listening_match AS k USING removed AS r
    WHERE k.mention_id = r.id AND k.published_at = r.published_at;
    DELETE FROM public.listening_copy AS c USING removed AS r
    WHERE c.text_group = r.text_group AND c.mention_id = r.id;
    -- Where the first of several copies went, the next one is the first.
    WITH next AS (
        UPDATE public.listening_copy SET is_first = true WHERE id IN (
            SELECT DISTINCT ON (c.text_group) c.id FROM public.listening_copy AS c
            JOIN removed AS r ON r.text_group = c.text_group AND NOT r.is_repeat
            ORDER BY c.text_group, c.mention_id
        ) RETURNING mention_id, published_at
    )
    UPDATE public.listening_mention AS m SET is_repeat = false FROM next
    WHERE m.id = next.mention_id AND m.published_at = next.published_at AND m.is_repeat;""",
    )
)  # fmt: skip

MATCHES = trigger(
    "listening_match_added",
    "listening_match",
    "INSERT",
    """
    PERFORM FROM public.listening_mention AS m JOIN added AS k
        ON m.id = k.mention_id AND m.published_at = k.published_at
    FOR SHARE OF m;
    -- A mention that went while we waited for it leaves no match behind.
    DELETE FROM public.listening_match AS k USING added AS a
    WHERE k.query_id = a.query_id AND k.published_at = a.published_at AND k.mention_id = a.mention_id
      AND NOT EXISTS (SELECT FROM public.listening_mention AS m
                      WHERE m.id = a.mention_id AND m.published_at = a.published_at);"""
    + sums(of_matches("added", 1))
    + tallies(of_matches("added", 1))
    + authors_came(of_matches("added", 1)),
) + trigger(
    "listening_match_removed",
    "listening_match",
    "DELETE",
    """
    PERFORM FROM public.listening_mention AS m JOIN removed AS k
        ON m.id = k.mention_id AND m.published_at = k.published_at
    FOR SHARE OF m;"""
    + sums(of_matches("removed", -1))
    + tallies(of_matches("removed", -1))
    + authors_went(of_matches("removed", -1)),
)

# What was heard before this release.
SO_FAR = "".join(
    make("SELECT 0::bigint AS query_id, 1 AS sign, m.* FROM public.listening_mention AS m")
    for make in (sums, tallies, authors_came)
)

WITHDRAW = """
-- Posts that their source took back. A batch is known by its receipts, its mentions by the batch.
CREATE FUNCTION listening_withdraw(source bigint, ids text[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public SET enable_hashjoin = off AS $$
DECLARE
    gone bigint;
BEGIN
    DELETE FROM public.listening_mention AS m
    USING public.channels_receipt AS r JOIN public.listening_stored_batch AS b ON b.batch_id = r.batch_id
    WHERE r.connection_id = source AND r.external_id = ANY (ids)
      AND m.connection_id = source AND m.external_id = r.external_id
      AND m.id BETWEEN b.first_id AND b.last_id
      AND m.published_at BETWEEN b.first_published_at AND b.last_published_at;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;
"""

DROP = """
DROP FUNCTION listening_withdraw(bigint, text[]);
DROP FUNCTION listening_mention_added() CASCADE;
DROP FUNCTION listening_mention_changed() CASCADE;
DROP FUNCTION listening_mention_removed() CASCADE;
DROP FUNCTION listening_match_added() CASCADE;
DROP FUNCTION listening_match_removed() CASCADE;
DROP FUNCTION listening_day(timestamptz);
DROP FUNCTION listening_zone();
"""


class Migration(migrations.Migration):
    dependencies = [("listening", "0004_queries_and_figures")]
    operations = [migrations.RunSQL(DAYS + MENTIONS + MATCHES + SO_FAR + WITHDRAW, DROP)]
