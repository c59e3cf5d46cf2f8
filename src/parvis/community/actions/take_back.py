"""What a member wrote, taken back when they leave: every kind of text, its earlier wordings, its pictures' places.

A question that others answered keeps its title, so that their answers keep a sense; it says that the rest is gone.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from parvis.community.actions.idea_votes import take_back_ideas
from parvis.community.models import Answer, Member, Question, Revision, TextPicture
from parvis.community.models.said import KINDS

# Stands for itself in both languages.
GONE = "…"


def take_back_texts(member: Member) -> int:
    """Empty and remove all that the member wrote. Returns how many texts."""
    count = 0
    with transaction.atomic():
        take_back_ideas(member)
        Revision.objects.filter(by=member).update(text="", title="")
        Revision.objects.filter(answer__author=member).update(text="", title="")
        Revision.objects.filter(question__author=member).update(text="", title="")
        answers = Answer.objects.filter(author=member).exclude(state=Answer.REMOVED)
        for one in answers.filter(parent=None, state="shown").values("pk", "question_id").iterator():
            Question.objects.filter(pk=one["question_id"], answer_count__gt=0).update(
                answer_count=F("answer_count") - 1
            )
            Question.objects.filter(accepted_id=one["pk"]).update(accepted=None, accepted_at=None)
        kept = Question.objects.filter(author=member, answers__in=Answer.objects.exclude(author=member))
        kept_ids = list(kept.values_list("pk", flat=True).distinct())
        count += Question.objects.filter(pk__in=kept_ids).update(text=GONE, html=f"<p>{GONE}</p>")
        for kind in KINDS.values():
            mine = kind._default_manager.filter(author=member)
            if kind is Question:
                mine = mine.exclude(pk__in=kept_ids)
            emptied = {"title": "", "slug": "-"}
            named = {field.name for field in kind._meta.fields}
            pictures = TextPicture.objects.filter(kind=kind.kind)
            pictures.filter(text_id__in=kind._default_manager.filter(author=member).values("pk")).delete()
            count += mine.update(
                text="", html="", state=kind.REMOVED,
                **{name: value for name, value in emptied.items() if name in named},
            )  # fmt: skip
    return count
