# The usual way to watch processes with Prometheus, from outside.

# Not installed: that would start a service. Its package is enough.
find_exporter() {
    command -v prometheus-process-exporter process-exporter && return 0
    command -v apt-get >/dev/null 2>&1 && command -v dpkg-deb >/dev/null 2>&1 || return 1
    mkdir -p "$work/exporter"
    (cd "$work/exporter" && apt-get -qq -o Acquire::Retries=0 -o Acquire::http::Timeout=20 download \
        prometheus-process-exporter && dpkg-deb -x ./*.deb .) >/dev/null 2>&1 || return 1
    echo "$work/exporter/usr/bin/prometheus-process-exporter"
}

part_processexporter() {
    compile floor || { skip 'no C compiler'; return; }
    exporter=$(find_exporter | head -n 1)
    [ -x "$exporter" ] || { skip 'prometheus-process-exporter is not here, and apt-get cannot fetch it'; return; }
    all_descriptors
    cp "$work/floor" "$work/sleeper" # A name of its own, to be known by.
    say '1,000 children of one JVM, each watcher scraped once a second (forkwatch shows 2,000 series at most).'
    bench part.ProcessExporter "$agent" "$classes" "$work/sleeper" "$exporter"
}
