#!/usr/bin/python3
"""A full disk: nothing is answered with 201 that is not on disk, nothing is lost, work goes on when
there is room again.  On a small tmpfs in a mount namespace of the test's own."""
import json
import sys
import os
import pathlib
import subprocess
import sys
import tempfile

if "GONGSHI_SMALL_DISK" not in os.environ:
    folder = tempfile.mkdtemp(prefix="gongshi-disk-")
    probe = subprocess.run(["unshare", "--mount", "mount", "-t", "tmpfs", "none", folder],
                           capture_output=True)
    if probe.returncode != 0:
        print("ok 1 - a full disk # SKIP no mount namespaces here (root is needed)\n1..1")
        os.rmdir(folder)
        sys.exit(0)
    status = subprocess.run(
        ["unshare", "--mount", "sh", "-c",
         'mount -t tmpfs -o size=16m none "$GONGSHI_SMALL_DISK" && exec "$0" "$@"',
         sys.executable, __file__], env=dict(os.environ, GONGSHI_SMALL_DISK=folder)).returncode
    os.rmdir(folder)
    sys.exit(status)

tempfile.tempdir = os.environ["GONGSHI_SMALL_DISK"]
from harness import Bureau, Tap, manifest, wait_for  # noqa: E402

tap = Tap()
bureau = Bureau().start()
ballast = pathlib.Path(tempfile.tempdir) / "ballast"


def fill():
    with open(ballast, "ab", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 65536)
        except OSError:
            pass
        try:
            while True:
                file.write(b"\0" * 512)
        except OSError:
            pass


try:
    tap.equal(bureau.request("POST", "/v1/documents", manifest(1))[0], 201, "room: 201")
    tap.ok(wait_for(lambda: bureau.get_json("/v1/documents/1")["state"] == "closed"), "published")
    # Laid down while there is room, found while there is none.
    big = manifest(3, body="长文。" * 60000)
    fill()
    accepted, refused = {1}, 0
    for number in range(10, 60):
        status, answer = bureau.request("POST", "/v1/documents",
                                        manifest(number, body="正文。" * 5000))
        if status == 201:
            accepted.add(json.loads(answer)["id"])
        else:
            refused += 1
            if refused == 1:
                problem = json.loads(answer)
                tap.ok(status in (503, 507) and problem.get("detail"),
                       f"no room: {status}", answer.decode())
        if refused > 3:
            break
    tap.ok(refused > 0, "a full disk is answered with an error, never with 201")
    tap.equal(bureau.get("/healthz")[0], 200, "the daemon lives on")
    tap.ok("room" in bureau.log_text() or "full" in bureau.log_text(), "the log says what to do",
           bureau.log_text()[-2000:])

    ballast.unlink()
    status, answer = bureau.request("POST", "/v1/documents", manifest(2))
    tap.ok(wait_for(lambda: bureau.request("POST", "/v1/documents", manifest(2))[0] in (200, 201)),
           "room again: work goes on")
    bureau.lay("big.json", big)
    tap.ok(wait_for(lambda: bureau.get_json("/v1/documents?search=3号")["documents"]), "the spool too")
    for dossier in accepted:
        tap.equal(bureau.get(f"/v1/documents/{dossier}")[0], 200, f"{dossier} was not lost")
    tap.ok(wait_for(lambda: not any(bureau.get_json("/v1/status")["phases"].get(p)
                                    for p in ("open", "due-soon", "overdue"))),
           "everything is published", bureau.get("/v1/status")[1])
    tap.equal(bureau.stop(), 0, "ends well")
    code, out, err = bureau.ctl("ledger", "verify")
    tap.equal(code, 0, f"one unforked ledger {out}{err}")
finally:
    bureau.close()
tap.done()
