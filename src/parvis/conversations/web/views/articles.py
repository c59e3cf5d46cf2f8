"""The knowledge base in the composer: an article's words or its address go into the answer."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from parvis.accounts.permissions import account_of
from parvis.community.logic.articles import plain_of
from parvis.community.permissions import get_article
from parvis.conversations.permissions import get_conversation
from parvis.conversations.reads.articles import articles_for
from parvis.foundation.web.screens import screen


@screen(permission="conversations.answer", purpose="service")
def articles(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """The list under the composer's button, as a fragment: the likeliest first, or what a search finds."""
    found = get_conversation(account_of(request), conversation_id)
    typed = request.GET.get("q", "")[:200]
    shown = {"conversation": found, "rows": articles_for(found, typed=typed), "typed": typed.strip()}
    return render(request, "conversations/conversation/_articles.html", shown)


@screen(permission="conversations.answer")
def article_words(request: HttpRequest, article_id: int) -> HttpResponse:
    """What is put into the answer: the words without marks, and the address."""
    article = get_article(None, article_id)
    path = f"/community/articles/{article.pk}/{article.slug}/"
    link = f"{settings.ORIGIN}{path}" if settings.ORIGIN else request.build_absolute_uri(path)
    return JsonResponse({"text": plain_of(article.text), "link": f"{article.title}\n{link}"})
