#!/usr/bin/python3
"""The main job on the embedded default: laid into the spool, bound, published, proven, escalated,
recorded."""
import hashlib
import json
import sys
import pathlib
import subprocess

from harness import REVIEW, Bureau, Tap, manifest, wait_for

tap = Tap()
bureau = Bureau().start()


def dossier(number):
    return bureau.get_json(f"/v1/documents/{number}")


def phase(number, rule="ten-day"):
    return next(o["phase"] for o in dossier(number)["obligations"] if o["rule"] == rule)


try:
    # --- published and proven at once -----------------------------------------------------
    bureau.lay("a.json", manifest(1))
    tap.ok(wait_for(lambda: bureau.get("/v1/documents/1")[0] == 200), "the spool is read")
    tap.ok(wait_for(lambda: dossier(1)["publications"][0]["state"] == "proven"),
           "a reviewed document is published and proven", json.dumps(dossier(1), indent=1))
    one = dossier(1)
    publication = one["publications"][0]
    tap.equal(publication["key"], "gongshi-1-r1-website", "idempotency key")
    tap.equal(publication["verdict"], "present", "verdict")
    tap.equal(publication["attempts"], 1, "one attempt")
    tap.equal({o["rule"] for o in one["obligations"]}, {"ten-day", "statutory"}, "two clocks")
    tap.equal(one["obligations"][0]["phase"], "met", "met")
    tap.equal(one["state"], "closed", "closed")
    status, page = bureau.request("GET", publication["url"].split(str(bureau.site))[1],
                                  port=bureau.site)
    tap.ok(status == 200 and "盐水政〔2026〕1号" in page.decode(), "a citizen reads the page")
    for tag in ("SiteName", "ColumnName", "ArticleTitle", "PubDate", "ContentSource", "Keywords"):
        tap.ok(f'name="{tag}"' in page.decode(), f"page tag {tag}")
    accepted = bureau.spool / "accepted" / "2026"
    tap.ok(wait_for(lambda: list(accepted.glob("1/*"))), "moved to accepted/YYYY/ID/",
           list(bureau.spool.rglob("*")))

    # --- not reviewed, not public, internal: never published ----------------------------------
    bureau.lay("b.json", manifest(2, review=None))
    bureau.lay("c.json", manifest(3, disclosure="on-request"))
    bureau.lay("d.json", manifest(4, audience="internal"))
    bureau.lay("e.json", manifest(5, not_before="2099-01-01"))
    tap.ok(wait_for(lambda: bureau.get_json("/v1/status")["phases"] and
                    len(bureau.get_json("/v1/documents")["documents"]) == 5), "five dossiers")
    by_number = {d["doc_number"]: d for d in bureau.get_json("/v1/documents")["documents"]}
    tap.equal(by_number["盐水政〔2026〕2号"]["state"], "awaiting-review", "waits for its review")
    tap.ok("disclosure" in [h["code"] for h in by_number["盐水政〔2026〕3号"]["holds"]],
           "依申请公开 is held")
    tap.ok("not-before" in [h["code"] for h in by_number["盐水政〔2026〕5号"]["holds"]],
           "not before its day")
    for number in (3, 4, 5):
        for shown in by_number[f"盐水政〔2026〕{number}号"]["publications"]:
            tap.equal(shown["attempts"], 0, f"{number} was never sent")

    # --- the review by command opens the gate -----------------------------------------------------
    second = by_number["盐水政〔2026〕2号"]["id"]
    code, out, err = bureau.ctl("review", second, "--by", "li", "--signed-by", "wang")
    tap.equal(code, 0, f"review by command {err}")
    tap.ok(wait_for(lambda: phase(second) == "met"), "then it is published", dossier(second))

    # --- an attachment, byte for byte ---------------------------------------------------------------
    data = bytes(range(256)) * 40
    bureau.lay_folder("f", manifest(6, attachments=["附表.xlsx"]), {"附表.xlsx": data})
    tap.ok(wait_for(lambda: len(bureau.get_json("/v1/documents")["documents"]) == 6), "folder")
    sixth = bureau.get_json("/v1/documents?search=6号")["documents"][0]["id"]
    tap.ok(wait_for(lambda: dossier(sixth)["publications"][0]["verdict"] == "present"),
           "proven with its attachment", json.dumps(dossier(sixth)["publications"], indent=1))

    # --- HTTP intake: created, same, revised ----------------------------------------------------------
    tap.equal(bureau.request("POST", "/v1/documents", manifest(7))[0], 201, "201 created")
    status, answer = bureau.request("POST", "/v1/documents", manifest(7))
    tap.equal((status, json.loads(answer)["status"]), (200, "same"), "the same again")
    tap.ok(wait_for(lambda: phase(json.loads(answer)["id"]) == "met"), "published")
    status, answer = bureau.request("POST", "/v1/documents", manifest(7, body="各单位：\n\n更正后的正文。"))
    seventh = json.loads(answer)["id"]
    tap.equal((status, json.loads(answer)["status"]), (201, "revised"), "a revision")
    tap.ok(wait_for(lambda: dossier(seventh)["publications"][0]["key"].endswith("-r2-website") and
                    dossier(seventh)["publications"][0]["state"] == "proven"),
           "the revision replaces the page", json.dumps(dossier(seventh), indent=1))

    # --- decisions, refused and recorded -----------------------------------------------------------------
    code, out, err = bureau.ctl("exempt", second, "--by", "li", "--approved-by", "li",
                                "--reason", "试")
    tap.equal(code, 1, "nobody approves his own request")
    code, out, err = bureau.ctl("hold", "盐水政〔2026〕5号", "--by", "li", "--reason", "核对数字")
    tap.equal(code, 0, f"hold by 文号 {err}")
    events = [entry["event"] for entry in bureau.ledger()]
    tap.ok("decision.refused" in events and "decision.hold" in events, "both are in the ledger")

    # --- refused input is kept with its reason -------------------------------------------------------------
    bureau.lay("bad.json", manifest(8, department="水利科"))
    reason = bureau.spool / "rejected" / "bad" / "reason.json"
    tap.ok(wait_for(reason.exists), "rejected/NAME/ with reason.json", list(bureau.spool.rglob("*")))
    if reason.exists():
        tap.ok({"code", "field", "sentence_zh", "sentence_en"} <= set(json.loads(reason.read_text())),
               "code, field and sentences", reason.read_text())

    tap.ok(wait_for(lambda: any("refused" in mail.name for mail in bureau.mails())),
           "and told to the office", bureau.mails())
    health = bureau.ctl_json("status")
    tap.equal([(c["name"], c["health"]) for c in health["channels"]], [("website", "ok")],
              "channels with their health")
    tap.equal([n["name"] for n in health["notifiers"]], ["mail"], "notifiers too")
    code, out, err = bureau.ctl("release", second, "--hold", "privacy", "--by", "nobody",
                                "--approved-by", "li", "--reason", "试")
    tap.equal(code, 1, "people who do not exist decide nothing")

    # --- what follows, and why ---------------------------------------------------------------------------
    fifth = bureau.ctl_json("show", "盐水政〔2026〕5号")["id"]
    explained = bureau.ctl_json("explain", fifth)
    tap.ok(any(e["rule"] == "ten-day" and e["days"] for e in explained), "explain day by day")
    tap.ok(any(line["what"] == "rung" for line in bureau.ctl_json("schedule", fifth)), "schedule")
    tap.ok(bureau.ctl("list")[0] == 0 and "盐水政〔2026〕1号" in bureau.ctl("list")[1], "list")
    tap.equal(bureau.ctl("show", 99999)[0], 1, "nothing found is 1")

    # --- the ledger, offline --------------------------------------------------------------------------------
    exported = bureau.dir / "ledger.jsonl"
    exported.write_text(bureau.ctl("ledger", "export", check=True)[1])
    (bureau.dir / "key").write_text(bureau.ctl("ledger", "key", check=True)[1])
    (bureau.dir / "checkpoint").write_text(bureau.ctl("ledger", "checkpoint", check=True)[1])
    tap.equal(bureau.ctl("ledger", "verify")[0], 0, "verify while the daemon writes")
    tap.equal(bureau.stop(), 0, "SIGTERM ends it well")
    arguments = ("ledger", "verify", "--ledger", exported, "--key", bureau.dir / "key",
                 "--checkpoint", bureau.dir / "checkpoint")
    code, out, err = bureau.ctl(*arguments)
    tap.equal(code, 0, f"the export verifies with file and key alone {out}{err}")
    lines = exported.read_bytes().split(b"\n")
    lines[3] = lines[3].replace(b'"', b"'", 1)
    exported.write_bytes(b"\n".join(lines))
    code, out, err = bureau.ctl(*arguments)
    tap.ok(code == 1 and "3" in out, f"a changed entry is named: {out}{err}")
    tap.equal(bureau.ctl("status")[0], 3, "no daemon is 3")

    # --- and up again ---------------------------------------------------------------------------------------------
    bureau.start()
    tap.equal(dossier(1)["publications"][0]["state"], "proven", "the state is there again")
    tap.equal(bureau.get_json("/v1/documents/1")["publications"][0]["attempts"], 1,
              "and nothing is sent twice")
finally:
    bureau.close(keep=tap.failed > 0 or sys.exc_info()[0])
    if tap.failed:
        print(f"# kept in {bureau.dir}")
tap.done()
