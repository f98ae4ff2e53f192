#!/bin/sh
# Does everything at once with Forkwatch for a while, by chance that can be repeated, and says whether anything grows, or a
# death was lost or told wrongly; then its exit status is 1.
#   sh src/bench/soak.sh MINUTES SEED       the same seed gives the same deeds in the same order
# BENCH_BUILD=no takes what was built before; BENCH_AGENT=JAR tries another forkwatch.jar; JAVA_HOME or the path say on which
# JDK, 17 or newer. src/docs/soak.md says what happens and how to read the report. All files are in a directory of its own.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
# What the JVMs would inherit.
unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS
for option in $(env | sed -n 's/^\(FORKWATCH_[A-Za-z0-9_]*\)=.*/\1/p'); do
    unset "$option"
done

fail() { printf 'soak: %s\n' "$1" >&2; exit 2; }

case ${1:-}:${2:-} in
    *[!0-9:]* | :* | *: | 0:*) fail 'usage: sh src/bench/soak.sh MINUTES SEED, two whole numbers' ;;
esac
minutes=$1
seed=$2

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
command -v "$java" >/dev/null || fail 'JDK 17 or newer is needed'

agent=${BENCH_AGENT:-$root/agent/target/forkwatch.jar}
if [ "${BENCH_BUILD:-yes}" != no ]; then
    echo 'soak: builds' >&2
    (cd "$root" && mvn -B -q -ntp -Pbench -pl src/bench -am -Dmaven.test.skip=true package) >&2 || fail 'the build failed'
fi
[ -f "$agent" ] || fail "there is no $agent"
[ -d "$here/target/classes" ] || fail "there is no $here/target/classes"

work=$(mktemp -d "${TMPDIR:-/tmp}/forkwatch-soak.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
# All from copies: a build in the meantime does no harm.
cp "$agent" "$work/forkwatch.jar"
cp -r "$here/target/classes" "$work/classes"

# An agent that is off would be very well-behaved.
"$java" "-javaagent:$work/forkwatch.jar=port=0" -cp "$work/classes" io.forkwatch.bench.launch.Hello 3000 2>&1 |
    grep -q 'watches the children' ||
    fail 'Forkwatch does not start here: is the shell a child of something that it watches?'

printf '%s, %s minutes, seed %s, %s processors, kernel %s, %s, load %s\n' "$(date -u +%Y-%m-%d)" "$minutes" "$seed" \
    "$(getconf _NPROCESSORS_ONLN)" "$(uname -r)" "$("$java" -version 2>&1 | sed -n '1s/.*"\(.*\)".*/JDK \1/p')" \
    "$(cut -d ' ' -f 1-3 /proc/loadavg)"
"$java" -cp "$work/classes" io.forkwatch.bench.soak.Soak "$java" "$work/classes" "$work/forkwatch.jar" "$work" \
    "$minutes" "$seed" </dev/null
