"""Products in public, their reviews, the company's replies, and the blocks of its own site."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from parvis.community.actions.blocks import set_block_settings
from parvis.community.actions.product_pages import set_product_page
from parvis.community.actions.reply_to_review import reply_to_review
from parvis.community.actions.review_rules import set_review_rules
from parvis.community.api.endpoints import ENDPOINTS, MANAGES
from parvis.community.logic.blocks import MOST_HELD, MOST_ORIGINS
from parvis.community.logic.reviews import LANGUAGES, MOST_MONTHS, MOST_WORDS
from parvis.community.models import ProductPage, Review
from parvis.community.reads.blocks import BlockRow, block_rows, block_settings
from parvis.community.reads.reply_times import reply_time
from parvis.community.reads.review_rules import review_rules
from parvis.community.reads.reviews import answered, newest_reviews, stars_of_page, to_answer, whole
from parvis.foundation.api.cursors import cursor_of, key_of
from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.problems import not_found
from parvis.foundation.api.shapes import Answer, Body, Day, Id, Listed, Typed, examples
from parvis.foundation.logic.typed import id_typed
from parvis.people.models import Product

ANSWERS: dict[str, Any] = {"permission": "community.answer"}
NOTHING_WRITTEN = {"empty-text": (422, "Nothing was written.")}
TOO_LONG = {"text-too-long": (422, "The text is too long.")}
Origin = Annotated[str, StringConstraints(pattern=r"^https?://[a-z0-9.-]{1,253}(:[0-9]{1,5})?$")]
Address = Annotated[str, StringConstraints(pattern=r"^(https?://\S+)?$", max_length=500)]


class ProductPageIn(Body):
    name: Annotated[str, Field(min_length=1, max_length=200)]
    about: Annotated[str, Field(max_length=8_000, description="Markdown.")] = ""
    shop_url: Annotated[Address, Field(description="Where it is sold or described.")] = ""
    is_shown: bool = True

    model_config = examples({"name": "Mistral", "about": "A city bike.", "is_shown": True})


class ReviewReplyIn(Body):
    text: Annotated[str, Field(min_length=1, max_length=4_000, description="Markdown; everybody reads it.")]

    model_config = examples({"text": "Thank you. The bell of this year's model is louder."})


class ReviewRulesIn(Body):
    """What the house adds to the page “How reviews work here”."""

    en: Annotated[str, Field(max_length=MOST_WORDS, description="Markdown.")] = ""
    fr: Annotated[str, Field(max_length=MOST_WORDS, description="Markdown.")] = ""
    months: Annotated[int, Field(ge=0, le=MOST_MONTHS, description="How long a review stays; 0: always.")] = 0

    model_config = examples({"en": "We call ten buyers a month.", "fr": "", "months": 36})


class BlockSettingsIn(Body):
    origins: Annotated[
        list[Origin], Field(max_length=MOST_ORIGINS, description="Sites that may show blocks.")
    ]
    is_measured: bool = False
    hold_out: Annotated[float, Field(ge=0, le=MOST_HELD, description="Share of tabs without blocks.")] = 0

    model_config = examples({"origins": ["https://www.example.org"], "is_measured": True, "hold_out": 0.1})


class ProductPageOut(Answer):
    """counts: reviews of one star, two … five; mean, low, high: null without a review."""

    product_id: int
    name: str
    about: str
    shop_url: str
    is_shown: bool
    url: str
    counts: list[int]
    mean: float | None
    low: float | None
    high: float | None


class ReviewReplyOut(Answer):
    text: str
    author_id: int
    state: str
    written_at: datetime
    edited_at: datetime | None


class ReviewOut(Answer):
    """author_id: a member. consideration: what the author says they were given, empty for nothing."""

    id: int
    product_id: int
    author_id: int
    stars: int
    title: str
    text: str
    language: str
    state: str
    experienced_on: date
    written_at: datetime
    edited_at: datetime | None
    is_verified: bool
    consideration: str
    helpful_count: int
    url: str
    reply: ReviewReplyOut | None


class ReviewPage(Listed):
    items: list[ReviewOut]


class ReplyTimeOut(Answer):
    """Hours until the reply in the middle, of the shown reviews of 90 days; those that wait count as longer."""

    hours: float | None
    low: float | None
    high: float | None
    n: int
    answered: int


class ReviewRulesOut(Answer):
    en: str
    fr: str
    months: int


class BlockSettingsOut(Answer):
    origins: list[str]
    is_measured: bool
    hold_out: float


class BlockCount(Answer):
    """plain: views of pages while nothing was measured; tabs, held: with the block and without."""

    kind: str
    product_page_id: int | None
    plain: int
    plain_seen: int
    tabs: int
    seen: int
    bought: int
    bought_seen: int
    held: int
    held_bought: int
    difference: Annotated[float | None, Field(description="Of shares that bought; null: not enough data.")]
    low: float | None
    high: float | None


class BlockCounts(Answer):
    items: list[BlockCount]


@ENDPOINTS.get("/products/{product_id}/page", **MANAGES)
def get_product_page(caller: Caller, product_id: Id) -> ProductPageOut:
    """The public page of a product with its stars; 404 where it has none."""
    page = ProductPage.objects.filter(product=product_id).first()
    if page is None:
        raise not_found()
    return _page(page)


@ENDPOINTS.put("/products/{product_id}/page", problems={**NOTHING_WRITTEN, **TOO_LONG}, **MANAGES)
def replace_product_page(caller: Caller, product_id: Id, given: ProductPageIn) -> ProductPageOut:
    """Make or change the public page; the picture stays as it is."""
    product = Product.objects.filter(pk=product_id).first()
    if product is None:
        raise not_found()
    return _page(set_product_page(product, **given.model_dump(), by=caller.actor, now=caller.now))


@ENDPOINTS.get("/reviews", **ANSWERS)
def list_reviews(
    caller: Caller,
    show: Literal["waiting", "answered", "all"] = "waiting",
    cursor: Typed = "",
    limit: Annotated[int, Field(ge=1, le=100)] = 30,
) -> ReviewPage:
    """waiting: without a reply, the fewest stars first. answered, all: the newest first."""
    found = to_answer() if show == "waiting" else answered() if show == "answered" else newest_reviews()
    begun = min(id_typed(key_of(cursor)) or 0, 100_000)
    rows = list(found[begun : begun + limit + 1])
    after = begun + limit if len(rows) > limit else None
    return ReviewPage(items=[_review(one) for one in rows[:limit]], next_cursor=cursor_of(after))


@ENDPOINTS.get("/reviews/reply-time", **ANSWERS)
def get_reply_time(caller: Caller) -> ReplyTimeOut:
    """How long reviews wait for a reply."""
    return ReplyTimeOut.model_validate(reply_time(now=caller.now))


@ENDPOINTS.get("/reviews/rules", **MANAGES)
def get_review_rules(caller: Caller) -> ReviewRulesOut:
    """What the house says of how reviews are checked, and how long they stay."""
    return _rules()


@ENDPOINTS.put("/reviews/rules", problems=TOO_LONG, **MANAGES)
def replace_review_rules(caller: Caller, given: ReviewRulesIn) -> ReviewRulesOut:
    """Replace it."""
    words = {language: getattr(given, language) for language in LANGUAGES}
    set_review_rules(words=words, months=given.months, by=caller.actor, now=caller.now)
    return _rules()


@ENDPOINTS.get("/reviews/{review_id}", **ANSWERS)
def get_one_review(caller: Caller, review_id: Id) -> ReviewOut:
    """One review with its reply, whatever its state."""
    return _review(_found(review_id))


@ENDPOINTS.put(
    "/reviews/{review_id}/reply",
    problems={**NOTHING_WRITTEN, **TOO_LONG, "may-not": (409, "This act is not possible here.")},
    **ANSWERS,
)
def reply_to_one_review(caller: Caller, review_id: Id, given: ReviewReplyIn) -> ReviewOut:
    """Reply, or change the reply; what it said before stays readable."""
    reply_to_review(_found(review_id), text=given.text, by=caller.user, now=caller.now)
    return _review(_found(review_id))


@ENDPOINTS.get("/blocks", **MANAGES)
def get_block_settings(caller: Caller) -> BlockSettingsOut:
    """Which sites may show blocks, and whether their effect is measured."""
    return BlockSettingsOut.model_validate(block_settings())


@ENDPOINTS.put("/blocks", **MANAGES)
def replace_block_settings(caller: Caller, given: BlockSettingsIn) -> BlockSettingsOut:
    """Replace it."""
    kept = set_block_settings(**given.model_dump(), by=caller.actor, now=caller.now)
    return BlockSettingsOut.model_validate(kept)


@ENDPOINTS.get("/blocks/counts", **MANAGES)
def list_block_counts(caller: Caller, since: Day) -> BlockCounts:
    """Counts since a day by kind and product, with the effect on purchase where the data is enough."""
    return BlockCounts(items=[_count(row) for row in block_rows(since=since)])


def _count(row: BlockRow) -> BlockCount:
    effect = row.effect
    return BlockCount(
        kind=row.kind, product_page_id=row.page_id, plain=row.plain, plain_seen=row.plain_seen, tabs=row.tabs,
        seen=row.seen, bought=row.bought, bought_seen=row.bought_seen, held=row.held, held_bought=row.held_bought,
        difference=effect.difference if effect else None, low=effect.low if effect else None,
        high=effect.high if effect else None,
    )  # fmt: skip


def _found(review_id: int) -> Review:
    found = whole(Review.objects.filter(pk=review_id)).first()
    if found is None:
        raise not_found()
    return found


def _rules() -> ReviewRulesOut:
    kept = review_rules()
    return ReviewRulesOut(en=kept.words["en"], fr=kept.words["fr"], months=kept.months)


def _page(page: ProductPage) -> ProductPageOut:
    figures = stars_of_page(page.pk)
    return ProductPageOut(
        product_id=page.product_id, name=page.name, about=page.about, shop_url=page.shop_url,
        is_shown=page.is_shown, url=page.url, counts=list(figures.counts), mean=figures.mean,
        low=figures.low, high=figures.high,
    )  # fmt: skip


def _review(one: Review) -> ReviewOut:
    reply = getattr(one, "reply", None)
    return ReviewOut(
        id=one.pk, product_id=one.page.product_id, author_id=one.author_id, stars=one.stars, title=one.title,
        text=one.text, language=one.language, state=one.state, experienced_on=one.experienced_on,
        written_at=one.written_at, edited_at=one.edited_at, is_verified=one.verified_at is not None,
        consideration=one.consideration, helpful_count=one.helpful_count, url=one.url,
        reply=ReviewReplyOut.model_validate(reply) if reply is not None else None,
    )  # fmt: skip
