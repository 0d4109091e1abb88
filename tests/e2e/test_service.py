#!/usr/bin/python3
"""The service: readiness and watchdog by the notify protocol, SIGTERM, the unit's sandbox."""
import os
import sys
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile

from harness import BUILD, TOP, Bureau, Tap, wait_for

tap = Tap()
bureau = Bureau()
heard = []
try:
    path = str(bureau.dir / "notify.sock")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(path)
        manager.settimeout(0.05)

        def listen():
            try:
                heard.append(manager.recv(4096).decode())
            except socket.timeout:
                pass
            return "".join(heard)

        os.environ.update(NOTIFY_SOCKET=path, WATCHDOG_USEC="400000")
        bureau.start(wait=False)
        os.environ.update(WATCHDOG_PID=str(bureau.process.pid))
        tap.ok(wait_for(lambda: "READY=1" in listen()), "READY=1")
        tap.equal(bureau.get("/readyz")[0], 200, "and then it is ready")
        tap.ok(wait_for(lambda: listen().count("WATCHDOG=1") >= 3), "WATCHDOG=1 again and again")
        bureau.process.terminate()
        tap.ok(wait_for(lambda: "STOPPING=1" in listen()), "STOPPING=1")
        tap.equal(bureau.process.wait(30), 0, "SIGTERM ends it well")
        bureau.process = None
        for name in ("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"):
            os.environ.pop(name)

    # --- two daemons -----------------------------------------------------------------------
    bureau.start()
    second = subprocess.run([BUILD / "gongshid", "--config", bureau.conf], capture_output=True,
                            text=True, env=bureau.environment(), timeout=30)
    tap.ok(second.returncode != 0 and "in use" in second.stderr, "a second one is refused",
           second.stderr)
    other = Bureau().start()
    tap.equal((bureau.get("/healthz")[0], other.get("/healthz")[0]), (200, 200), "two side by side")
    other.close()
    mode = oct(os.stat(bureau.dir / "run.sock").st_mode & 0o777)
    tap.equal(mode, "0o660", "mode of the socket")

    # --- the unit -------------------------------------------------------------------------------
    if shutil.which("systemd-analyze"):
        with tempfile.TemporaryDirectory() as folder:
            unit = pathlib.Path(folder) / "gongshid.service"
            unit.write_text((TOP / "systemd/gongshid.service.in").read_text()
                            .replace("@sbindir@", "/usr/bin/env"))
            done = subprocess.run(["systemd-analyze", "security", "--offline=true", unit],
                                  capture_output=True, text=True)
            found = re.search(r"exposure level for \S+: ([\d.]+)", done.stdout)
            tap.ok(found and float(found.group(1)) <= 2.0,
                   f"systemd-analyze security: {found and found.group(1)}", done.stderr)
    else:
        print("# no systemd-analyze here")
    for option, text in (("--version", "gongshid "), ("--help", "--clock")):
        done = subprocess.run([BUILD / "gongshid", option], capture_output=True, text=True)
        tap.ok(done.returncode == 0 and text in done.stdout, option)
    tap.equal(subprocess.run([BUILD / "gongshid", "--nonsense"], capture_output=True).returncode, 2,
              "usage is 2")
finally:
    bureau.close(keep=tap.failed > 0 or sys.exc_info()[0])
tap.done()
