# What the role of a child adds to the start of a JVM below a watched one, above an empty agent.

part_child() {
    compile launch || { skip 'no C compiler for the launcher'; return; }
    rounds=20
    say '`java Hello` below a watched JVM: medians (p10..p90) of %s rounds in turn, user and system time of the whole process.\n' "$rounds"
    say '| JDK | agent | CPU ms | above the empty agent ms | peak RSS MiB | above the empty agent MiB |'
    say '| --- | --- | --- | --- | --- | --- |'
    each_jdk launch.ChildStart "$work/launch" "$empty" "$agent" "$rounds"
}
