# What the agent adds to the start of a child.

part_spawn() {
    generations=$(pick 3 6) rounds=$(pick 100 350) children=5
    say '`start()` and `waitFor()` of /bin/true: medians over %s times %s rounds of %s, [95 %% interval of the median]. All' \
        "$generations" "$rounds" "$children"
    say 'shares are of the whole spawn, wall time, of the JVM without agent in the same round.\n'
    say '| JDK | agent | wall µs | added %% | CPU ratio of the JVM | start() wall µs | added %% | its thread CPU µs | added %% |'
    say '| --- | --- | --- | --- | --- | --- | --- | --- | --- |'
    each_jdk launch.Spawn "$agent" "$generations" "$rounds" "$children"
}
