"""Comments under an idea, and the mark that one of them extends it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parvis.community.actions.first_shown import first_shown
from parvis.community.actions.flow import check_idea_comment_flow, check_text, hold_member
from parvis.community.actions.look import look_first
from parvis.community.actions.text_pictures import note_pictures
from parvis.community.events import IdeaExtended
from parvis.community.logic.errors import EmptyText, MayNot, TextTooLong
from parvis.community.logic.ideas import COMMENT_LONGEST
from parvis.community.logic.markdown import cleaned, html_of
from parvis.community.models import Draft, Idea, IdeaComment, IdeaFollow, Member
from parvis.community.permissions import can_extend, visible_ideas
from parvis.foundation.audit import Actor
from parvis.foundation.events import publish


def comment_idea(
    idea: Idea, *, text: str, by: Member, now: datetime, origin: str = "web", once: str | None = None
) -> IdeaComment:
    """Publish a comment, or hold it for a moderator (actions/look.py); its author follows the idea from now on.

    once: a name of this sending; what comes twice is one comment.
    Raises EmptyText, TextTooLong, MayNot("idea" | "merged"), TooOften.
    """
    text = cleaned(text)
    if not text:
        raise EmptyText
    if len(text) > COMMENT_LONGEST:
        raise TextTooLong(limit=COMMENT_LONGEST, length=len(text))
    with transaction.atomic():
        by = hold_member(by, now=now)
        if once is not None:
            sent = IdeaComment.objects.filter(origin=origin, external_id=once, author=by).first()
            if sent is not None:
                return sent
        held = Idea.objects.select_for_update(no_key=True).defer("text", "html").get(pk=idea.pk)
        if held.state != Idea.SHOWN or not visible_ideas(by).filter(pk=held.pk).exists():
            raise MayNot("idea")
        if held.status == Idea.MERGED:
            raise MayNot("merged")
        check_idea_comment_flow(by, now=now)
        check_text(by, text)
        written = IdeaComment.objects.create(
            idea=held, author=by, position=held.last_position + 1, text=text, html=html_of(text),
            language=held.language, written_at=now, origin=origin, external_id=once,
        )  # fmt: skip
        note_pictures(written)
        Idea.objects.filter(pk=held.pk).update(last_position=written.position)
        IdeaFollow.objects.get_or_create(
            idea=held, member=by, defaults={"at": now, "told_position": written.position}
        )
        Draft.objects.filter(member=by, place=f"idea:{held.pk}").delete()
        if look_first(written, by=by, now=now):
            first_shown(written, now=now)
    return written


def mark_extension(comment: IdeaComment, *, by: Member, is_extension: bool, now: datetime) -> bool:
    """The comment makes the idea larger or better: its author is credited with it. Returns whether it changed.

    Raises MayNot("extension"): only who proposed the idea, or steers it for the company, says so; and nobody
    is credited for extending their own idea.
    """
    with transaction.atomic():
        by = hold_member(by, now=now)
        held = IdeaComment.objects.select_for_update(no_key=True).select_related("idea").get(pk=comment.pk)
        if not can_extend(by, held.idea) or held.state != IdeaComment.SHOWN:
            raise MayNot("extension")
        if is_extension and held.author_id == held.idea.author_id:
            raise MayNot("own-extension")
        if (held.extended_at is not None) == is_extension:
            return False
        held.extended_at, held.extended_by = (now, by) if is_extension else (None, None)
        held.save(update_fields=["extended_at", "extended_by"])
        publish(IdeaExtended(held.pk, is_extension), by=Actor("member", by.pk, by.name))
        return True
