"""What views and templates are built from: each module is one family of components.

Templates reach them through `{% load shell %}`; views import the dataclasses (Tab, Chart …).
"""
