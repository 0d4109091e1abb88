#!/usr/bin/python3
"""kill -9 at 100 random moments, under intake over HTTP and publishing: nothing that was answered
with 201 is lost, nothing is published twice, the ledger verifies."""
import json
import sys
import os
import random
import threading
import time

from harness import Bureau, Tap, manifest, wait_for
from website import Website

KILLS = int(os.environ.get("KILLS", "100"))
tap = Tap()
random.seed(int(os.environ.get("SEED", "1")))
site = Website()
bureau = Bureau(channels=f"""( {{ name = "website"; type = "http"; preset = "wordpress";
    url = "{site.url}"; timeout = "2 s"; settle = "1 s"; parallel = 8; }} )""")
accepted = {}
stopping = threading.Event()
number = 0


def hand_in():
    """Posts one document after another; what is not answered is asked again, as a source would."""
    global number
    while not stopping.is_set():
        number += 1
        mine = number
        while not stopping.is_set():
            try:
                status, answer = bureau.request("POST", "/v1/documents", manifest(mine))
            except OSError:
                time.sleep(0.01)
                continue
            if status in (200, 201):
                accepted[mine] = json.loads(answer)["id"]
                break
            time.sleep(0.02)
        stopping.wait(0.02)


try:
    bureau.start()
    source = threading.Thread(target=hand_in)
    source.start()
    for _ in range(KILLS):
        time.sleep(random.uniform(0.0, 0.35))
        bureau.kill()
        bureau.start(wait=False)
    wait_for(bureau.is_up)
    stopping.set()
    source.join()

    tap.ok(len(accepted) >= KILLS // 4, f"{len(accepted)} documents were accepted on the way")
    tap.equal(len(set(accepted.values())), len(accepted), "each has a dossier of its own")

    def settled():
        try:
            phases = bureau.get_json("/v1/status")["phases"]
        except OSError:
            return False
        return phases.get("open", 0) + phases.get("due-soon", 0) + phases.get("overdue", 0) == 0

    tap.ok(wait_for(settled, 120, 0.2), "everything is published in the end",
           bureau.get("/v1/status")[1])
    lost = [mine for mine, dossier in accepted.items()
            if bureau.get_json(f"/v1/documents/{dossier}").get("doc_number") !=
            f"盐水政〔2026〕{mine}号"]
    tap.equal(lost, [], "nothing that was answered with 201 is lost")
    slugs = [post["slug"] for post in site.live()]
    tap.equal(len({slug.split("-r")[0] for slug in slugs}), len(slugs), "one article a document")
    tap.ok(all(slug.endswith("-r1-website") for slug in slugs), "nothing is published twice",
           [slug for slug in slugs if not slug.endswith("-r1-website")])
    tap.ok(len(slugs) >= len(accepted), "nothing is missing on the website")
    tap.equal(bureau.stop(), 0, "the daemon ends well")
    code, out, err = bureau.ctl("ledger", "verify")
    tap.equal(code, 0, f"the ledger verifies {out}{err}")
    print(f"# {KILLS} kills, {len(accepted)} documents, {len(site.creates)} creates")
finally:
    stopping.set()
    bureau.close(keep=tap.failed > 0 or sys.exc_info()[0])
    site.close()
tap.done()
