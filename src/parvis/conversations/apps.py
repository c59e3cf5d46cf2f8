from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "parvis.conversations"
    label = "conversations"
