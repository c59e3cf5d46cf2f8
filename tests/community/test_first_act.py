"""An employee who did nothing in the community yet reads a question and answers it: no second log-in is asked."""

from __future__ import annotations

import pytest
from django.test import Client

from parvis.community.models import Answer, Member
from tests.factories.accounts import make_user
from tests.factories.community import make_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def employee() -> Client:
    client = Client()
    client.force_login(make_user(roles=("community_manager",), name="Claire Ferrand"))
    return client


def test_the_form_is_there_before_the_first_act_and_reading_makes_no_member(employee: Client) -> None:
    asked = make_question()
    page = employee.get(asked.url).content.decode()
    assert "Publish the answer" in page and "Log in to answer" not in page
    assert not Member.objects.exclude(staff=None).exists()
    employee.post(f"/community/questions/{asked.pk}/answer/", {"text": "We send you a new one."})
    assert Answer.objects.get().author.name == "Claire Ferrand"


def test_a_visitor_and_an_account_without_the_right_are_asked_to_log_in(client: Client) -> None:
    asked = make_question()
    assert "Log in to answer" in client.get(asked.url).content.decode()
    client.force_login(make_user(roles=("data_protection_officer",)))
    assert "Log in to answer" in client.get(asked.url).content.decode()


def test_log_in_leads_an_employee_back_as_themselves(employee: Client) -> None:
    sent = employee.get("/community/log-in/?next=/community/ask/")
    assert sent["Location"] == "/community/ask/" and Member.objects.get().staff_id is not None
