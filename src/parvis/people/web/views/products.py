"""Products: what is sold, by reference. Purchases that name a new reference make it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from parvis.foundation.clock import utc_now
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen
from parvis.people.actions.products import change_product, create_product, remove_product
from parvis.people.logic.refusals import NotKept
from parvis.people.models import Product
from parvis.people.reads.purchases import families, products_page
from parvis.people.web.record_forms import ProductForm
from parvis.people.web.record_sentences import not_kept

_FORM = ("GET", "HEAD", "POST")


@screen(permission="people.manage")
def products(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("q", "").strip()[:200]
    rows, after = products_page(typed=typed, after=request.GET.get("after", "")[:80])
    return render(request, "people/products/index.html", {"rows": rows, "after": after, "typed": typed})


@screen(permission="people.manage", methods=_FORM)
def product_new(request: HttpRequest) -> HttpResponse:
    return _form(request, None)


@screen(permission="people.manage", methods=_FORM)
def product(request: HttpRequest, product_id: int) -> HttpResponse:
    return _form(request, product_of(product_id))


@screen(permission="people.manage", methods=("POST",))
def product_remove(request: HttpRequest, product_id: int) -> HttpResponse:
    found = product_of(product_id)
    try:
        remove_product(found, by=actor_of(request), now=utc_now())
    except NotKept as error:
        say(request, not_kept(error), tone="danger")
        return redirect("product", product_id)
    say(request, _("%(name)s is gone.") % {"name": found})
    return redirect("products")


def _form(request: HttpRequest, found: Product | None) -> HttpResponse:
    initial = {name: getattr(found, name) for name in ProductForm.base_fields} if found else {}
    form = ProductForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            if found is None:
                create_product(**form.cleaned_data, by=actor_of(request), now=utc_now())
            else:
                change_product(found, **form.cleaned_data, by=actor_of(request), now=utc_now())
        except NotKept as error:
            form.add_error(error.about if error.about in form.fields else None, not_kept(error))
        else:
            say(request, _("Kept."))
            return redirect("products")
    return render(
        request,
        "people/products/product.html",
        {"product": found, "form": form, "families": families()},
        status=400 if form.errors else 200,
    )


def product_of(product_id: int) -> Product:
    found = Product.objects.filter(pk=product_id).first()
    if found is None:
        raise Http404
    return found
