from django.apps import AppConfig


class LabellingConfig(AppConfig):
    name = "parvis.labelling"
    label = "labelling"
