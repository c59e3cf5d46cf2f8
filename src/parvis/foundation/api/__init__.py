"""What a capability's `api.py` is written with: endpoints as data, shapes, problems, cursors."""
