#!/bin/sh
# ltrace 0.7.3-6.4 (Debian 12) exits 0, whatever its command does: an exit code, a signal, SIGKILL.
#
# Guessed: as strace 6.1-0.1, which it was modelled on: that exits with the code of its command, and ends by its signal.
# Seen: "+++ exited (status 3) +++" on stderr is all that there is; a script or a JVM that runs its program under ltrace takes
# every failure for a success.
#
#   sh ltrace-exits-0-whatever-its-command-does.sh
set -u

ltrace --version | sed -n 1p
how() {
    "$@" >/dev/null 2>&1
    echo "$1: $?"
}

seen=$(
    for script in 'exit 3' 'kill -SEGV $$' 'kill -KILL $$'; do
        how ltrace sh -c "$script"
        how strace sh -c "$script"
    done 2>/dev/null
)
printf '%s\n' "$seen"
expected='ltrace: 0
strace: 3
ltrace: 0
strace: 139
ltrace: 0
strace: 137'
[ "$seen" = "$expected" ] || { echo "this has changed; it was: $expected" >&2; exit 1; }
