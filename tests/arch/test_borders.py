#!/usr/bin/env python3
"""Who may include whom: directions, doors, stages of the core, cycles, foreign headers."""
import os

from house import TOP, Tap, includes, room_of, sources

SHELL = {"store", "source", "reader", "channel", "probe", "notifier"}
PLUMBING = {"net", "config", "render"}  # stand on base, serve the rooms from store on
SEES = {
    "base": set(),
    "core": {"base"},
    "net": {"base"},
    "config": {"base"},
    "render": {"base"},
    "settings": {"base", "config", "core"},
    "store": {"base", "core"} | PLUMBING,
    "source": {"base", "core", "reader"} | PLUMBING,
    "reader": {"base", "core"} | PLUMBING,
    "channel": {"base", "core"} | PLUMBING,
    "probe": {"base", "core", "reader"} | PLUMBING,
    "notifier": {"base", "core"} | PLUMBING,
    "engine": {"base", "core", "render"} | SHELL,
    "web": {"base", "core", "engine"} | PLUMBING | SHELL,
    "daemon": {"base", "core", "engine", "web", "settings"} | PLUMBING | SHELL,
    "ctl": {"base", "net", "config", "settings", "core", "store"},
}
SHELVES = {"base", "net", "core/model", "reader"}  # take the header you need
STAGES = ["model", "gate", "calendar", "rule", "obligation", "publish", "verify", "alert",
          "schedule", "decision", "ledger", "view"]  # a stage sees the doors of those before it
CONDUCTORS = {"src/core/decide.c", "src/core/apply.c", "src/core/dossier.c"}  # see all of the core, not only its doors
FOREIGN = {
    "uv.h": {"net"}, "uv/": {"net"}, "curl/": {"net"}, "microhttpd.h": {"net"},
    "systemd/": {"net"},
    "sqlite3.h": {"store"}, "libpq-fe.h": {"store"},
    "libconfig.h": {"config"},
    "libxml/": {"reader", "channel", "web"},
    "zip.h": {"reader"}, "seccomp.h": {"reader"},
    "kainjow/": {"render"},
    "openssl/": {"base"},
}


def top_room(room):
    return room.split("/")[0]


def is_door(header):
    """core/rule/rule.h is the door of core/rule, channel/channel.h that of channel."""
    parts = header.split("/")
    return len(parts) > 1 and parts[-1] == parts[-2] + ".h"


def unknown_rooms(paths):
    for path in paths:
        room = room_of(path)
        if top_room(room) not in SEES:
            yield f"{path}: no such room; add it to the table in tests/arch/test_borders.py"
        elif room.startswith("core/") and room.split("/")[1] not in STAGES:
            yield f"{path}: no such stage of the core"


def unresolved(quoted):
    for path, header in quoted:
        if not os.path.exists(os.path.join(TOP, "src", header)):
            yield f'{path}: "{header}" is not a path from src/'


def wrong_directions(quoted):
    for path, header in quoted:
        mine, theirs = top_room(room_of(path)), top_room(room_of("src/" + header))
        if theirs != mine and theirs in SEES and theirs not in SEES.get(mine, set()):
            yield f"{path}: {mine} may not see {theirs} ({header})"


def missed_doors(quoted):
    for path, header in quoted:
        mine, theirs = room_of(path), room_of("src/" + header)
        if path in CONDUCTORS and top_room(theirs) == "core":
            continue
        if theirs != mine and theirs not in SHELVES and not is_door(header):
            yield f"{path}: {header} is private; the door is {theirs}/{theirs.split('/')[-1]}.h"


def wrong_stages(quoted):
    for path, header in quoted:
        mine, theirs = room_of(path), room_of("src/" + header)
        if not mine.startswith("core/") or not theirs.startswith("core") or mine == theirs:
            continue
        stage = mine.split("/")[1]
        if stage == STAGES[-1] and header == "core/core.h":
            continue  # what people read is asked of the whole dossier
        above = STAGES[:STAGES.index(stage)] if stage in STAGES else []
        if theirs == "core" or theirs.split("/")[1] not in above:
            yield f"{path}: stage {stage} may see only {', '.join(above) or 'base'} ({header})"


def cycles(quoted):
    graph = {}
    for path, header in quoted:
        graph.setdefault(path, []).append("src/" + header)
    done, trail = set(), []

    def visit(path):
        if path in trail:
            yield " > ".join(trail[trail.index(path):] + [path])
        elif path not in done:
            trail.append(path)
            for following in graph.get(path, []):
                yield from visit(following)
            trail.pop()
            done.add(path)

    for path in sorted(graph):
        yield from visit(path)


def strangers(angled):
    for path, header in angled:
        for foreign, rooms in FOREIGN.items():
            if header == foreign or (foreign.endswith("/") and header.startswith(foreign)):
                if top_room(room_of(path)) not in rooms:
                    yield f"{path}: <{header}> belongs in {' or '.join(sorted(rooms))}"


def main():
    paths = sources()
    found = [(path, kind, header) for path in paths for kind, header in includes(path)]
    quoted = [(path, header) for path, kind, header in found if kind == '"']
    # A library's header in quotes is as foreign as in angle brackets.
    everything = [(path, header) for path, _, header in found]
    tap = Tap()
    tap.check("every file lives in a known room", unknown_rooms(paths))
    tap.check("includes are written from src/", unresolved(quoted))
    tap.check("no arrow between rooms turns round", wrong_directions(quoted))
    tap.check("outsiders come in by the door", missed_doors(quoted))
    tap.check("a stage of the core sees only those above it", wrong_stages(quoted))
    tap.check("no include leads back to itself", cycles(quoted))
    tap.check("foreign headers stay in one place", strangers(everything))
    tap.end()


main()
