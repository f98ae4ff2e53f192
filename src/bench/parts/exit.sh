# What an agent adds to the end of a JVM, and to one that stays until its background work is done.

part_exit() {
    compile launch || { skip 'no C compiler for the launcher'; return; }
    rounds=$(pick 4 15)
    stay_head "$rounds"
    each_jdk launch.Stay "$work/launch" "$empty" "$agent" "$rounds" 1 supervisor
}

# stay_head ROUNDS: of the table of exit and of dormant.
stay_head() {
    say '`java Hello` that stays for 2 s: medians (p10..p90) of %s rounds. Exit is from the end of main until the process is gone.\n' "$1"
    say '| JDK | agent | exit ms | added ms | CPU ms | added CPU ms | above the empty agent ms | peak RSS MiB | added MiB | above the empty agent MiB |'
    say '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |'
}
