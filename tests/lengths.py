"""The longest files of tests, by processor seconds: who starts them first has none of them left alone at the end.

Measured on the slow half of a shared machine; only their order counts. A file that takes under ten seconds needs no
line, one that is gone does no harm.
"""

from __future__ import annotations

SECONDS = {
    "project/test_supervisor.py": 145,
    "project/test_backup.py": 60,
    "project/test_upgrade.py": 25,
    "project/test_command_line.py": 25,
    "project/test_erased_again.py": 25,
    "project/test_live.py": 18,
    "project/test_deploy.py": 10,
    "api/test_schemathesis.py": 75,
    "architecture/test_every_url.py": 55,
    "labelling/test_relabelling.py": 17,
    "architecture/test_hostile_addresses.py": 20,
    "channels/test_streams.py": 20,
    "api/test_every_endpoint.py": 20,
    "foundation/test_pictures.py": 14,
    "people/test_screens.py": 12,
    "people/test_erasures.py": 12,
    "channels/test_import_kill.py": 11,
    "listening/web/test_explore.py": 11,
    "architecture/test_ids_in_pages.py": 10,
    "labelling/test_training.py": 10,
    "listening/test_killed_worker.py": 10,
    "journeys/test_accessibility.py": 135,
    "journeys/test_community.py": 30,
    "journeys/test_loop_in_browser.py": 20,
    "journeys/test_real_threads.py": 18,
}
