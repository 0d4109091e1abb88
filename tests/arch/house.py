"""What the architecture tests share: the files of src/, read once, and TAP."""
import os
import re

TOP = os.environ.get("top_srcdir") or os.path.dirname(
    os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.environ.get("top_builddir") or os.path.join(TOP, "build")
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)
NOT_CODE = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


def read(path):
    with open(os.path.join(TOP, path), encoding="utf-8") as file:
        return file.read()


def files(folder, endings):
    found = []
    for here, _, names in os.walk(os.path.join(TOP, folder)):
        found += [os.path.relpath(os.path.join(here, name), TOP)
                  for name in names if name.endswith(endings) and not name.startswith(".")]
    return sorted(found)


def sources():
    return files("src", (".c", ".h", ".cc", ".hpp"))


def code_of(text):
    """The text with comments, strings and characters blanked out, every line in its place."""
    return NOT_CODE.sub(lambda hit: re.sub(r"[^\n]", " ", hit.group(0)), text)


def includes(path):
    """Pairs of ('<' or '"', header); an include that is commented out does not count."""
    text = read(path)
    code = code_of(text)
    return [(hit.group(1), hit.group(2)) for hit in INCLUDE.finditer(text)
            if "#" in code[hit.start():hit.end()]]


def room_of(path):
    """src/core/rule/table.c lives in core/rule, src/net/loop.c in net, src/core/decide.c in core."""
    parts = path.split("/")[1:-1]
    return "/".join(parts[:2]) if parts and parts[0] == "core" else parts[0] if parts else ""


def listed(name):
    """Lines of a list beside this file, without comments."""
    lines = (line.split("#")[0].strip() for line in read("tests/arch/" + name).splitlines())
    return [line for line in lines if line]


class Tap:
    def __init__(self):
        self.count = 0
        self.failed = 0

    def check(self, name, complaints):
        """One test case: it passes when there is nothing to complain about."""
        self.count += 1
        complaints = list(complaints)
        if complaints:
            self.failed += 1
        print(f"{'not ok' if complaints else 'ok'} {self.count} - {name}")
        for complaint in complaints:
            print(f"# {complaint}")

    def skip(self, name, reason):
        self.count += 1
        print(f"ok {self.count} - {name} # SKIP {reason}")

    def end(self):
        print(f"1..{self.count}")
        raise SystemExit(1 if self.failed else 0)
