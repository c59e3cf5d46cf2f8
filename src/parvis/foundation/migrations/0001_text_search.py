"""Text search without extensions: stems of both languages, accents folded after stemming.

Folding first would break stems ("réglée" → regl, "reglee" → regle), so the document holds the folded stems
and, beside them, the stems of the folded text; a query asks for both. Whoever types without accents finds too.
"""

from django.db import migrations

ACCENTED = "àâäáãåçèéêëìíîïñòóôöõùúûüýÿÀÂÄÁÃÅÇÈÉÊËÌÍÎÏÑÒÓÔÖÕÙÚÛÜÝ’"
PLAIN = "aaaaaaceeeeiiiinooooouuuuyyAAAAAACEEEEIIIINOOOOOUUUUY'"
assert len(ACCENTED) == len(PLAIN)

FUNCTIONS = f"""
CREATE FUNCTION parvis_fold(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN translate(value, '{ACCENTED}', '{PLAIN.replace("'", "''")}');

CREATE FUNCTION parvis_configuration(language text) RETURNS regconfig
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE language WHEN 'fr' THEN 'pg_catalog.french'::regconfig
                     WHEN 'en' THEN 'pg_catalog.english'::regconfig
                     ELSE 'pg_catalog.simple'::regconfig END;

-- French plurals that the stemmer leaves alone: it takes no s after a, i, o, u ("vélos" stays "vélos").
CREATE FUNCTION parvis_singular(language text, value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE language WHEN 'fr' THEN regexp_replace(value, '([aiou])s\\M', '\\1', 'gi') ELSE value END;

-- The first 20,000 characters: a tsvector may not pass 1 MB, and nobody looks for page forty of a mail.
CREATE FUNCTION parvis_document(language text, body text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN language = 'fr' OR body ~ '[^\\x01-\\x7f]'
    THEN parvis_fold(to_tsvector(parvis_configuration(language), left(body, 20000))::text)::tsvector
         || strip(to_tsvector(parvis_configuration(language),
                              parvis_singular(language, parvis_fold(left(body, 20000)))))
    ELSE to_tsvector(parvis_configuration(language), left(body, 20000)) END;

-- What a person typed, in every reading that a document may have been stored under.
CREATE FUNCTION parvis_query(typed text) RETURNS tsquery
LANGUAGE sql STABLE PARALLEL SAFE
RETURN parvis_fold(websearch_to_tsquery('pg_catalog.french', typed)::text)::tsquery
    || websearch_to_tsquery('pg_catalog.french', parvis_singular('fr', parvis_fold(typed)))
    || parvis_fold(websearch_to_tsquery('pg_catalog.english', typed)::text)::tsquery
    || websearch_to_tsquery('pg_catalog.english', parvis_fold(typed))
    || websearch_to_tsquery('pg_catalog.simple', parvis_fold(typed));
"""

DROP = """
DROP FUNCTION parvis_query(text);
DROP FUNCTION parvis_document(text, text);
DROP FUNCTION parvis_singular(text, text);
DROP FUNCTION parvis_configuration(text);
DROP FUNCTION parvis_fold(text);
"""

CACHE_TABLE = """
CREATE TABLE foundation_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX foundation_cache_expires ON foundation_cache (expires);
"""


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        migrations.RunSQL(FUNCTIONS, DROP),
        migrations.RunSQL(CACHE_TABLE, "DROP TABLE foundation_cache"),
    ]
