"""Addresses of this capability."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from parvis.conversations.web.views import (
    act,
    articles,
    askers,
    conversation,
    files,
    inbox,
    mention,
    presence,
    queues,
    rows,
    write,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/askers/", askers.asker_list, name="inbox-askers"),
    path("inbox/list", inbox.inbox_list, name="inbox-list"),
    path("inbox/figures/messages/", rows.message_rows, name="message-rows"),
    path("inbox/figures/first-replies/", rows.first_reply_rows, name="first-reply-rows"),
    path("inbox/from-mention/<int:mention_id>/", mention.open_mention, name="open-from-mention"),
    path("inbox/messages/<int:message_id>/html", files.message_html, name="message-html"),
    path("inbox/messages/<int:message_id>/retry", write.retry, name="message-retry"),
    path("inbox/files/<int:attachment_id>", files.attachment, name="attachment"),
    path("inbox/files/<int:attachment_id>/small", files.small_picture, name="picture-small"),
    path("inbox/files/<int:attachment_id>/large", files.large_picture, name="picture-large"),
    path("inbox/<int:conversation_id>/", conversation.conversation, name="conversation"),
    path("inbox/<int:conversation_id>/thread", conversation.thread, name="conversation-thread"),
    path("inbox/<int:conversation_id>/older", conversation.older, name="conversation-older"),
    path("inbox/<int:conversation_id>/reply", write.send_reply, name="conversation-reply"),
    path("inbox/<int:conversation_id>/note", write.leave_note, name="conversation-note"),
    path("inbox/<int:conversation_id>/take", act.take_it, name="conversation-take"),
    path("inbox/<int:conversation_id>/release", act.release_it, name="conversation-release"),
    path("inbox/<int:conversation_id>/assign", act.assign_to, name="conversation-assign"),
    path("inbox/<int:conversation_id>/status", act.set_status, name="conversation-status"),
    path("inbox/<int:conversation_id>/snooze", act.snooze_it, name="conversation-snooze"),
    path("inbox/<int:conversation_id>/move", act.move, name="conversation-move"),
    path("inbox/<int:conversation_id>/merge", act.merge_into, name="conversation-merge"),
    path("inbox/<int:conversation_id>/presence", presence.presence, name="conversation-presence"),
    path("inbox/<int:conversation_id>/articles", articles.articles, name="conversation-articles"),
    path("inbox/articles/<int:article_id>", articles.article_words, name="conversation-article-words"),
    path("settings/queues/", queues.queue_list, name="queues"),
    path("settings/queues/new/", queues.new_queue, name="queue-new"),
    path("settings/queues/<int:queue_id>/", queues.queue, name="queue"),
]
