"""What is taken in: the cap on authors, how copies count, how much of each source is kept."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from parvis.channels.models import Connection
from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.problems import not_found
from parvis.foundation.api.shapes import Answer, Body, Id, examples
from parvis.listening.actions.count_again import ask_to_count_again
from parvis.listening.actions.rules import MOST_CAP, save_rules, set_source_rule
from parvis.listening.api.endpoints import ENDPOINTS, MANAGE
from parvis.listening.reads.intake import rules_in_force
from parvis.listening.reads.zone import zone_state


class IntakeRules(Body):
    """author_cap: posts of one author that are kept a day; 0 keeps all. counts_repeats: copies count as mentions."""

    author_cap: Annotated[int, Field(ge=0, le=MOST_CAP)]
    counts_repeats: bool

    model_config = examples({"author_cap": 50, "counts_repeats": True})


class IntakeRulesOut(Answer):
    author_cap: int
    counts_repeats: bool


class SourceRuleGiven(Body):
    """keeps_only_matches: of this connection only what a query finds is kept."""

    keeps_only_matches: bool

    model_config = examples({"keeps_only_matches": True})


class SourceRuleOut(Answer):
    connection_id: int
    keeps_only_matches: bool


@ENDPOINTS.get("/intake-rules", **MANAGE)
def get_intake_rules(caller: Caller) -> IntakeRulesOut:
    """The rules in force."""
    return IntakeRulesOut.model_validate(rules_in_force())


@ENDPOINTS.put("/intake-rules", **MANAGE)
def replace_intake_rules(caller: Caller, given: IntakeRules) -> IntakeRulesOut:
    """State both rules; they hold from the next posts on."""
    rules = save_rules(
        author_cap=given.author_cap, counts_repeats=given.counts_repeats, by=caller.actor, now=caller.now
    )
    return IntakeRulesOut.model_validate(rules)


@ENDPOINTS.put("/connections/{connection_id}/keeps", **MANAGE)
def set_how_much_a_source_keeps(caller: Caller, connection_id: Id, given: SourceRuleGiven) -> SourceRuleOut:
    """Keep everything of a connection, or only what a query finds."""
    source = Connection.objects.filter(pk=connection_id).first()
    if source is None:
        raise not_found()
    set_source_rule(source, keeps_only_matches=given.keeps_only_matches, by=caller.actor, now=caller.now)
    return SourceRuleOut(connection_id=source.pk, keeps_only_matches=given.keeps_only_matches)


class FigureDays(Answer):
    """share: how much of counting again is done; null: nothing is being counted."""

    zone_of_figures: str
    zone_of_installation: str
    share: float | None


@ENDPOINTS.get("/figure-days", permission="installation.manage", purpose="listening")
def get_figure_days(caller: Caller) -> FigureDays:
    """In which zone the days of figures are counted."""
    return _figure_days()


@ENDPOINTS.post("/figure-days", status=202, permission="installation.manage", purpose="listening")
def count_figures_again(caller: Caller) -> FigureDays:
    """Count them again in the installation's zone, where it is another."""
    ask_to_count_again(by=caller.actor, now=caller.now)
    return _figure_days()


def _figure_days() -> FigureDays:
    state = zone_state()
    return FigureDays(
        zone_of_figures=state.of_figures, zone_of_installation=state.of_installation, share=state.share
    )
