"""What the company shows of a product in public."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parvis.community.actions.text_pictures import note_shown
from parvis.community.logic.errors import EmptyText, TextTooLong
from parvis.community.logic.markdown import cleaned, html_of
from parvis.community.logic.slugs import slug_of
from parvis.community.models import Picture, ProductPage
from parvis.foundation.audit import Actor, changed, record
from parvis.people.models import Product

NAME_LONGEST, ABOUT_LONGEST = 200, 8_000
_TOLD = ("name", "about", "shop_url", "is_shown", "picture_id")


def set_product_page(
    product: Product,
    *,
    name: str,
    about: str,
    shop_url: str = "",
    is_shown: bool,
    by: Actor,
    now: datetime,
    picture: Picture | None = None,
    keeps_picture: bool = True,
) -> ProductPage:
    """Make or change the public page. keeps_picture: where none is given, the one that is there stays.

    Its address never changes once it is made: others link to it. Raises EmptyText without a name, TextTooLong.
    """
    name, about = " ".join(cleaned(name).split()), cleaned(about)
    if not name:
        raise EmptyText
    for value, limit in ((name, NAME_LONGEST), (about, ABOUT_LONGEST)):
        if len(value) > limit:
            raise TextTooLong(limit=limit, length=len(value))
    with transaction.atomic():
        Product.objects.select_for_update(no_key=True).get(pk=product.pk)
        page = ProductPage.objects.filter(product=product).first()
        if page is None:
            page = ProductPage(product=product, slug=_free_slug(name), created_at=now)
        before = {field: getattr(page, field) for field in _TOLD} if page.pk else {}
        page.name, page.about, page.html, page.shop_url = name, about, html_of(about), shop_url[:500]
        page.is_shown, page.changed_at = is_shown, now
        if picture is not None or not keeps_picture:
            page.picture = picture
        page.save()
        note_shown("product_page", page.pk, page.html)
        after = {field: getattr(page, field) for field in _TOLD}
        if before != after:
            record("product_page.changed", page, by=by, now=now, **changed(before, after))
        return page


def _free_slug(name: str) -> str:
    slug = slug_of(name)
    slug = "product" if slug == "-" else slug[:70]
    taken = set(ProductPage.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    return next(
        tried for n in range(1, len(taken) + 2) if (tried := slug if n == 1 else f"{slug}-{n}") not in taken
    )
