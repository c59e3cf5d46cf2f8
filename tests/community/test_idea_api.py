"""Ideas for programs: the same acts and refusals as at the desk."""

from __future__ import annotations

import pytest

from tests.factories.api import api_as
from tests.factories.ideas import make_idea

pytestmark = pytest.mark.django_db


def test_an_answer_is_given_once_for_what_was_seen():
    idea = make_idea()
    given = {"status": "planned", "reason": "It comes in spring.", "seen": 0}
    path = f"community/ideas/{idea.pk}/status"
    assert api_as("agent").ask("POST", path, given).data["code"] == "may-not"
    manager = api_as("community_manager")
    whole = manager.ask("POST", path, given).data
    assert (whole["idea"]["status"], whole["answers"][0]["reason"]) == ("planned", "It comes in spring.")
    late = manager.ask("POST", path, {**given, "status": "declined"})
    assert (late.status_code, late.data["code"]) == (409, "said-meanwhile")
    assert manager.ask("POST", path, {**given, "reason": ""}).status_code == 422


def test_duplicates_are_merged_and_taken_apart():
    kept, double = make_idea(), make_idea()
    api = api_as("community_manager")
    given = {"into_id": kept.pk, "reason": "The same wish."}
    made = api.ask("POST", f"community/ideas/{double.pk}/merge", given)
    assert (made.status_code, made.data["moved_votes"]) == (201, 1)
    assert api.ask("GET", f"community/ideas/{double.pk}").data["idea"]["merged_into_id"] == kept.pk
    assert api.ask("POST", f"community/ideas/{double.pk}/merge", given).data["code"] == "may-not"
    ended = api.ask("POST", f"community/ideas/{double.pk}/unmerge", {"reason": "One is a horn."})
    assert ended.data["undone_at"] is not None
    assert api.ask("GET", f"community/ideas/{kept.pk}").data["idea"]["vote_count"] == 1
