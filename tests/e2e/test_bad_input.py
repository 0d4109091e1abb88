#!/usr/bin/python3
"""Bad manifests and broken configurations: a sentence that says what, where and what to do, and
nothing is lost."""
import json
import sys
import os
import subprocess

from harness import BUILD, Bureau, Tap, manifest, wait_for

tap = Tap()
good = manifest(1)


def without(key):
    return {name: value for name, value in good.items() if name != key}


MANIFESTS = {
    # name: (bytes or object, field that must be named)
    "cut.json": (b'{"title": "x", ', ""),
    "text.json": ("这不是 JSON".encode(), ""),
    "double.json": (b'{"title": "a", "title": "b"}', ""),
    "array.json": (b"[1, 2]", ""),
    "no-title.json": (without("title"), "title"),
    "no-issuer.json": (without("issuer"), "issuer"),
    "no-date.json": (without("issued_on"), "issued_on"),
    "bad-date.json": ({**good, "issued_on": "2026-02-30"}, "issued_on"),
    "bad-class.json": ({**good, "disclosure": "maybe"}, "disclosure"),
    "no-reason.json": ({**good, "disclosure": "none"}, "exempt_reason"),
    "department.json": ({**good, "department": "没有的处"}, "department"),
    "category.json": ({**good, "category": "没有的类"}, "category"),
    "escape.json": ({**good, "body": None, "body_file": "../../../etc/passwd"}, "body_file"),
    "deep.json": (b'{"notice": ' + b'{"a":' * 100 + b"1" + b"}" * 100 + b"}", ""),
    "bytes.json": (b'{"title": "\xff\xfe\xfa"}', ""),
}

CONFIGURATIONS = {
    # what is replaced: (old, new, what the fault must name)
    "unknown setting": ('kind = "publish";', 'kind = "publish"; terms = "3 days";', "terms"),
    "unknown kind": ('kind = "publish"', 'kind = "publich"', "publich"),
    "bad term": ('term = "10 days"', 'term = "10 fortnights"', "fortnights"),
    "no channel": ('channels = [ "website" ]', 'channels = [ "webside" ]', "webside"),
    "no ladder": ('ladder = "standard"', 'ladder = "standart"', "standart"),
    "bad hours": ('hours = "08:30-17:30"', 'hours = "25:00-17:30"', "hours"),
    "no post": ('tell = [ "liaison" ]', 'tell = [ "liason" ]', "liason"),
    "bad offset": ('utc_offset = "+08:00"', 'utc_offset = "Shanghai"', "utc_offset"),
    "no person": ('office = "zhou"', 'office = "nobody"', "nobody"),
    "unknown type": ('type = "maildir"', 'type = "pigeon"', "pigeon"),
    "syntax": ('store = {', 'store = {{', ""),
    "wrapping number": ('store = { type = "sqlite"; };',
                        'store = { type = "sqlite"; }; limits = { attachment = 99999999999; };',
                        "99999999999"),
    "no holidays": ("/data/holidays", "/data/holy", "holy"),
}

bureau = Bureau()
try:
    # --- broken configurations ------------------------------------------------------------------
    text = bureau.conf.read_text()
    for name, (old, new, names) in CONFIGURATIONS.items():
        assert old in text, old
        bureau.conf.write_text(text.replace(old, new, 1))
        done = subprocess.run([BUILD / "gongshid", "--config", bureau.conf, "--check"],
                              capture_output=True, text=True, env=bureau.environment())
        said = done.stdout + done.stderr
        tap.ok(done.returncode == 2 and names in said and "gongshi.conf:" in said,
               f"configuration: {name}", f"exit {done.returncode}\n{said}")
    bureau.conf.write_text(text)
    done = subprocess.run([BUILD / "gongshid", "--config", bureau.conf, "--check"],
                          capture_output=True, text=True, env=bureau.environment())
    tap.equal(done.returncode, 0, f"the sound one passes {done.stderr}")

    # --- malformed manifests -----------------------------------------------------------------------
    bureau.start()
    for name, (content, _) in MANIFESTS.items():
        bureau.lay(name, content)
    os.symlink("/etc/passwd", bureau.spool / "incoming" / "link.json")
    expected = {name[:-5] for name in MANIFESTS} | {"link.json"}
    rejected = bureau.spool / "rejected"
    tap.ok(wait_for(lambda: {p.parent.name for p in rejected.glob("*/reason.json")} >= expected, 90),
           "all are refused", sorted(p.name for p in rejected.glob("*")))
    for name, (content, field) in MANIFESTS.items():
        reason = json.loads((rejected / name[:-5] / "reason.json").read_text())
        tap.ok(field in reason["field"] and reason["sentence_zh"] and reason["sentence_en"],
               f"manifest: {name}", json.dumps(reason, ensure_ascii=False))
        kept = (rejected / name[:-5] / name).read_bytes()
        sent = content if isinstance(content, bytes) else \
            json.dumps(content, ensure_ascii=False).encode()
        tap.equal(kept, sent, f"{name} is kept as it came")
    tap.equal(list((bureau.spool / "incoming").iterdir()), [], "nothing is left lying")
    refused = [e for e in bureau.ledger() if e["event"] == "document.refused"]
    tap.ok(len(refused) >= len(expected), "every refusal is in the ledger")

    # --- over HTTP ----------------------------------------------------------------------------------
    for name, (content, field) in MANIFESTS.items():
        body = content if isinstance(content, bytes) else \
            json.dumps(content, ensure_ascii=False).encode()
        status, answer = bureau.request("POST", "/v1/documents", body)
        problem = json.loads(answer)
        tap.ok(400 <= status < 500 and problem.get("title") and problem.get("detail"),
               f"POST {name}: {status}", answer.decode(errors="replace"))

    # --- a bad configuration on SIGHUP keeps the old one -----------------------------------------------
    import signal
    bureau.conf.write_text(text.replace('term = "10 days"', 'term = "ten days"'))
    bureau.process.send_signal(signal.SIGHUP)
    tap.ok(wait_for(lambda: any(e["event"] == "config.refused" for e in bureau.ledger())),
           "a bad reload is refused and recorded")
    bureau.lay("still.json", manifest(77))
    tap.ok(wait_for(lambda: bureau.get_json("/v1/documents?search=77号")["documents"]),
           "and the old one works on")
    bureau.conf.write_text(text.replace('term = "10 days"', 'term = "12 days"'))
    bureau.process.send_signal(signal.SIGHUP)
    tap.ok(wait_for(lambda: any(e["event"] == "config.loaded" for e in bureau.ledger())),
           "a good one is loaded")
finally:
    bureau.close(keep=tap.failed > 0 or sys.exc_info()[0])
tap.done()
