# What watching adds to a burst of starts by one thread.

part_burst() {
    compile idle || { skip 'no C compiler for the children'; return; }
    all_descriptors
    mkfifo "$work/burst"
    say 'One thread starts children that do nothing, as fast as it can, in a JVM that is new (-XX:+UseSerialGC -Xmx64m).\n'
    say '| starts | contender | µs a start | times no agent | CPU µs of the thread a start | CPU ms of the JVM above no agent | of it the sampler'"'"'s thread |'
    say '| --- | --- | --- | --- | --- | --- | --- |'
    bench burst.Bursts "$java" "$classes" "$empty" "$agent" "$work/idle" "$work/burst" 1000 "$(pick 9 25)"
    [ "$(($(cat /proc/sys/kernel/pid_max) - $(cut -d / -f 2 /proc/loadavg | cut -d ' ' -f 1)))" -ge 22000 ] ||
        { say '\nNot run with 10,000: no room for so many processes and threads here.'; return; }
    bench burst.Bursts "$java" "$classes" "$empty" "$agent" "$work/idle" "$work/burst" 10000 "$(pick 2 5)"
}
