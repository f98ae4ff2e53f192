#!/bin/sh
# Shows Forkwatch at work: a launcher starts child processes, loses some of them, and Forkwatch tells how they died.
# Needs JDK 17 or newer on Linux, and Maven for the first run. Ends by itself within a minute after the build.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
agent=$root/agent/target/forkwatch.jar
launchers=$root/examples/launchers/target/forkwatch-launchers.jar
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
ports=9797-9816

heading() { printf '\n== %s\n' "$1"; }
fail() { printf 'demo: %s\n' "$1" >&2; exit 1; }

# True if a jar is missing, or a source or pom is newer than it.
stale() {
    [ -f "$1" ] || return 0
    [ -n "$(find "$root/pom.xml" "$root/agent" "$root/supervisor-probe" "$root/examples/launchers" \
        -name target -prune -o -type f \( -path '*/src/main/*' -o -name pom.xml \) -newer "$1" -print |
        head -n 1)" ]
}

build() {
    command -v mvn >/dev/null || fail 'Maven (mvn) is needed to build the jars'
    heading 'Building the agent and the launcher with Maven (only when a source has changed)'
    (cd "$root" && mvn -B -q -ntp -DskipTests package) || fail 'the build failed'
    for jar in "$agent" "$launchers"; do
        [ -f "$jar" ] || fail "the build made no $jar"
        touch "$jar" # Maven leaves a jar alone whose classes did not change.
    done
}

fetch() {
    if command -v curl >/dev/null; then
        curl -fsS --max-time 5 "$1"
    else
        "$java" -cp "$launchers" io.forkwatch.examples.launchers.Fetch "$1"
    fi
}

launcher=
copies=
work=$(mktemp -d "${TMPDIR:-/tmp}/forkwatch-demo.XXXXXX")
clean_up() {
    # shellcheck disable=SC2086 # a list of pids
    [ -z "$launcher$copies" ] || kill $launcher $copies 2>/dev/null || true
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

command -v "$java" >/dev/null || fail 'java is needed, version 17 or newer'
if stale "$agent" || stale "$launchers"; then
    build
fi

# wait_for SECONDS COMMAND...: until the command is true, or the time is over, or the launcher is gone.
wait_for() {
    tries=$(($1 * 5))
    shift
    until "$@"; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] && kill -0 "$launcher" 2>/dev/null || return 1
        sleep 0.2
    done
}
busy_story() { grep -qs '^busy:' "$work/stdout"; }
gone() { ! kill -0 "$launcher" 2>/dev/null; }

heading 'A launcher plays its stories, with one option more: -javaagent:forkwatch.jar'
echo '   Lines with [forkwatch], and what is indented by four below them, come from the agent (on stderr).'
echo '   All others come from the launcher: compare what Java says with what Forkwatch knows.'
echo

mkfifo "$work/out" "$work/err"
tee "$work/stdout" <"$work/out" &
copies=$!
tee "$work/stderr" <"$work/err" >&2 &
copies="$copies $!"
"$java" "-javaagent:$agent=port=$ports" -jar "$launchers" all >"$work/out" 2>"$work/err" </dev/null &
launcher=$!

# In the middle: the child that spins on every core could not answer anybody; it is seen from outside.
if wait_for 25 busy_story; then
    sleep 3
    url=$(sed -n 's|.*\(http://[^ ]*\).*|\1|p' "$work/stderr" | head -n 1)
    heading "Meanwhile, what Prometheus reads at ${url:-(no URL was printed)}"
    fetch "$url" | grep -E '^forkwatch_(children|child_(resident_memory_bytes|cpu_usage_ratio|threads|exits_total))[{ ]' | grep -v '^forkwatch_child_exits_total.* 0[.]0$' \
        >"$work/rows" || echo 'nothing could be read' >"$work/rows"
    sed 's/^/   /' "$work/rows"
    heading 'And the launcher goes on'
fi

wait_for 30 gone || fail 'the launcher does not end'
status=0
wait "$launcher" || status=$?
launcher=
# shellcheck disable=SC2086 # a list of pids
wait $copies
copies=

heading "The launcher ended with exit code $status. To watch your own: java -javaagent:$agent ..."
exit "$status"
