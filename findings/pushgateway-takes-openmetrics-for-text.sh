#!/bin/sh
# prometheus-pushgateway 1.5.1-2+b5 (Debian 12): a push with "Content-Type: application/openmetrics-text" is read as the old text
# format, whatever it says. Answer 200, and a counter has become untyped; with an exemplar, 400.
#
# Guessed: 415 for a format that it does not know, or a counter, as Prometheus 2.42 makes of the same lines. Seen: the format is chosen
# by one question, is it protobuf; all else is text. There "# TYPE a counter" is about a metric "a" that has no
# sample, and "a_total" is another one without a type: who pushes OpenMetrics loses types and help texts without a word, until an
# exemplar comes: then the whole push is refused.
#
#   sh pushgateway-takes-openmetrics-for-text.sh      needs apt-get, dpkg and curl; listens on loopback
set -eu

version=1.5.1-2+b5
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT
cd "$work"
apt-get download -qq "prometheus-pushgateway=$version" 2>/dev/null
dpkg -x prometheus-pushgateway_*.deb .
usr/bin/prometheus-pushgateway --version 2>&1 | sed -n 1p

port=$((20000 + $$ % 20000))
# Debian's keeps what was pushed in /var/lib/prometheus, unless it is told not to; upstream's does not.
usr/bin/prometheus-pushgateway --web.listen-address="127.0.0.1:$port" --persistence.file= 2>log &
server=$!
tries=50
until curl -fs "http://127.0.0.1:$port/-/ready" >/dev/null; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || { cat log >&2; exit 1; }
    sleep 0.1
done

push() { # push JOB: what stands on stdin
    curl -s -o answer -w "$1: %{http_code} " -X PUT --data-binary @- \
        -H 'Content-Type: application/openmetrics-text; version=1.0.0; charset=utf-8' \
        "http://127.0.0.1:$port/metrics/job/$1"
    sed -n 1p answer
    echo
}
seen=$(
    printf '# TYPE a counter\n# HELP a Things.\na_total 5\n# EOF\n' | push counter
    printf '# TYPE b counter\nb_total 5 # {trace_id="x"} 1\n# EOF\n' | push exemplar
    curl -s "http://127.0.0.1:$port/metrics" | grep -E '^# (TYPE|HELP) a|^a'
)
seen=$(printf '%s\n' "$seen" | sed '/^$/d; s/ *$//')
printf '%s\n' "$seen"
expected='counter: 200
exemplar: 400 text format parsing error in line 2: expected integer as timestamp, got "#"
# TYPE a_total untyped
a_total{instance="",job="counter"} 5'
[ "$seen" = "$expected" ] || { echo "this has changed; it was: $expected" >&2; exit 1; }
