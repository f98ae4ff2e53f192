# What an agent adds to the start of a JVM.

startup_head() {
    say '%s: medians (p10..p90) of %s rounds of %s, each round against the empty agent of the same round\n' "$@"
    say '| JDK | agent | CPU ms | added CPU ms | CPU ratio | wall ratio |'
    say '| --- | --- | --- | --- | --- | --- |'
}

part_start() {
    rounds=$(pick 5 25) launches=$(pick 3 4) stays=$(pick 3 10)
    startup_head '`java Hello`' "$rounds" "$launches"
    each_jdk launch.Startup "$empty" "$agent" 0 "$rounds" "$launches"
    say ''
    startup_head '`java Hello` that stays for 2 s' "$stays" 2
    each_jdk launch.Startup "$empty" "$agent" 2000 "$stays" 2
}
