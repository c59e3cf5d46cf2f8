"""What the tables must hold: keys point down the ladder, ledgers cannot be changed, personal data is declared."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.db.utils import ProgrammingError

from parvis.foundation.database import append_only_tables
from parvis.foundation.plugs import plugged

SOURCE = Path(__file__).resolve().parents[2] / "src" / "parvis"
# Top to bottom; capabilities on one rung do not know each other.
LADDER = (
    ("project",), ("api",), ("reporting", "maturity"), ("automation",), ("value", "workplace"),
    ("conversations",), ("listening",), ("community", "publishing"),
    ("channels", "expertise", "labelling"), ("people",), ("enrichment",), ("accounts",), ("foundation",),
)  # fmt: skip
RUNG = {name: rung for rung, names in enumerate(LADDER) for name in names}


def own_models():
    return [model for model in apps.get_models() if model.__module__.startswith("parvis.")]


def capability(model) -> str:
    return model.__module__.split(".")[1]


def test_no_foreign_key_points_up_the_ladder():
    wrong = [
        f"{model.__name__}.{field.name} → {field.related_model.__name__}"
        for model in own_models()
        for field in model._meta.get_fields()
        if field.is_relation
        and not field.auto_created
        and field.related_model.__module__.startswith("parvis.")
        and capability(model) != capability(field.related_model)
        and RUNG[capability(model)] >= RUNG[capability(field.related_model)]
    ]
    assert wrong == []


def test_the_floor_keeps_no_key_to_accounts():
    wrong = [
        f"{model.__name__}.{field.name}"
        for model in own_models()
        if capability(model) == "foundation"
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and capability(field.related_model) != "foundation"
    ]
    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize("table", append_only_tables())
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET id = id"])
def test_the_application_cannot_change_a_ledger(table, statement):
    with connection.cursor() as cursor, pytest.raises(ProgrammingError, match="permission denied"):
        cursor.execute(statement.format(table))


@pytest.mark.django_db
def test_the_application_role_owns_nothing_and_cannot_pass_the_policies():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False, False, False, False)
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_every_table_of_a_person_is_under_forced_row_level_security():
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT c.relname FROM pg_class c
            LEFT JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'f'
                AND k.confrelid = 'people_person'::regclass
            WHERE c.relkind = 'r' AND (k.oid IS NOT NULL OR c.oid = 'people_person'::regclass)
                AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
            """
        )
        assert cursor.fetchall() == []


def test_every_table_is_declared_as_holding_personal_data_or_none():
    declared: set[str] = set()
    for declaration in plugged("PERSONAL_DATA"):
        declared |= set(declaration.tables)
    own = {model._meta.db_table for model in own_models()}
    assert own - declared - WITHOUT_PERSONAL_DATA == set()


# Tables that hold no datum of a person; a new table is either here, with the reason, or declared.
WITHOUT_PERSONAL_DATA = {
    "foundation_event",  # names and ids only
    "foundation_handled_event",
    "foundation_slow_statement",  # shapes without values
    "foundation_policy_report",  # origins and names of pages
    "foundation_live_announcement",  # topics and ids only
    "foundation_fact",
    "foundation_audit_link",  # places and hashes
    "foundation_audit_unlinked",
    "foundation_job_failure",  # the class and the code of an error, never its text
    "accounts_team",  # a name of the house
    "accounts_role",
    "accounts_login_provider",  # the company's own log-in: addresses of machines, a sealed secret
    "people_proof_network",  # where customers can log in: addresses of machines, a sealed secret
    "people_purpose_rule",  # what the house decided
    "people_wording",  # words of the house; by_name: the colleague who wrote them, as a ledger keeps it
    "people_custom_field",  # names of the house
    "people_custom_choice",
    "people_tag",
    "people_product",
    "people_match_weights",  # shares, and how common keyed hashes are
    "people_refused_link",  # keyed hashes of pairs
    "people_refused_join",  # keyed hashes of pairs
    "people_health_scale",  # quantiles and parameters of all, which name nobody
    "people_channel_prior",
    "people_journey_step",  # names of the house
    "people_journey_figure",  # counts
    "people_stale_record",  # ids to be looked at again
    "people_organization",  # companies; who belongs to them stands in people_position
    "community_ground",  # the rules of the house
    "community_log_in_provider",  # where members can log in: addresses of machines, a sealed secret
    "community_watched_word",  # of the house
    "community_word_catch",  # ids
    "community_moderation_rules",  # numbers of the house
    "community_text_mood",  # a label beside an id
    "community_week_of_health",  # counts
    "community_board",  # names of the house
    "community_badge",  # names and formulas of the house
    "community_badge_version",  # by_id: the colleague, as a ledger keeps it
    "community_site",  # the look of the place
    "community_site_page",  # what the company writes
    "community_text_picture",  # which text shows which picture: ids
    "community_product_page",  # of products
    "community_day_of_block",  # counts
    "community_idea_session",  # words of the house
    "community_idea_merge",  # ids
    "community_day_of_views",  # counts
    "community_day_of_article",  # counts
    "community_deflection",  # that somebody was helped, not who
    "conversations_queue",  # a name of the house
    "people_segment",  # conditions that somebody of the house wrote
    "listening_market",  # names of the house
    "listening_market_brand",
    "listening_source_rule",
    "listening_match",  # ids; goes with its mention
    "listening_stored_batch",  # from which id to which
    "listening_dropped",  # numbers
    "listening_back_search",  # how far a job has come
    "listening_heard_day",
    "listening_hour_cell",  # numbers
    "listening_day_cell",
    "listening_hour_total",
    "listening_day_total",
    "listening_cell_delta",
    "listening_month_tally",
    "listening_tally",
    "listening_tally_delta",
    "listening_alert_clock",
    "listening_alert_backtest",  # numbers
    "listening_campaign_result",  # numbers
    "reporting_edition",  # figures
    "labelling_adapter",  # weights of hashed words, no text
    "labelling_relabelling",  # how far a job has come
}

NETWORK = {"socket", "ssl", "http.client", "urllib.request", "smtplib", "imaplib", "poplib", "ftplib",
           "imap_tools", "requests", "httpx", "urllib3", "aiohttp"}  # fmt: skip


def test_only_connectors_and_the_guarded_http_reach_the_network():
    wrong = []
    for path in SOURCE.rglob("*.py"):
        inside = path.relative_to(SOURCE).as_posix()
        is_allowed = (
            inside in ("foundation/http.py", "foundation/http_stream.py")
            # Names of errors, not a way out.
            or inside == "foundation/mail_refusals.py"
            or (inside.startswith("channels/connectors/") and path.name == "client.py")
            # Starting processes and asking whether a port is free is the runtime's work, on this machine only.
            or inside.startswith("project/")
        )
        if is_allowed:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            wrong += [f"{inside}: {name}" for name in names if name in NETWORK]
    assert wrong == []
