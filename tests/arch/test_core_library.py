#!/usr/bin/env python3
"""The core is pure: its library asks the linker for no clock, no file, no chance, no output."""
import os
import re
import subprocess

from house import BUILD, Tap

IMPURE = {
    "clock": "time gettimeofday clock_gettime clock timespec_get localtime localtime_r gmtime "
             "gmtime_r mktime strftime tzset nanosleep usleep sleep alarm",
    "files": "open openat creat fopen fdopen freopen read write close fread fwrite fclose fflush "
             "stat fstat lstat unlink rename mkdir opendir remove mkstemp tmpfile",
    "network": "socket connect bind listen accept send sendto recv recvfrom getaddrinfo poll",
    "chance": "rand rand_r srand random srandom drand48 lrand48 getrandom getentropy arc4random",
    "surroundings": "getenv secure_getenv setenv getpid getuid gethostname system fork execve "
                    "popen exit _exit pthread_create signal sigaction setlocale",
    "output": "printf fprintf vprintf vfprintf puts fputs putchar putc fputc perror dprintf "
              "syslog vsyslog stdout stderr stdin",
}
# glibc has other names for the same: __printf_chk, open64, __isoc99_..., time@GLIBC_2.2.5.
PLAIN = re.compile(r"^(?:__isoc\d+_|__)?(.*?)(?:_chk|_2)?(?:64)?(?:@.*)?$")


def symbols(library):
    text = subprocess.run(["nm", "-A", library], check=True, capture_output=True,
                          text=True).stdout
    defined, wanted = set(), {}
    for line in text.splitlines():
        where, rest = line.rsplit(":", 1)
        kind, name = rest.split()[-2:]
        if kind in "Uw":
            wanted.setdefault(name, where.split(":")[-1])
        else:
            defined.add(name)
    return {name: where for name, where in wanted.items() if name not in defined}


def main():
    tap = Tap()
    library = os.path.join(BUILD, "libcore.a")
    if not os.path.exists(library):
        tap.skip("the core asks for nothing impure", "libcore.a is not built")
        tap.end()
    wanted = symbols(library)
    for kind, names in IMPURE.items():
        forbidden = set(names.split())
        tap.check(f"the core asks for no {kind}",
                  (f"{where} asks for {name}" for name, where in sorted(wanted.items())
                   if name in forbidden or PLAIN.match(name).group(1) in forbidden))
    tap.end()


main()
