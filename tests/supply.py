"""What Parvis is made of, as a bill of materials, and whether any part of it is known to be vulnerable.

    python tests/supply.py            writes build/bill-of-materials.cdx.json (CycloneDX 1.5), then asks OSV

The bill comes from the lock file and the vendored files' manifest. The question needs the network; where the
database cannot be reached it says so and does not fail, a known vulnerability does.
"""

from __future__ import annotations

import hashlib
import http.client
import importlib.metadata
import json
import re
import sys
import uuid
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

REPOSITORY = Path(__file__).resolve().parent.parent
LOCK = REPOSITORY / "requirements/base.txt"
VENDORED = REPOSITORY / "src/parvis/foundation/static/vendor/manifest.json"
BILL = REPOSITORY / "build/bill-of-materials.cdx.json"
OSV = "https://api.osv.dev/v1/querybatch"
_LINE = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def locked_packages(text: str) -> list[dict[str, Any]]:
    """Components of the lock file, in its order: name, version, address, hashes, licence where it is known."""
    components: list[dict[str, Any]] = []
    for line in text.splitlines():
        if found := _LINE.match(line):
            name, version = found[1].lower().replace("_", "-"), found[2]
            components.append(
                {
                    "type": "library",
                    "bom-ref": f"pkg:pypi/{name}@{version}",
                    "name": name,
                    "version": version,
                    "purl": f"pkg:pypi/{name}@{version}",
                    **_licence_of(name),
                    "hashes": [],
                }
            )
        for digest in _HASH.findall(line):
            components[-1]["hashes"].append({"alg": "SHA-256", "content": digest})
    return components


def vendored_files(text: str) -> list[dict[str, Any]]:
    """What is shipped beside the packages: scripts, fonts, icons, each with its files' hashes."""
    return [
        {
            "type": "library",
            "bom-ref": f"vendored:{entry['name']}@{entry['version']}",
            "name": entry["name"],
            "version": entry["version"],
            "purl": f"pkg:generic/{entry['name']}@{entry['version']}",
            "licenses": [{"license": {"id": entry["licence"]}}],
            "hashes": [{"alg": "SHA-256", "content": digest} for digest in entry["sha256"].values()],
        }
        for entry in json.loads(text)
    ]


def bill_of_materials(lock: str, vendored: str) -> dict[str, Any]:
    """The same input gives the same bill, to the byte: no time stands in it."""
    digest = hashlib.sha256(f"{lock}{vendored}".encode()).hexdigest()
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, digest)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "parvis",
                "name": "parvis",
                "version": importlib.metadata.version("parvis"),
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            }
        },
        "components": [*locked_packages(lock), *vendored_files(vendored)],
    }


def known_vulnerabilities(bill: dict[str, Any], *, url: str = OSV) -> dict[str, list[str]] | None:
    """Package → ids of its vulnerabilities; None where the database cannot be reached."""
    addresses = [part["purl"] for part in bill["components"]]
    body = json.dumps({"queries": [{"package": {"purl": address}} for address in addresses]})
    place = urlsplit(url)
    kind = http.client.HTTPSConnection if place.scheme == "https" else http.client.HTTPConnection
    connection = kind(place.netloc, timeout=10)
    try:
        connection.request("POST", place.path, body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        content = answer.read()
        if answer.status != 200:
            return None
        results = json.loads(content)["results"]
    except (OSError, http.client.HTTPException, ValueError, KeyError):
        return None
    finally:
        connection.close()
    return {
        address: [entry["id"] for entry in result["vulns"]]
        for address, result in zip(addresses, results, strict=True)
        if result.get("vulns")
    }


def _licence_of(name: str) -> dict[str, Any]:
    try:
        about = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        return {}
    said = about.get("License-Expression") or next(
        (line.rpartition(" :: ")[2] for line in about.get_all("Classifier") or [] if line.startswith("License")), ""
    )
    return {"licenses": [{"license": {"name": said}}]} if said else {}


def main() -> int:
    bill = bill_of_materials(LOCK.read_text(), VENDORED.read_text())
    BILL.parent.mkdir(exist_ok=True)
    BILL.write_text(json.dumps(bill, indent=1) + "\n")
    print(f"{len(bill['components'])} parts in {BILL.relative_to(REPOSITORY)}")
    found = known_vulnerabilities(bill)
    if found is None:
        print("NOT RUN: the database of vulnerabilities (osv.dev) cannot be reached from here.")
        return 0
    for address, ids in found.items():
        print(f"VULNERABLE: {address}: {', '.join(ids)}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
