# Who is there? Once a tick, when nothing has changed.

part_discovery() {
    compile children && compile floor || { skip 'no C compiler'; return; }
    say 'One listing of a machine on which nothing has changed: medians (p10..p90), each round against that of the full scan.'
    bench part.Discovery
}
