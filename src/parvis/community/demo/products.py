"""The demo’s product pages, their reviews and replies."""

from __future__ import annotations

import random
from datetime import date, timedelta

from parvis.community.actions.product_pages import set_product_page
from parvis.community.actions.reply_to_review import reply_to_review
from parvis.community.actions.review import write_review
from parvis.community.demo.people import colleague, member_called
from parvis.community.demo.words_square import ABOUT, MEMBERS_EN, MEMBERS_FR, REPLY, REVIEWS
from parvis.community.models import Question
from parvis.foundation.audit import SYSTEM
from parvis.foundation.demo import DemoCompany
from parvis.people.models import Product


def review_products(company: DemoCompany, chance: random.Random) -> None:
    """A page for each product, its reviews, and the questions that are about it."""
    now, lea = company.now, colleague("lea.bonnet")
    writers = {"fr": list(MEMBERS_FR[4:]), "en": list(MEMBERS_EN[1:])}
    for names in writers.values():
        chance.shuffle(names)
    for product in Product.objects.filter(name__in=REVIEWS).order_by("pk"):
        page = set_product_page(
            product, name=product.name, about=f"**{product.name}**. {ABOUT[product.name]}", is_shown=True,
            by=SYSTEM, now=now - timedelta(days=80),
        )  # fmt: skip
        bike = product.name.split()[0].lower()
        Question.objects.filter(tags__contains=[bike]).update(page=page)
        for number, (stars, title, text, language) in enumerate(REVIEWS[product.name]):
            at = now - timedelta(days=46 - 7 * number, hours=chance.randrange(24))
            experienced: date = (at - timedelta(days=chance.randrange(20, 200))).date()
            review = write_review(
                page, stars=stars, title=title, text=text, language=language, experienced_on=experienced,
                by=member_called(writers[language].pop()), now=at,
            )  # fmt: skip
            if stars == 2:
                reply_to_review(review, text=REPLY[product.name], by=lea, now=at + timedelta(days=1))
