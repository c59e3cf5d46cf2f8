"""What a person's page shows of the community: the member they joined with their record themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from parvis.community.models import Member
from parvis.community.web.reputation_words import level_words
from parvis.people.logic.panels import PersonPanel


def membership(user: Any, identity_ids: Sequence[int]) -> list[PersonPanel]:
    """Their name there, their level, and what they wrote. Only where the link holds that they made."""
    found = (
        Member.objects.filter(identity__in=identity_ids, identity__current_link__isnull=False, left_at=None)
        .order_by("pk")
        .only("name", "trust", "question_count", "answer_count", "is_super_user")
    )
    return [
        PersonPanel(
            key=f"community.member.{one.pk}",
            title=_("Member of the community"),
            figure=one.name,
            sentence=" · ".join(
                [
                    level_words(one.trust),
                    ngettext("%(n)d question", "%(n)d questions", one.question_count)
                    % {"n": one.question_count},
                    ngettext("%(n)d answer", "%(n)d answers", one.answer_count) % {"n": one.answer_count},
                    *([pgettext("member", "super-user")] if one.is_super_user else []),
                ]
            ),
            url=reverse("community-member", args=[one.pk]),
            act_label=_("Read what they wrote"),
            icon="building-community",
        )
        for one in found
    ]
