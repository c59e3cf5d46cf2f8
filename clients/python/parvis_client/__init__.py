"""A small typed client for Parvis.

    from parvis_client import Parvis, Refused

    parvis = Parvis("https://parvis.example.org", token)
    for person in parvis.every(parvis.list_people, q="martin"):
        print(person["name"])
"""

from parvis_client.client import Parvis
from parvis_client.transport import Refused, Unreachable

__all__ = ["Parvis", "Refused", "Unreachable"]
