"""The company's desk for products: what of them is public."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from parvis.community.actions.pictures import keep_picture
from parvis.community.actions.product_pages import set_product_page
from parvis.community.logic.errors import CommunityError
from parvis.community.models import ProductPage
from parvis.community.reads.product_pages import products_of_desk
from parvis.community.reads.reviews import stars_of_pages
from parvis.community.web.sentences import sentence
from parvis.foundation.clock import utc_now
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen
from parvis.people.models import Product


@screen(permission="community.manage")
def products(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("q", "").strip()[:80]
    listed, after = products_of_desk(typed=typed, after=request.GET.get("after", ""))
    figures = stars_of_pages(one.page.pk for one in listed if one.page)
    rows = [(one.product, one.page, figures.get(one.page.pk) if one.page else None) for one in listed]
    return render(request, "community/desk/products.html", {"rows": rows, "typed": typed, "after": after})


@screen(permission="community.manage", methods=("GET", "HEAD", "POST"))
def product(request: HttpRequest, product_id: int) -> HttpResponse:
    """Name, description and picture as everybody sees them; shown or hidden."""
    found = get_object_or_404(Product, pk=product_id)
    page = ProductPage.objects.filter(product=found).select_related("picture").first()
    given = {
        "name": page.name if page else found.name or found.reference,
        "about": page.about if page else "",
        "shop_url": page.shop_url if page else "",
    }
    problem = ""
    if request.method == "POST":
        given = {name: request.POST.get(name, "").strip() for name in given}
        try:
            _save(request, found, given)
        except CommunityError as refused:
            problem = sentence(refused)
        except ValidationError:
            problem = _("This is no address of a page. It begins with https:// or http://.")
        else:
            return redirect("community-desk-product", product_id=found.pk)
    shown = {"product": found, "page": page, "given": given, "problem": problem}
    return render(request, "community/desk/product.html", shown, status=422 if problem else 200)


def _save(request: HttpRequest, found: Product, given: dict[str, str]) -> None:
    if given["shop_url"]:
        URLValidator(schemes=["http", "https"])(given["shop_url"])
    now, sent = utc_now(), request.FILES.get("picture")
    picture = keep_picture(sent.read(), by=None, now=now) if sent is not None and sent.size else None
    is_shown = request.POST.get("is_shown") == "1"
    set_product_page(
        found, **given, is_shown=is_shown, picture=picture,
        keeps_picture=request.POST.get("drop_picture") != "1", by=actor_of(request), now=now,
    )  # fmt: skip
    say(request, _("Saved. Everybody can read its page.") if is_shown else _("Saved. Its page is hidden."))
