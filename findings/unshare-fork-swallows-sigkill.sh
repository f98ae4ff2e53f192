#!/bin/sh
# unshare(1) of util-linux 2.38.1-5+deb12u3 (Debian 12): with --fork it ends by the signal that ended its command, but not by
# SIGKILL. After that it says "sigprocmask unblock failed: Invalid argument" and exits 1.
#
# Guessed: it ends by signal 9, as after any other: "Ensure the signal that terminated the child will also terminate the
# parent", says sys-utils/unshare.c. Seen: for that it sets the signal's disposition back with signal(2), which is EINVAL for
# SIGKILL, takes that for an error, and never comes to its kill(2). So an OOM kill of a container's first process looks like a
# mistake of its own: no signal, no 137. It is so with --pid and without.
#
#   sh unshare-fork-swallows-sigkill.sh        needs no rights: no namespace is made
set -u

unshare --version

# How unshare ends is what its parent, python, is told.
ends() {
    python3 - "$1" <<'PYTHON'
import os, signal, subprocess, sys, time
p = subprocess.Popen(["unshare", "--fork", "sleep", "60"], stderr=subprocess.PIPE, text=True)
below = "/proc/%d/task/%d/children" % (p.pid, p.pid)
while True:
    pids = open(below).read().split()
    if pids and open("/proc/%s/comm" % pids[0]).read() == "sleep\n":
        break
    time.sleep(0.01)
os.kill(int(pids[0]), getattr(signal, sys.argv[1]))
said = p.communicate()[1].strip()
print(("%s: %d %s" % (sys.argv[1], p.returncode, said)).strip())
PYTHON
}

seen=$(ends SIGSEGV; ends SIGKILL)
printf '%s\n' "$seen"
expected='SIGSEGV: -11
SIGKILL: 1 unshare: sigprocmask unblock failed: Invalid argument'
[ "$seen" = "$expected" ] || { echo "this has changed; it was: $expected" >&2; exit 1; }
