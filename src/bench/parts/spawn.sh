# What the agent adds to the start of a child.

part_spawn() {
    rounds=$(pick 15 60) children=$(pick 50 100)
    say '`start()` and `waitFor()` of /bin/true: medians (p10..p90) of %s rounds of %s\n' "$rounds" "$children"
    say '| JDK | agent | wall µs | wall ratio | CPU ratio of the JVM |'
    say '| --- | --- | --- | --- | --- |'
    each_jdk launch.Spawn "$agent" "$rounds" "$children"
}
