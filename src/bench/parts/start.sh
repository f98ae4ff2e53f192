# What an agent adds to the start of a JVM that ends at once.

# peer NAME JAR OPTIONS: one to compare with, if Maven brought it.
peer() {
    if [ -f "$2" ]; then
        printf '%s\n%s\n' "$1" "-javaagent:$2$3"
    else
        echo "bench: no $2, so no $1" >&2
    fi
}

part_start() {
    compile launch || { skip 'no C compiler for the launcher'; return; }
    rounds=$(pick 24 120) peer_rounds=$(pick 2 5)
    echo '{}' >"$work/jmx.yaml"
    none='-Dotel.traces.exporter=none -Dotel.metrics.exporter=none -Dotel.logs.exporter=none'
    peers_of_start=$(
        peer 'jmx_exporter, no rules' "$(echo "$peers"/jmx-exporter/*.jar)" "=127.0.0.1:0:$work/jmx.yaml"
        peer 'OpenTelemetry, no exporters' "$(echo "$peers"/opentelemetry/*.jar)" " $none"
    )
    say '`java Hello`: medians (p10..p90) of %s launches, of the peers %s. Added is what a JVM without agent in the same' \
        "$rounds" "$peer_rounds"
    say 'round does not have; "times" is the median of that over the median of what the empty agent adds.\n'
    say '| JDK | agent | CPU ms | added CPU ms | times | delay of main ms | added delay ms | times | wall ms | peak RSS MiB | above the empty agent MiB |'
    say '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |'
    old_ifs=$IFS
    IFS='
'
    set -f
    # shellcheck disable=SC2086
    set -- $peers_of_start
    set +f
    IFS=$old_ifs
    each_jdk launch.Startup "$work/launch" "$empty" "$agent" "$rounds" 1 "$peer_rounds" "$@"
}
