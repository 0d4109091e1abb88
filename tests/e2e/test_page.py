#!/usr/bin/python3
"""What a person sees: the board, a dossier, the public page, in a real browser, with screenshots
kept in the build folder."""
import json
import sys
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

from harness import BUILD, TOKEN, Bureau, Tap, manifest, wait_for

tap = Tap()
shots = BUILD / "tests" / "e2e" / "screenshots"
shots.mkdir(parents=True, exist_ok=True)
browser = shutil.which("chromium") or shutil.which("google-chrome")


def chromium(url, *arguments, size="1280,1800"):
    with tempfile.TemporaryDirectory() as profile:
        return subprocess.run(
            [browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
             "--no-first-run", "--disable-background-networking", "--disable-component-update",
             "--disable-sync", f"--user-data-dir={profile}", f"--window-size={size}", *arguments,
             url], capture_output=True, timeout=120)


def shoot(name, url, **options):
    path = shots / f"{name}.png"
    chromium(url, f"--screenshot={path}", **options)
    tap.ok(path.exists() and path.stat().st_size > 20000, f"screenshot {path.name}")


def seen(url):
    """The page as the browser holds it."""
    return chromium(url, "--dump-dom").stdout.decode()


bureau = Bureau().start()
try:
    from datetime import date, timedelta
    today = date.today()

    def days_ago(n):
        return (today - timedelta(days=n)).isoformat()

    bureau.lay("1.json", manifest(1, issued_on=days_ago(1), title="关于印发《城市河道保洁管理办法》的通知"))
    bureau.lay("2.json", manifest(2, issued_on=days_ago(0), review=None, title="关于冬季农田水利建设的通知"))
    bureau.lay("3.json", manifest(3, issued_on=days_ago(8), review=None, title="关于取水许可审批结果的公告"))
    bureau.lay("4.json", manifest(4, issued_on=days_ago(25), review=None, title="关于调整采砂管理费标准的通知"))
    bureau.lay("5.json", manifest(5, issued_on=days_ago(2), disclosure="on-request",
                                  title="<b>关于</b>水库安全检查情况的报告"))
    tap.ok(wait_for(lambda: len(bureau.get_json("/v1/documents")["documents"]) == 5), "five dossiers")
    tap.ok(wait_for(lambda: bureau.get_json("/v1/documents/1") and any(
        d["state"] == "closed" for d in bureau.get_json("/v1/documents")["documents"])), "one proven")
    home = f"http://zhou:{TOKEN}@127.0.0.1:{bureau.http}/"
    status, page = bureau.get("/")
    tap.equal(status, 200, "the board is served")
    text = page.decode()
    for words in ("盐城市水利局", "逾期", "临期", "关于调整采砂管理费标准的通知", "水文处",
                  "盐水政〔2026〕4号"):
        tap.ok(words in text, f"the board says {words}")
    tap.ok("<b>关于</b>" not in text and "&lt;b&gt;关于" in text, "titles cannot inject markup")
    tap.ok("<script" not in text, "it works without JavaScript")
    overdue = next(d for d in bureau.get_json("/v1/documents")["documents"]
                   if d["doc_number"] == "盐水政〔2026〕4号")
    status, page = bureau.get(f"/dossiers/{overdue['id']}")
    text = page.decode()
    tap.equal(status, 200, "a dossier's page")
    for words in ("盐水政〔2009〕9号", overdue["obligations"][0]["due_on"], "保密审查", "收到"):
        tap.ok(words in text, f"the dossier says {words}")
    tap.equal(bureau.get("/dossiers/999")[0], 404, "no such dossier")
    proven = next(d for d in bureau.get_json("/v1/documents")["documents"] if d["state"] == "closed")
    public = proven["publications"][0]["url"]
    if browser:
        shoot("board", home)
        shoot("dossier-overdue", f"{home}dossiers/{overdue['id']}")
        shoot("dossier-proven", f"{home}dossiers/{proven['id']}")
        shoot("public-page", public)
        shoot("public-index", f"http://127.0.0.1:{bureau.site}/")
        shoot("board-phone", home, size="420,1200")
        tap.ok("关于印发《城市河道保洁管理办法》的通知" in seen(public), "a browser shows the document")
    else:
        print("# no browser here: screenshots left out")
    # --- feeds and the machine's side ---------------------------------------------------------
    feed = bureau.get("/feed.atom", port=bureau.site)[1].decode()
    tap.ok("<feed" in feed and "城市河道保洁" in feed, "Atom feed of the public site")
    calendar = bureau.get("/v1/departments/hydrology/deadlines.ics")[1]
    tap.ok(calendar.startswith(b"BEGIN:VCALENDAR") and
           all(len(line) <= 75 for line in calendar.split(b"\r\n")), "deadlines as iCalendar")
    metrics = bureau.get("/metrics")[1].decode()
    for gauge in ("gongshi_overdue_without_attempt 0", "gongshi_dossiers_without_wakeup 0"):
        tap.ok(gauge in metrics, gauge, metrics)
    tap.ok(json.loads(bureau.get("/openapi.json")[1])["paths"], "openapi.json")
    tap.equal(bureau.get("/../../etc/passwd", port=bureau.site)[0], 404, "no path leaves the site")
    tap.equal(bureau.get("/%2e%2e/gongshi.conf", port=bureau.site)[0], 404, "nor an escaped one")
    tap.equal(bureau.get("/.gongshi/", port=bureau.site)[0], 404, "nor what is hidden")
finally:
    bureau.close(keep=tap.failed > 0 or sys.exc_info()[0])
tap.done()
