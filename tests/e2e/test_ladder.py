#!/usr/bin/python3
"""The ladder over a rehearsal: a document that is not reviewed climbs it rung by rung, by real mail
over SMTP; one message per person and window; a stop across rungs skips none."""
import json
import sys

from harness import Bureau, Tap, manifest, wait_for
from mailbox import Mailbox

tap = Tap()
mailbox = Mailbox()
bureau = Bureau(notifiers=f"""( {{ name = "mail"; type = "smtp";
    url = "smtp://127.0.0.1:{mailbox.port}"; from = "gongshi@example.gov.cn"; tls = "none"; }} )""")


def alerts(number):
    return bureau.get_json(f"/v1/documents/{number}")["alerts"]


def until(day):
    """A rehearsal day has passed when the daemon says so."""
    return wait_for(lambda: bureau.get_json("/v1/status")["now"] >= day, 120)


try:
    # 5 documents of Monday 2009-03-02, due on 2009-03-12 by 盐水政〔2009〕9号; an hour a second.
    bureau.start("--clock", "2009-03-06T16:00,14400")
    for number in range(1, 6):
        bureau.lay(f"{number}.json", manifest(number, review=None, issued_on="2009-03-02",
                                              doc_number=f"盐水政〔2009〕{number}号"))
    tap.ok(wait_for(lambda: len(bureau.get_json("/v1/documents")["documents"]) == 5), "five")
    one = bureau.get_json("/v1/documents/1")
    tap.equal([(o["rule"], o["due_on"]) for o in one["obligations"]], [("ten-day", "2009-03-12")],
              "due by the bureau's rule alone in 2009")
    planned = [(line["at"][:16], line["rung"]) for line in bureau.ctl_json("schedule", 1)
               if line["what"] == "rung"][:4]
    tap.equal(planned, [("2009-03-09T08:30", 1), ("2009-03-11T08:30", 2), ("2009-03-12T08:30", 3),
                        ("2009-03-17T08:30", 4)], "the timetable is known beforehand")
    tap.ok(wait_for(lambda: len(mailbox.to("zhang@example.gov.cn")) >= 1), "rung 1: the liaison")
    # Down across rung 2 and 3, up again after them.
    tap.ok(wait_for(lambda: bureau.get_json("/v1/status")["now"] >= "2009-03-10", 120), "Tuesday")
    tap.equal(bureau.stop(), 0, "stopped")
    bureau.start("--clock", "2009-03-12T10:00,14400")
    tap.ok(wait_for(lambda: mailbox.to("wang@example.gov.cn"), 120), "rung 3: the leader")
    tap.ok(wait_for(lambda: mailbox.to("zhou@example.gov.cn"), 120), "rung 4: the office")
    tap.ok(wait_for(lambda: mailbox.to("chen@example.gov.cn"), 120), "rung 5: the director")
    rungs = {(a["rung"], a["person"]): a for a in alerts(1)}
    expected = {(1, "zhang"), (2, "zhang"), (2, "li"), (3, "li"), (3, "wang"), (4, "wang"),
                (4, "zhou"), (5, "zhou"), (5, "chen")}
    tap.ok(expected <= set(rungs), "every rung was owed to its people", sorted(rungs))
    owed = {rung: a["owed_at"][:16] for (rung, _), a in rungs.items()}
    tap.equal([owed[n] for n in (1, 2, 3, 4, 5)],
              ["2009-03-09T08:30", "2009-03-11T08:30", "2009-03-12T08:30", "2009-03-17T08:30",
               "2009-03-24T08:30"], "at the instants that were announced")

    # --- one message for five documents, and it reads well --------------------------------------
    first = mailbox.to("zhang@example.gov.cn")[0]
    text = first.get_content()
    tap.ok(all(f"盐水政〔2009〕{n}号" in text for n in range(1, 6)), "five documents in one mail", text)
    tap.ok("2009-03-12" in text and "水文处" in text, "with due date and 处室", text)
    for header in ("Message-ID", "Date", "From", "To", "Subject", "Auto-Submitted"):
        tap.equal(len(first.get_all(header, [])), 1, f"{header} once")
    ids = [message["Message-ID"] for _, message in mailbox.messages]
    tap.equal(len(set(ids)), len(ids), "no message twice")
    tap.ok(len(mailbox.messages) <= 12, f"{len(mailbox.messages)} messages, not one a document")

    # --- met: no further rung ---------------------------------------------------------------------
    for number in range(1, 6):
        bureau.ctl("review", number, "--by", "li", "--signed-by", "wang", check=True)
    tap.ok(wait_for(lambda: bureau.get_json("/v1/documents/1")["obligations"][0]["phase"] ==
                    "met-late"), "published late, and called so")
    tap.equal([line for line in bureau.ctl_json("schedule", 1) if line["what"] == "rung"], [],
              "a closed dossier has no rung")
    code, out, err = bureau.ctl("ack", alerts(1)[0]["id"], "--by", "zhang")
    tap.equal(code, 0, f"acknowledged {err}")
    tap.equal(bureau.stop(), 0, "ends well")
    tap.equal(bureau.ctl("ledger", "verify")[0], 0, "the ledger verifies")
    first_entry = bureau.ledger()[0]
    tap.equal(first_entry["event"], "rehearsal.started", "the ledger begins with a rehearsal mark")
    bureau.start(wait=False)
    tap.ok(bureau.process.wait(20) != 0, "a rehearsal's state is refused in real life")
finally:
    bureau.close(keep=tap.failed > 0 or sys.exc_info()[0])
    mailbox.close()
tap.done()
