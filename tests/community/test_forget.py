"""What is kept for a while only: codes for a day, decided reports for a year, open ones until they are decided."""

from __future__ import annotations

from datetime import timedelta

import pytest

from parvis.community.actions.forget import CODES_KEPT, REPORTS_KEPT, forget_old
from parvis.community.models import LogInCode, Report
from tests.factories.channels import NOON
from tests.factories.community import made_community, make_member

SECOND = timedelta(seconds=1)


@pytest.mark.django_db
def test_codes_and_decided_reports_go_when_their_time_is_over():
    made = made_community()
    for age in (CODES_KEPT, CODES_KEPT + SECOND):
        LogInCode.objects.create(email_hash="x", code_hash="y", sent_at=NOON - age)
    ground = Report._meta.get_field("ground").related_model.objects.get(number=1)
    for state, decided in (("open", None), ("upheld", REPORTS_KEPT), ("declined", REPORTS_KEPT + SECOND)):
        Report.objects.create(
            kind="answer", text_id=made["answer_id"], by=make_member(), ground=ground, reasons="Insult.",
            state=state, at=NOON, decided_at=NOON - decided if decided else None,
        )  # fmt: skip
    assert forget_old(now=NOON) == 2
    assert forget_old(now=NOON) == 0
    assert sorted(Report.objects.values_list("state", flat=True)) == ["open", "upheld"]
    assert LogInCode.objects.count() == 1
