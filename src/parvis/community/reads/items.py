"""The community's texts as items of a channel: what listening hears, what the inbox is handed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db.models import Max

from parvis.channels.logic.items import Author, InboundItem
from parvis.community.logic.texts_elsewhere import name_of_text
from parvis.community.models import Answer, Question, Restriction, Review, Said


def items_of_texts(texts: Iterable[Said], *, addressed: bool) -> list[InboundItem]:
    """In their order. What employees wrote is outbound. A former member is named by nothing."""
    texts = list(texts)
    undone = _undone(texts)
    return [_item(text, addressed=addressed, restored=undone.get((text.kind, text.pk), 0)) for text in texts]


def case_texts(question: Question, *, after: int) -> list[Said]:
    """The question and what is shown under it beyond a position, in order; what is withheld is not handed over."""
    said: list[Said] = [question] if question.is_shown else []
    answers = Answer.objects.filter(question=question, position__gt=after, state__in=Answer.SHOWN_STATES)
    return [*said, *answers.select_related("author", "question").order_by("position")[:500]]


def name_of(text: Said) -> str:
    """Its external id as it is now."""
    return name_of_text(text.kind, text.pk, restored=_undone([text]).get((text.kind, text.pk), 0))


def names_ever_of(kind: str, ids: Sequence[int]) -> list[str]:
    """Every external id that texts of a kind may have had: each time one was shown again it got another."""
    undone = Restriction.objects.filter(kind=kind, text_id__in=ids, undone_at__isnull=False)
    again = [name_of_text(kind, one.text_id or 0, restored=one.pk) for one in undone]
    return [*(name_of_text(kind, one) for one in ids), *again]


def _item(text: Said, *, addressed: bool, restored: int) -> InboundItem:
    author = text.author
    has_left = author.left_at is not None
    return InboundItem(
        external_id=name_of_text(text.kind, text.pk, restored=restored),
        text=text.text,
        published_at=text.written,
        addressed=addressed,
        outbound=author.staff_id is not None,
        author=Author("" if has_left else str(author.pk), "" if has_left else author.name),
        # What a review is of, and its stars, as those of other places say it.
        recipient_handle=text.page.name if isinstance(text, Review) else "",
        title=_titled(text),
        url=f"{settings.ORIGIN}{text.url}",
        language=text.language,
        in_reply_to=_parent(text),
        references=(name_of_text(Question.kind, text.question_id),) if isinstance(text, Answer) else (),
    )


def _titled(text: Said) -> str:
    if isinstance(text, Answer):
        return ""
    if isinstance(text, Review):
        return f"{'★' * text.stars}{'☆' * (5 - text.stars)} {text.heading}"
    return text.heading


def _parent(text: Said) -> str:
    if isinstance(text, Answer):
        parent = text.parent_id
        return name_of_text(Answer.kind, parent) if parent else name_of_text(Question.kind, text.question_id)
    # A text that came back answers what it was, so that both stand in one thread.
    return name_of_text(text.kind, text.pk)


def _undone(texts: Sequence[Said]) -> dict[tuple[str, int], int]:
    """(kind, id) → the last restriction of it that was undone."""
    ids = {text.pk for text in texts}
    rows = (
        Restriction.objects.filter(text_id__in=ids, undone_at__isnull=False)
        .values_list("kind", "text_id")
        .annotate(last=Max("pk"))
        .order_by()
    )
    return {(kind, text_id or 0): last for kind, text_id, last in rows}
