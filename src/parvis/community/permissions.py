"""Who may see and do what in the community. A visitor without a log-in is None."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q, QuerySet
from django.http import Http404

from parvis.accounts.models import User
from parvis.community.models import (
    Answer,
    Article,
    Board,
    Idea,
    IdeaComment,
    Member,
    ProductPage,
    Question,
    Review,
    ReviewReply,
    Said,
)
from parvis.foundation.prepared import columns_of, kept, read_as, read_side_by_side

_TEXT = ("text", "html")
_HOLD = f"""
    SELECT {columns_of(Question, "q", without=_TEXT)}
    FROM community_question q JOIN community_board b ON b.id = q.board_id
"""  # noqa: S608 -- names of a model
_WITH = (Question, Board, Member, ProductPage)
_QUESTION = f"""
    SELECT {", ".join(columns_of(model, alias) for model, alias in zip(_WITH, "qbmp", strict=True))}
    FROM community_question q JOIN community_board b ON b.id = q.board_id
    JOIN community_member m ON m.id = q.author_id LEFT JOIN community_product_page p ON p.id = q.page_id
    WHERE q.id = %s AND """  # noqa: S608 -- names of models


def is_house(member: Member | None) -> bool:
    """An employee, a super-user's private space included."""
    return member is not None and (member.staff_id is not None or member.is_super_user)


def is_staff(member: Member | None) -> bool:
    return member is not None and member.staff_id is not None


def visible_boards(member: Member | None) -> QuerySet[Board]:
    boards = Board.objects.filter(fused_into=None)
    return boards if is_house(member) else boards.filter(is_private=False)


def visible_questions(member: Member | None) -> QuerySet[Question]:
    """What a reader may open: what is withheld or removed is seen by its author and by staff."""
    questions = Question.objects.all()
    if is_staff(member):
        return questions
    shown = Q(state__in=(Question.OPEN, Question.CLOSED))
    if member is not None:
        shown |= Q(author=member)
    questions = questions.filter(shown)
    return questions if is_house(member) else questions.filter(board__is_private=False)


def may_read_question(member: Member | None) -> tuple[str, list[int]]:
    """visible_questions as a condition on rows `q` of questions and `b` of boards, and its values."""
    if is_staff(member):
        return "true", []
    shown = "q.state IN ('open', 'closed')"
    if member is None:
        return f"{shown} AND NOT b.is_private", []
    own = f"({shown} OR q.author_id = %s)"
    return own if is_house(member) else f"{own} AND NOT b.is_private", [member.pk]


def get_question(member: Member | None, question_id: int) -> Question:
    """With its board, author and product. Raises Http404 where it does not exist for this reader."""
    condition, values = may_read_question(member)
    with kept() as cursor:
        cursor.execute(_QUESTION + condition, [min(question_id, 2**63 - 1), *values])
        row = cursor.fetchone()
    if row is None:
        raise Http404("question")
    question, question.board, question.author, question.page = read_side_by_side(_WITH, row)
    return question  # type: ignore[no-any-return]


def hold_question(member: Member | None, question_id: int) -> Question | None:
    """Locked and asked for in one, without its text: who may not read it does not find it."""
    condition, values = may_read_question(member)
    with kept() as cursor:
        cursor.execute(
            f"{_HOLD} WHERE q.id = %s AND {condition} FOR NO KEY UPDATE OF q", [question_id, *values]
        )
        row = cursor.fetchone()
    return read_as(Question, row, without=_TEXT) if row else None


def get_answer(member: Member | None, answer_id: int) -> Answer:
    """Raises Http404 where it does not exist for this reader."""
    answer = Answer.objects.select_related("question", "author").filter(pk=min(answer_id, 2**63 - 1)).first()
    if answer is None or not can_read(member, answer):
        raise Http404("answer")
    get_question(member, answer.question_id)
    return answer


def get_review(member: Member | None, review_id: int) -> Review:
    """Raises Http404 where it does not exist for this reader: of a hidden product staff alone read reviews."""
    found = Review.objects.select_related("page", "author").filter(pk=min(review_id, 2**63 - 1))
    if not is_staff(member):
        own = Q(author=member) if member is not None else Q(pk=None)
        found = found.filter(Q(state=Review.SHOWN) | own, page__is_shown=True)
    review = found.first()
    if review is None:
        raise Http404("review")
    return review


def get_review_reply(member: Member | None, reply_id: int) -> ReviewReply:
    """Raises Http404 where it does not exist for this reader."""
    reply = (
        ReviewReply.objects.select_related("author", "review__page")
        .filter(pk=min(reply_id, 2**63 - 1))
        .first()
    )
    if reply is None or not (reply.is_shown or is_staff(member)):
        raise Http404("reply")
    get_review(member, reply.review_id)
    return reply


# kind of a text → how a reader gets it (Http404 where it does not exist for them).
READERS: dict[str, Callable[[Member | None, int], Said]] = {
    "question": get_question,
    "answer": get_answer,
    "review": get_review,
    "review_reply": get_review_reply,
}


def get_said(member: Member | None, kind: str, text_id: int) -> Said:
    """A text of any kind. Raises Http404 where it does not exist for this reader, or no kind is called so."""
    if kind not in READERS:
        raise Http404("kind")
    return READERS[kind](member, text_id)


def can_read(member: Member | None, answer: Answer) -> bool:
    return (
        answer.state == Answer.SHOWN
        or is_staff(member)
        or (member is not None and answer.author_id == member.pk)
    )


def can_answer(member: Member | None, question: Question) -> bool:
    return member is not None and (question.state == Question.OPEN or is_staff(member))


def can_edit(member: Member | None, text: Question | Answer) -> bool:
    if member is None:
        return False
    return text.author_id == member.pk or is_staff(member) or member.trust >= Member.LEADER


def can_accept(member: Member | None, question: Question) -> bool:
    """The author; staff, super-users and trusted members help out after a delay (actions/accept.py)."""
    if member is None:
        return False
    return question.author_id == member.pk or is_house(member) or member.trust >= Member.TRUSTED


def visible_articles(member: Member | None) -> QuerySet[Article]:
    """What a reader may open: published, and not of a private board that is not theirs."""
    articles = Article.objects.exclude(published=None)
    return articles if is_house(member) else articles.exclude(board__is_private=True)


def get_article(member: Member | None, article_id: int) -> Article:
    """A published article. Raises Http404 where it does not exist for this reader."""
    found = visible_articles(member).select_related(
        "board", "credited", "origin_question__board", "published__source"
    )
    article = found.filter(pk=min(article_id, 2**63 - 1)).first()
    if article is None:
        raise Http404("article")
    return article


def can_make_article(member: Member | None, answer: Answer) -> bool:
    """Staff and super-users make articles of public answers. answer: with its question and board."""
    question = answer.question
    is_public = answer.is_shown and question.is_shown and not question.board.is_private
    return is_house(member) and is_public and answer.parent_id is None


def visible_ideas(member: Member | None) -> QuerySet[Idea]:
    """What a reader may open: what is held, withheld or removed is seen by its author and by staff."""
    ideas = Idea.objects.all()
    if is_staff(member):
        return ideas
    shown = Q(state=Idea.SHOWN)
    if member is not None:
        shown |= Q(author=member)
    ideas = ideas.filter(shown)
    return ideas if is_house(member) else ideas.filter(Q(board=None) | Q(board__is_private=False))


def get_idea(member: Member | None, idea_id: int) -> Idea:
    """Raises Http404 where it does not exist for this reader."""
    found = visible_ideas(member).select_related("board", "author", "session", "in_charge")
    idea = found.filter(pk=min(idea_id, 2**63 - 1)).first()
    if idea is None:
        raise Http404("idea")
    return idea


def get_idea_comment(member: Member | None, comment_id: int) -> IdeaComment:
    """Raises Http404 where it does not exist for this reader."""
    comment = (
        IdeaComment.objects.select_related("idea", "author").filter(pk=min(comment_id, 2**63 - 1)).first()
    )
    if comment is None:
        raise Http404("comment")
    is_ones_own = member is not None and comment.author_id == member.pk
    if comment.state != IdeaComment.SHOWN and not is_ones_own and not is_staff(member):
        raise Http404("comment")
    get_idea(member, comment.idea_id)
    return comment


READERS |= {"idea": get_idea, "idea_comment": get_idea_comment}


def can_edit_idea(member: Member | None, idea: Idea) -> bool:
    """Its author until the company has answered; staff any time."""
    if member is None or idea.state not in (Idea.SHOWN, Idea.HELD) or idea.status == Idea.MERGED:
        return False
    return is_staff(member) or (idea.author_id == member.pk and idea.status_number == 0)


def can_steer(user: User, idea: Idea) -> bool:
    """Say for the company what becomes of it: managers of the community, and the employee in charge."""
    if user.may("community.manage"):
        return True
    return user.may("community.answer") and idea.in_charge is not None and idea.in_charge.staff_id == user.pk


def can_extend(member: Member | None, idea: Idea) -> bool:
    """Mark a comment as an extension: who proposed the idea, and who steers it."""
    if member is None:
        return False
    return idea.author_id == member.pk or (member.staff is not None and can_steer(member.staff, idea))
