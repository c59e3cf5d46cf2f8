"""Telling systemd how far a service is (Type=notify), so that `systemctl start` returns when pages are served."""

import contextlib
import os
import socket


def tell(state: str) -> None:
    """READY=1 or STOPPING=1. Nothing happens where nobody asked for it."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    if address.startswith("@"):
        address = "\0" + address[1:]
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.sendto(state.encode(), address)
