#!/usr/bin/env python3
"""Habits of the house: one clock, no unsafe functions, no goto, short files, a test for each."""
import os
import re
import subprocess
import sys

from house import TOP, Tap, code_of, files, includes, listed, read, room_of, sources

UNSAFE = ("strcpy stpcpy strcat sprintf vsprintf gets strtok asctime asctime_r ctime ctime_r "
          "localtime localtime_r mktime gmtime tmpnam mktemp alloca").split()
CLOCKS = "time gettimeofday clock_gettime timespec_get clock uv_hrtime uv_clock_gettime".split()
FILE_LINES = 500
FUNCTION_LINES = 80
CALL = r"(?<![\w.>])({})\s*\("
MAIN = re.compile(r"^int\s+main\s*\(", re.M)
FUNCTION = re.compile(r"^(?P<head>[A-Za-z_][^;{}#=]*?)\n\{\n(?P<body>.*?)^\}", re.M | re.S)
NAME = re.compile(r"([A-Za-z_]\w*)\s*\(")


def calls(path, names):
    """(line number, name) of every call of one of names; declarations count too."""
    pattern = re.compile(CALL.format("|".join(names)))
    for number, line in enumerate(code_of(read(path)).splitlines(), 1):
        for hit in pattern.finditer(line):
            yield number, hit.group(1)


def unsafe_calls(paths):
    for path in paths:
        for number, name in calls(path, UNSAFE):
            yield f"{path}:{number}: {name}"


def gotos(paths):
    for path in paths:
        for number, line in enumerate(code_of(read(path)).splitlines(), 1):
            if re.search(r"\bgoto\b", line):
                yield f"{path}:{number}: clean up by scope, not by goto"


def clocks(paths):
    readers = {}
    for path in paths:
        for number, name in calls(path, CLOCKS):
            readers.setdefault(path, f"{path}:{number}: {name}")
    if not (len(readers) == 1 and set(readers) <= {"src/net/clock.c", "src/net/loop.c"}):
        yield "exactly one file reads the clock, src/net/clock.c or src/net/loop.c"
        yield from readers.values()


def functions(path):
    """(name, lines) of each function: from the line of its head to its closing brace."""
    code = code_of(read(path))
    for hit in FUNCTION.finditer(code):
        names = NAME.findall(hit.group("head").replace("scoped(", " "))
        names = [name for name in names if not name.isupper() and name != "__attribute__"]
        if names:
            yield names[0], hit.group(0).count("\n") + 1


def long_ones(paths, allowed):
    """`allowed` names files as src/room/file.c and functions as src/room/file.c:name."""
    long_files = {path: count for path in paths
                  if (count := read(path).count("\n")) > FILE_LINES}
    long_functions = {f"{path}:{name}": count for path in paths
                      for name, count in functions(path) if count > FUNCTION_LINES}
    for entry, count in {**long_files, **long_functions}.items():
        if entry not in allowed:
            yield f"{entry}: {count} lines"
    for entry in sorted(allowed - set(long_files) - set(long_functions)):
        yield f"tests/arch/long.txt: {entry} is not long any more, strike it out"


def untested(paths, tolerated):
    """A module is tested when a test is named after it or includes its header, or when its room
    has unit tests of its own: private modules are reached through the door."""
    tests = files("tests", (".c", ".h", ".py", ".sh"))
    names = {os.path.basename(path) for path in tests}
    seen = {header for path in tests if path.endswith((".c", ".h")) for _, header in includes(path)}
    rooms = {path.split("/")[2] for path in tests if path.startswith("tests/unit/")}
    rooms |= {"/".join(path.split("/")[2:4]) for path in tests
              if path.startswith("tests/unit/core/")}
    missing = set()
    for path in paths:
        if not path.endswith((".c", ".cc")) or MAIN.search(read(path)):
            continue
        module = os.path.splitext(os.path.basename(path))[0]
        room = room_of(path)
        if (f"test_{module}.c" not in names and path[len("src/"):-2] + ".h" not in seen
                and room not in rooms and room.split("/")[-1] not in rooms):
            missing.add(path)
    for path in sorted(missing - tolerated):
        yield f"{path}: no test"
    for path in sorted(tolerated - missing):
        yield f"tests/arch/untested.txt: {path} is tested or gone, strike it out"


def stale_lists():
    run = subprocess.run([sys.executable, os.path.join(TOP, "build-aux", "list-sources"),
                          "--check"], capture_output=True, text=True, check=False)
    return (run.stdout + run.stderr).splitlines() if run.returncode != 0 else []


def main():
    paths = sources()
    tap = Tap()
    tap.check("no function that writes past its end or asks the time zone", unsafe_calls(paths))
    tap.check("no goto", gotos(paths))
    tap.check("exactly one file reads the clock", clocks(paths))
    tap.check("files and functions are short", long_ones(paths, set(listed("long.txt"))))
    tap.check("every module is tested", untested(paths, set(listed("untested.txt"))))
    tap.check("the lists of sources are up to date", stale_lists())
    tap.end()


main()
