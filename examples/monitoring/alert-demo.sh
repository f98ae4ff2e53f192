#!/bin/sh
# Shows an alert: a real Prometheus with the rules of this directory scrapes a launcher whose worker JVM fills its heap.
# Needs JDK 17 or newer on Linux, the jars (sh examples/demo.sh builds them) and prometheus on the PATH, as in Debian's package
# prometheus. Listens on loopback only. Ends by itself within a minute: 0 if the alert fired.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
agent=${AGENT_JAR:-$root/agent/target/forkwatch.jar}
launchers=${LAUNCHERS_JAR:-$root/examples/launchers/target/forkwatch-launchers.jar}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
alert=ForkwatchChildOutOfMemory

heading() { printf '\n== %s\n' "$1"; }
fail() { printf 'alert-demo: %s\n' "$1" >&2; exit 1; }

started=
work=$(mktemp -d "${TMPDIR:-/tmp}/forkwatch-alert.XXXXXX")
clean_up() {
    # shellcheck disable=SC2086 # a list of pids
    [ -z "$started" ] || { kill $started 2>/dev/null || true; wait $started 2>/dev/null || true; }
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

command -v prometheus >/dev/null || fail 'prometheus is needed on the PATH'
for jar in "$agent" "$launchers"; do
    [ -f "$jar" ] || fail "no $jar: build it with sh examples/demo.sh"
done
fetch() {
    if command -v curl >/dev/null; then
        curl -fsS --max-time 5 "$1"
    else
        "$java" -cp "$launchers" io.forkwatch.examples.launchers.Fetch "$1"
    fi
}
# wait_for SECONDS COMMAND...: until the command is true, or the time is over.
wait_for() {
    tries=$(($1 * 5))
    shift
    until "$@"; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || return 1
        sleep 0.2
    done
}
port_of() { sed -n 's|.*metrics at http://127.0.0.1:\([0-9]*\)/metrics.*|\1|p' "$work/launcher.err" 2>/dev/null; }
has_port() { [ -n "$(port_of)" ]; }
listens() { grep -qs 'Start listening for connections' "$work/prometheus.err"; }
prometheus_port() {
    for inode in $(ls -l "/proc/$prometheus/fd" 2>/dev/null | sed -n 's/.*socket:\[\([0-9]*\)\].*/\1/p'); do
        awk -v inode="$inode" '$10 == inode && $4 == "0A" { split($2, a, ":"); print a[2] }' /proc/net/tcp
    done | head -n 1
}
scraped() { fetch "$api/query?query=forkwatch_build_info" 2>/dev/null | grep -q '"version"'; }
fires() {
    fetch "$api/alerts" >"$work/alerts" 2>/dev/null &&
        grep -q "\"alertname\":\"$alert\"[^}]*}[^}]*}*,\"state\":\"firing\"" "$work/alerts"
}

heading 'A launcher: it waits, then its worker JVM fills its heap, then it waits again'
mkfifo "$work/in"
exec 9<>"$work/in"
"$java" "-javaagent:$agent=port=0" -jar "$launchers" hold heap hold hold >"$work/launcher.out" 2>"$work/launcher.err" <&9 &
started=$!
wait_for 20 has_port || fail "the launcher opened no port: $(cat "$work/launcher.err")"

heading "A Prometheus scrapes 127.0.0.1:$(port_of) each second, with rules/*.yml"
sed -e "s|127.0.0.1:9797|127.0.0.1:$(port_of)|" -e 's|15s|1s|' -e "s|rules/|$here/rules/|" -e '/^alerting/,/^$/d' \
    -e '/forkwatch-agents/,$d' "$here/prometheus.yml" >"$work/prometheus.yml"
prometheus --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/data" --web.listen-address=127.0.0.1:0 \
    --log.level=info 2>"$work/prometheus.err" >"$work/prometheus.out" &
prometheus=$!
started="$started $prometheus"
wait_for 20 listens || fail "Prometheus does not listen: $(tail -n 3 "$work/prometheus.err")"
hex=$(prometheus_port)
[ -n "$hex" ] || fail 'the port of Prometheus is not to be found in /proc/net/tcp'
api=http://127.0.0.1:$(printf '%d' "0x$hex")/api/v1

wait_for 20 scraped || fail 'Prometheus does not scrape the launcher'
echo >&9

if wait_for 25 fires; then
    heading "$alert fires"
    sed -n 's/.*"summary":"\([^"]*\)".*/   \1/p' "$work/alerts"
    heading 'And the log of the launcher says why'
    sed 's/^/   /' "$work/launcher.err"
else
    fail "$alert does not fire: $(cat "$work/alerts" "$work/launcher.err" 2>/dev/null)"
fi
