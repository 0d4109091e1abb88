#!/usr/bin/python3
"""200 documents through the spool while the website fails in every way it can: 200 articles, none
twice, none lost."""
import json
import sys
import random

from harness import Bureau, Tap, manifest, wait_for
from website import Website

COUNT = 200
tap = Tap()
random.seed(20261124)
KINDS = ["500-before", "502-before", "503", "429", "cut-before", "cut-after", "500-after",
         "junk-after", "hang-after", "slow-after"]
tries = {}


def faults(slug):
    """Most first creates fail, some second ones, no third."""
    tries[slug] = tries.get(slug, 0) + 1
    chance = {1: 0.7, 2: 0.4}.get(tries[slug], 0)
    return random.choice(KINDS) if random.random() < chance else None


site = Website(faults, settle_s=2.5)
bureau = Bureau(channels=f"""( {{ name = "website"; type = "http"; preset = "wordpress";
    url = "{site.url}"; timeout = "2 s"; settle = "3 s"; parallel = 16; }} )""")
try:
    # Back-offs run ten times as fast as life; what concerns the real server stays real.
    bureau.start("--clock", "2026-11-23T09:00,10")
    for number in range(1, COUNT + 1):
        bureau.lay(f"{number}.json", manifest(number))

    def proven():
        counts = bureau.get_json("/v1/status")["phases"]
        return counts.get("met", 0) + counts.get("met-late", 0) == COUNT

    tap.ok(wait_for(proven, 240, 0.5), "every document is proven", bureau.get("/v1/status")[1])
    slugs = sorted(post["slug"] for post in site.live())
    tap.equal(len(slugs), COUNT, "200 articles")
    tap.equal(len({slug.split("-r1-")[0] for slug in slugs}), COUNT, "one a document")
    tap.ok(all(slug.endswith("-r1-website") for slug in slugs), "under the key that was sent",
           [slug for slug in slugs if not slug.endswith("-r1-website")])
    seen = {fault for _, fault in site.creates if fault}
    tap.equal(seen, set(KINDS), "every fault did happen")
    early = [path for path in site.page_requests if path.strip("/") not in slugs and path != "/"]
    tap.equal(early, [], "no address was asked for that the CMS had not named")
    print(f"# {len(site.creates)} creates for {COUNT} documents, "
          f"{sum(1 for _, fault in site.creates if fault)} faults")

    tap.equal(bureau.stop(), 0, "the daemon ends well")
    code, out, err = bureau.ctl("ledger", "verify")
    tap.equal(code, 0, f"the ledger verifies {out}{err}")
    intended = [entry["data"]["key"] for entry in bureau.ledger()
                if entry["event"] == "publication.intended"]
    tap.equal(set(intended), set(slugs), "every key was on disk before it was sent")
finally:
    bureau.close(keep=tap.failed > 0 or sys.exc_info()[0])
    site.close()
tap.done()
