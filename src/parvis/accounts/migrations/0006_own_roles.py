"""Roles of the house beside those of the code; accounts hold codes of either.

A check constraint sees one row alone, so triggers take its place: no account holds a role that does not exist,
and no role goes that somebody holds.
"""

import django.contrib.postgres.fields
from django.db import migrations, models

# The roles of the code as they are now; tests/accounts/test_own_roles.py compares.
FORWARD = """
CREATE FUNCTION accounts_roles_exist() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    unknown text;
BEGIN
    -- Held until the commit: a role cannot go while somebody is given it.
    PERFORM 1 FROM accounts_role WHERE code = ANY (NEW.roles) FOR KEY SHARE;
    SELECT given INTO unknown FROM unnest(NEW.roles) AS given
    WHERE given <> ALL (ARRAY[
            'administrator', 'supervisor', 'agent', 'community_manager', 'moderator', 'marketer', 'employee',
            'data_protection_officer', 'partner'])
        AND NOT EXISTS (SELECT FROM accounts_role WHERE code = given)
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'role % does not exist', unknown
            USING ERRCODE = 'check_violation', CONSTRAINT = 'roles_are_known', TABLE = 'accounts_user';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER roles_are_known BEFORE INSERT OR UPDATE OF roles ON accounts_user
    FOR EACH ROW EXECUTE FUNCTION accounts_roles_exist();

CREATE FUNCTION accounts_role_is_free() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.code = OLD.code THEN
        RETURN NEW;
    END IF;
    IF EXISTS (SELECT FROM accounts_user WHERE roles @> ARRAY[OLD.code]::varchar[]) THEN
        RAISE EXCEPTION 'role % is held by somebody', OLD.code
            USING ERRCODE = 'check_violation', CONSTRAINT = 'role_is_free', TABLE = 'accounts_role';
    END IF;
    RETURN CASE TG_OP WHEN 'UPDATE' THEN NEW ELSE OLD END;
END $$;
CREATE TRIGGER role_is_free BEFORE DELETE OR UPDATE OF code ON accounts_role
    FOR EACH ROW EXECUTE FUNCTION accounts_role_is_free();
"""
BACKWARD = """
DROP TRIGGER roles_are_known ON accounts_user;
DROP TRIGGER role_is_free ON accounts_role;
DROP FUNCTION accounts_roles_exist();
DROP FUNCTION accounts_role_is_free();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_company_log_in")]

    operations = [
        migrations.CreateModel(
            name="Role",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=80, unique=True)),
                ("explanation", models.CharField(blank=True, max_length=200)),
                (
                    "permissions",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None),
                ),
                ("created_at", models.DateTimeField()),
            ],
            options={"db_table": "accounts_role", "ordering": ["name"]},
        ),
        migrations.RemoveConstraint(model_name="user", name="roles_are_known"),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
