"""Products in public: what is shown, found by slug or by the shop's own reference."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from parvis.community.logic.stars import Stars
from parvis.community.models import ProductPage
from parvis.community.reads.reviews import stars_of_pages
from parvis.people.models import Product

PAGE = 40


@dataclass(frozen=True, slots=True)
class ProductRow:
    page: ProductPage
    stars: Stars


def shown_pages() -> QuerySet[ProductPage]:
    return ProductPage.objects.filter(is_shown=True).select_related("picture")


def page_of(slug: str) -> ProductPage | None:
    """A shown page by its slug."""
    return shown_pages().filter(slug=slug).first() if slug and "\x00" not in slug else None


def page_of_reference(reference: str) -> ProductPage | None:
    """A shown page by the shop's reference, or by its slug."""
    reference = reference.replace("\x00", "").strip()[:80]
    if not reference:
        return None
    found = shown_pages().filter(Q(product__reference=reference) | Q(slug=reference))
    return sorted(found, key=lambda page: page.slug == reference)[0] if found else None


def product_rows(*, typed: str = "", after: str = "", most: int = PAGE) -> tuple[list[ProductRow], str]:
    """Shown products by name with their figures, and the key of the next page or an empty string."""
    found = shown_pages()
    if text := typed.replace("\x00", "").strip()[:80]:
        found = found.filter(name__icontains=text)
    pages, key = _paged(found, after=after, most=most)
    figures = stars_of_pages(page.pk for page in pages)
    return [ProductRow(page, figures[page.pk]) for page in pages], key


@dataclass(frozen=True, slots=True)
class ProductOfDesk:
    """A product of the house with its public page, None where it has none yet."""

    product: Product
    page: ProductPage | None


def products_of_desk(*, typed: str = "", after: str = "", most: int = 50) -> tuple[list[ProductOfDesk], str]:
    """All products by reference, and the key of the next page or an empty string."""
    rows = Product.objects.order_by("reference").select_related("community_page")
    if text := typed.replace("\x00", "").strip()[:80]:
        rows = rows.filter(Q(reference__icontains=text) | Q(name__icontains=text))
    if after:
        rows = rows.filter(reference__gt=after.replace("\x00", "")[:80])
    found = list(rows[: most + 1])
    listed = [ProductOfDesk(one, getattr(one, "community_page", None)) for one in found[:most]]
    return listed, found[most - 1].reference if len(found) > most else ""


def _paged(found: QuerySet[ProductPage], *, after: str, most: int) -> tuple[list[ProductPage], str]:
    name, _, number = after.replace("\x00", "").rpartition("~")
    if number.isdecimal() and len(number) < 19:
        found = found.filter(Q(name__gt=name) | Q(name=name, pk__gt=int(number)))
    rows = list(found.order_by("name", "pk")[: most + 1])
    return rows[:most], f"{rows[most - 1].name}~{rows[most - 1].pk}" if len(rows) > most else ""
