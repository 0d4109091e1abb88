"""What the end-to-end tests share: a bureau with the real daemon, a website stand-in with faults, an
SMTP server.  Everything listens on free loopback ports and is stopped by pid."""
import contextlib
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

TOP = pathlib.Path(os.environ.get("top_srcdir", pathlib.Path(__file__).parents[2])).resolve()
BUILD = pathlib.Path(os.environ.get("top_builddir", TOP / "build")).resolve()
TOKEN = "an-operators-token-for-tests"
PATIENCE_S = 60 * (4 if "asan" in str(BUILD) else 1)


class Tap:
    """Test Anything Protocol: a case a line, the plan at the end."""

    def __init__(self):
        self.count = self.failed = 0

    def ok(self, good, name, detail=""):
        self.count += 1
        self.failed += not good
        print(f"{'ok' if good else 'not ok'} {self.count} - {name}", flush=True)
        if not good and detail:
            for line in str(detail).splitlines()[:40]:
                print(f"# {line}", flush=True)
        return good

    def equal(self, got, expected, name):
        return self.ok(got == expected, name, f"got {got!r}\nexpected {expected!r}")

    def done(self):
        print(f"1..{self.count}", flush=True)
        sys.exit(1 if self.failed else 0)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for(question, seconds=PATIENCE_S, every=0.05):
    """Ask until the answer is true; returns the last answer."""
    end = time.monotonic() + seconds
    while True:
        answer = question()
        if answer or time.monotonic() > end:
            return answer
        time.sleep(every)


PEOPLE = """
people = ( { id = "zhang"; name = "张伟"; mail = "zhang@example.gov.cn"; },
           { id = "li"; name = "李强"; mail = "li@example.gov.cn"; },
           { id = "wang"; name = "王建国"; mail = "wang@example.gov.cn"; },
           { id = "zhou"; name = "周婷"; mail = "zhou@example.gov.cn"; },
           { id = "chen"; name = "陈明"; mail = "chen@example.gov.cn"; } );
departments = ( { id = "hydrology"; name = "水文处"; aliases = [ "水文水资源处" ];
                  posts = { liaison = "zhang"; head = "li"; leader = "wang"; }; } );
posts = { office = "zhou"; director = "chen"; };
categories = ( { id = "official-document"; name = "水利公文"; },
               { id = "appointment-notice"; name = "任前公示"; } );
"""
RULES = """
rules = ( { id = "ten-day"; kind = "publish"; basis = "盐水政〔2009〕9号"; from = "2009-01-01";
            match = { public_interest = true; }; term = "10 days"; roll = "forward";
            channels = [ "website" ]; ladder = "standard"; },
          { id = "statutory"; kind = "publish"; basis = "政府信息公开条例（2019）第二十六条";
            from = "2019-05-15"; match = { disclosure = "active"; }; term = "20 workdays";
            roll = "none"; channels = [ "website" ]; ladder = "standard"; } );
ladders = ( { id = "standard"; hours = "08:30-17:30";
              rungs = ( { at = "-3 workdays"; tell = [ "liaison" ]; },
                        { at = "-1 workdays"; tell = [ "liaison", "head" ]; },
                        { at = "0"; tell = [ "head", "leader" ]; },
                        { at = "+3 workdays"; tell = [ "leader", "office" ]; order = true; },
                        { every = "5 workdays"; tell = [ "office", "director" ]; } ); } );
"""


class Bureau:
    """One daemon with a folder of its own."""

    def __init__(self, channels=None, notifiers=None, rules=RULES, people=PEOPLE, extra=""):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="gongshi-e2e-"))
        self.http = free_port()
        self.site = free_port()
        self.conf = self.dir / "gongshi.conf"
        self.spool = self.dir / "spool"
        self.process = None
        self.log = open(self.dir / "log", "ab")
        (self.dir / "spool" / "incoming").mkdir(parents=True)
        self.channels = channels or (
            f'( {{ name = "website"; type = "site"; directory = "site"; '
            f'url = "http://127.0.0.1:{self.site}"; }} )')
        self.notifiers = notifiers or '( { name = "mail"; type = "maildir"; directory = "mail"; } )'
        self.rules, self.people, self.extra = rules, people, extra
        (self.dir / "tokens").write_text(f"{TOKEN} zhou operator\n")
        (self.dir / "tokens").chmod(0o600)
        self.write_conf()

    def write_conf(self):
        self.conf.write_text(f"""
bureau = {{ name = "盐城市水利局"; utc_offset = "+08:00"; language = "zh_CN";
           close_of_business = "24:00"; }};
paths = {{ state = "state"; spool = "spool"; socket = "run.sock";
          holidays = [ "{TOP}/data/holidays" ]; }};
store = {{ type = "sqlite"; }};
listen = {{ http = "127.0.0.1:{self.http}"; tokens_file = "tokens"; }};
{self.people}{self.rules}
channels = {self.channels};
notifiers = {self.notifiers};
{self.extra}
""")

    def environment(self):
        return dict(os.environ, GONGSHI_DATADIR=str(TOP))

    def start(self, *arguments, wait=True):
        self.process = subprocess.Popen(
            [BUILD / "gongshid", "--config", self.conf, *arguments], stdin=subprocess.DEVNULL,
            stdout=self.log, stderr=self.log, env=self.environment())
        if wait and not wait_for(self.is_up):
            raise RuntimeError("the daemon does not come up:\n" + self.log_text())
        return self

    def is_up(self):
        if self.process.poll() is not None:
            raise RuntimeError("the daemon has ended:\n" + self.log_text())
        try:
            return self.get("/healthz")[0] == 200
        except OSError:
            return False

    def log_text(self):
        return (self.dir / "log").read_text(errors="replace")

    def stop(self, how=signal.SIGTERM):
        if self.process is None:
            return None
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            status = self.process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise RuntimeError("the daemon does not end:\n" + self.log_text()[-3000:])
        self.process = None
        return status

    def kill(self):
        return self.stop(signal.SIGKILL)

    def close(self, keep=False):
        with contextlib.suppress(Exception):
            self.kill()
        self.log.close()
        if not keep:
            shutil.rmtree(self.dir, ignore_errors=True)

    # --- asking ---------------------------------------------------------------------------

    def request(self, method, path, body=None, headers=None, port=None):
        data = None if body is None else body if isinstance(body, bytes) else \
            json.dumps(body, ensure_ascii=False).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{port or self.http}"
                                         + urllib.parse.quote(path, safe="/?&=%."), data,
                                         {"Content-Type": "application/json",
                                          "Authorization": f"Bearer {TOKEN}", **(headers or {})},
                                         method=method)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def get(self, path, port=None):
        return self.request("GET", path, port=port)

    def get_json(self, path):
        return json.loads(self.get(path)[1])

    def ctl(self, *arguments, stdin=None, check=False):
        """(exit code, stdout, stderr)"""
        done = subprocess.run([BUILD / "gongshictl", "--config", self.conf, *map(str, arguments)],
                              input=stdin, capture_output=True, text=True, env=self.environment(),
                              timeout=PATIENCE_S * 2)
        if check and done.returncode != 0:
            raise RuntimeError(f"gongshictl {arguments}: {done.returncode}\n{done.stderr}")
        return done.returncode, done.stdout, done.stderr

    def ctl_json(self, *arguments):
        return json.loads(self.ctl("--json", *arguments, check=True)[1])

    # --- handing in -----------------------------------------------------------------------

    def lay(self, name, manifest):
        """Rename a manifest into incoming/, as a register would."""
        draft = self.spool / "incoming" / f".{name}"
        draft.write_bytes(manifest if isinstance(manifest, bytes)
                          else json.dumps(manifest, ensure_ascii=False).encode())
        draft.rename(self.spool / "incoming" / name)

    def lay_folder(self, name, manifest, files):
        draft = self.spool / "incoming" / f".{name}"
        draft.mkdir()
        for file, content in files.items():
            (draft / file).write_bytes(content)
        (draft / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False))
        draft.rename(self.spool / "incoming" / name)

    # --- mail and ledger --------------------------------------------------------------------

    def mails(self):
        return sorted((self.dir / "mail" / "new").glob("*"))

    def ledger(self):
        """The entries, by the daemon's own export."""
        return [json.loads(line) for line in
                self.ctl("ledger", "export", check=True)[1].splitlines()]


REVIEW = {"result": "passed", "reviewer": "li", "signer": "wang", "on": "2026-01-05"}


def manifest(number, **changes):
    document = {
        "doc_number": f"盐水政〔2026〕{number}号",
        "title": f"关于第{number}号事项的通知",
        "issuer": "盐城市水利局", "department": "hydrology", "issued_on": "2026-11-20",
        "category": "official-document", "disclosure": "active", "public_interest": True,
        "review": dict(REVIEW),
        "body": f"各单位：\n\n现将第{number}号事项通知如下，经费为{number}.50万元，请遵照执行。",
    }
    document.update(changes)
    return {key: value for key, value in document.items() if value is not None}
