"""Settings: the tags of the house. Made where they are used, put in order here."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.foundation.clock import utc_now
from parvis.foundation.logic.typed import id_typed
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen
from parvis.people.actions.tags import change_tag, create_tag, merge_tags, remove_tag
from parvis.people.logic.refusals import NotKept
from parvis.people.models import Tag
from parvis.people.reads.tags import tags_with_counts
from parvis.people.web.record_forms import TagForm
from parvis.people.web.record_sentences import not_kept

_FORM = ("GET", "HEAD", "POST")


# A legal duty, so that merging and counting leave out no record that is withheld.
@screen(permission="people.manage", purpose="legal_duty", methods=_FORM)
def tags(request: HttpRequest) -> HttpResponse:
    form = TagForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            create_tag(
                form.cleaned_data["name"], tone=form.cleaned_data["tone"], by=actor_of(request), now=utc_now()
            )
        except NotKept as error:
            form.add_error(error.about if error.about in form.fields else None, not_kept(error))
        else:
            say(request, _("Kept."))
            return redirect("tags")
    return render(
        request,
        "people/tags/index.html",
        {"form": form, "rows": tags_with_counts()},
        status=400 if form.errors else 200,
    )


@screen(permission="people.manage", purpose="legal_duty", methods=_FORM)
def tag(request: HttpRequest, tag_id: int) -> HttpResponse:
    """Rename it, give it another colour, or (`into`) let it become another tag."""
    found = tag_of(tag_id)
    form = TagForm(
        request.POST if request.method == "POST" and "into" not in request.POST else None,
        initial={"name": found.name, "tone": found.tone},
    )
    if request.method == "POST" and "into" in request.POST:
        into = tag_of(id_typed(request.POST["into"]))
        try:
            moved = merge_tags(found, into=into, by=actor_of(request), now=utc_now())
        except NotKept as error:
            say(request, not_kept(error), tone="danger")
            return redirect("tag", tag_id)
        say(
            request,
            ngettext(
                "Merged: %(n)d record bears %(name)s now.", "Merged: %(n)d records bear %(name)s now.", moved
            )
            % {"n": moved, "name": into.name},
        )
        return redirect("tags")
    if request.method == "POST" and form.is_valid():
        try:
            change_tag(found, **form.cleaned_data, by=actor_of(request), now=utc_now())
        except NotKept as error:
            form.add_error(error.about if error.about in form.fields else None, not_kept(error))
        else:
            say(request, _("Kept."))
            return redirect("tags")
    rows = tags_with_counts()
    return render(
        request,
        "people/tags/tag.html",
        {
            "tag": found,
            "form": form,
            "others": [one for one, _count in rows if one.pk != found.pk],
            "count": {one.pk: count for one, count in rows}.get(found.pk, 0),
        },
        status=400 if form.errors else 200,
    )


@screen(permission="people.manage", purpose="legal_duty", methods=("POST",))
def tag_remove(request: HttpRequest, tag_id: int) -> HttpResponse:
    found = tag_of(tag_id)
    remove_tag(found, by=actor_of(request), now=utc_now())
    say(request, _("The tag %(name)s is gone.") % {"name": found.name})
    return redirect("tags")


def tag_of(tag_id: int) -> Tag:
    found = Tag.objects.filter(pk=tag_id).first()
    if found is None:
        raise Http404
    return found
