"""What a capability's `api` is written with: endpoints as data, shapes, problems, cursors."""
