#!/usr/bin/env python3
"""Check an exported ledger with nothing of gongshi's: only the files and the public key.

    verify_ledger.py --key KEY [--checkpoint FILE]... LEDGER...

KEY is the verifier key as `gongshictl ledger key` prints it, or a file that holds it.  Prints
a line for each ledger: `ok SIZE ROOT`, or `bad entry N: why`, and then exits 1; 2 is for usage.  Written from the formats alone
(C2SP signed-note and tlog-checkpoint, RFC 9162, RFC 8032), so that two programs agree or one of
them is wrong.
"""
import argparse
import base64
import datetime
import hashlib
import json
import os
import sys

MEMBERS = ["seq", "time", "event", "document", "actor", "data", "prev"]
LINE_BYTES = 65535


class Bad(Exception):
    """What is wrong; `entry` when it is known which."""

    def __init__(self, why, entry=None):
        super().__init__(why)
        self.entry = entry


# --- Ed25519, RFC 8032, section 5.1; slow and plain ---

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def recover_x(y, sign):
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P != 0:
        return None
    return x if x & 1 == sign else P - x


def point(text):
    value = int.from_bytes(text, "little")
    y, sign = value & (2**255 - 1), value >> 255
    x = recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def add(a, b):
    e = (a[1] - a[0]) * (b[1] - b[0]) % P
    f = (a[1] + a[0]) * (b[1] + b[0]) % P
    c, d = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    w, x, y, z = f - e, d - c, d + c, f + e
    return (w * x % P, y * z % P, x * y % P, w * z % P)


def times(factor, a):
    total = (0, 1, 1, 0)
    while factor > 0:
        if factor & 1:
            total = add(total, a)
        a = add(a, a)
        factor >>= 1
    return total


BASE_Y = 4 * pow(5, -1, P) % P
BASE_X = recover_x(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def signature_holds(public, message, signature):
    a, r = point(public), point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or len(signature) != 64 or s >= ORDER:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little")
    left, right = times(s, BASE), add(r, times(h % ORDER, a))
    return ((left[0] * right[2] - right[0] * left[2]) % P == 0
            and (left[1] * right[2] - right[1] * left[2]) % P == 0)


# --- notes ---

def read_key(text):
    if os.path.exists(text):
        with open(text, encoding="utf-8") as file:
            text = file.read()
    name, want, key = text.strip().split("+", 2)
    key = base64.b64decode(key, validate=True)
    have = hashlib.sha256(name.encode() + b"\n" + key).digest()[:4]
    if have.hex() != want or key[0] != 1 or len(key) != 33:
        raise Bad("the key does not match its own hash, or is no Ed25519 key")
    return name, have, key[1:]


def open_note(note, key):
    """Size and root of a checkpoint that the key has signed."""
    name, key_hash, public = key
    text, gap, lines = note.rpartition("\n\n")
    if not gap or not lines.endswith("\n"):
        raise Bad("this is not a signed note")
    text += "\n"
    signed = False
    for line in lines[:-1].split("\n"):
        dash, who, blob = line.split(" ")
        blob = base64.b64decode(blob, validate=True)
        if dash != "\u2014":
            raise Bad("a signature line is malformed")
        if who == name and blob[:4] == key_hash:
            if not signature_holds(public, text.encode(), blob[4:]):
                raise Bad("the signature is wrong")
            signed = True
    if not signed:
        raise Bad(f"there is no signature of {name}")
    size, root = text.split("\n")[1:3]
    if str(int(size)) != size:
        raise Bad("the size is not written as one")
    return int(size), base64.b64decode(root, validate=True)


# --- the tree ---

class Tree:
    def __init__(self):
        self.size = 0
        self.edge = []  # (leaves, root) of perfect subtrees, largest first

    def add(self, leaf):
        self.edge.append((1, leaf))
        self.size += 1
        while len(self.edge) > 1 and self.edge[-1][0] == self.edge[-2][0]:
            count, right = self.edge.pop()
            _, left = self.edge.pop()
            self.edge.append((2 * count, hashlib.sha256(b"\1" + left + right).digest()))

    def root(self):
        if not self.edge:
            return hashlib.sha256(b"").digest()
        root = self.edge[-1][1]
        for _, left in reversed(self.edge[:-1]):
            root = hashlib.sha256(b"\1" + left + root).digest()
        return root


# --- entries ---

def without_doubles(pairs):
    names = [name for name, _ in pairs]
    if len(set(names)) != len(names):
        raise ValueError("a member stands there twice")
    return dict(pairs)


def read_entry(line, number):
    if len(line) > LINE_BYTES:
        raise ValueError("the line is too long")
    entry = json.loads(line.decode("utf-8"), object_pairs_hook=without_doubles)
    if list(entry)[:len(MEMBERS)] != MEMBERS:
        raise ValueError("a member is missing")
    if entry["seq"] != number:
        raise ValueError(f"the entry there has seq {entry['seq']}")
    return entry, datetime.datetime.fromisoformat(entry["time"].replace("Z", "+00:00"))


def check_checkpoint(data, key, tree, roots):
    size, root = open_note(data["note"], key)
    if (size, root.hex()) != (data["size"], data["root"]):
        raise ValueError("the checkpoint is not what its note says")
    if size > tree.size or (tree.root() if size == tree.size else roots[size]) != root:
        raise ValueError("the ledger is not that of the checkpoint")


def check(lines, key, expected):
    """expected: {size: [(root, what)]}.  Returns the tree, or raises Bad."""
    tree, roots, before, last_time = Tree(), [], "0" * 64, None

    def compare():
        for root, what in expected.pop(tree.size, []):
            if tree.root() != root:
                raise Bad(f"the root is not that of {what}", max(tree.size - 1, 0))

    compare()
    for number, line in enumerate(lines):
        try:
            entry, time = read_entry(line, number)
            if entry["prev"] != before:
                raise Bad("the next entry does not vouch for it", max(number - 1, 0))
            if last_time is not None and time < last_time:
                raise ValueError("time goes back")
            if entry["event"] == "checkpoint.signed":
                check_checkpoint(entry["data"], key, tree, roots)
        except (ValueError, KeyError, TypeError, Bad) as why:
            entry = getattr(why, "entry", None)
            raise Bad(str(why), number if entry is None else entry) from why
        roots.append(tree.root())
        leaf = hashlib.sha256(b"\0" + line).digest()
        before, last_time = leaf.hex(), time
        tree.add(leaf)
        compare()
    for size in expected:
        raise Bad(f"the ledger ends here, a checkpoint speaks of {size} entries", tree.size)
    return tree


def verdict(name, key, checkpoints):
    """(is it sound?, what to print) about one file."""
    expected = {}
    try:
        for checkpoint in checkpoints:
            with open(checkpoint, encoding="utf-8") as file:
                size, root = open_note(file.read(), key)
            expected.setdefault(size, []).append((root, checkpoint))
        with open(name, "rb") as file:
            content = file.read()
        if content and not content.endswith(b"\n"):
            raise Bad("the file ends within a line", content.count(b"\n"))
        tree = check(content.split(b"\n")[:-1], key, expected)
    except (Bad, ValueError) as why:
        entry = getattr(why, "entry", None)
        return False, f"bad entry {entry}: {why}" if entry is not None else f"bad: {why}"
    return True, f"ok {tree.size} {tree.root().hex()}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--key", required=True)
    parser.add_argument("--checkpoint", action="append", default=[])
    parser.add_argument("ledger", nargs="+")
    options = parser.parse_args()
    try:
        key = read_key(options.key)
    except (Bad, ValueError) as why:
        print(f"bad key: {why}", file=sys.stderr)
        return 2
    sound = True
    for name in options.ledger:
        holds, text = verdict(name, key, options.checkpoint)
        print(text)
        sound = sound and holds
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
