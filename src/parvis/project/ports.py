"""Asking the network of this machine: is a port free, is the page served."""

import errno
import os
import socket
from urllib.parse import urlsplit

from parvis.project.problems import Problem


def require_free(host: str, port: int, *, variable: str) -> None:
    """Raises Problem where somebody else listens there, or we may not."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
            listener.listen(1)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise Problem(
                    f"Port {port} is taken by another program.",
                    f"Stop that program, or choose another port: {variable}={port + 10} make run",
                ) from error
            if error.errno == errno.EACCES:
                raise Problem(
                    f"Port {port} is reserved for the system.", f"Choose one from 1024 up: {variable}=8000"
                ) from error
            raise Problem(
                f"Nothing can listen on {host} port {port}: {error.strerror}.", "Check PARVIS_HOST."
            ) from error


def is_served(host: str, port: int, *, path: str = "/healthz", timeout_seconds: float = 5) -> bool:
    """Whether a page comes back; not found is an answer too, a server's failure is none."""
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    # Pages answer under their public name alone where one is set.
    name = urlsplit(os.environ.get("PARVIS_ORIGIN", "")).netloc or "localhost"
    request = f"GET {path} HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n"
    try:
        with socket.create_connection((target, port), timeout=timeout_seconds) as connection:
            connection.sendall(request.encode())
            status = connection.recv(64).split(b" ")
    except OSError:
        return False
    return len(status) > 1 and status[0].startswith(b"HTTP/") and status[1] < b"500"
