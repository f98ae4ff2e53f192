# What a supervisor of many children costs that do nothing.

# Every child is a process and has a thread in the supervisor that waits for its end.
room_for() {
    free=$(($(cat /proc/sys/kernel/pid_max) - $(cut -d / -f 2 /proc/loadavg | cut -d ' ' -f 1)))
    processes=$(awk '/^Max processes/ { print $3 }' /proc/self/limits)
    [ "$processes" = unlimited ] || [ "$processes" -ge "$free" ] || free=$processes
    [ "$free" -ge $((2 * $1 + 2000)) ]
}

part_steady() {
    { compile idle && compile floor; } || { skip 'no C compiler for the children and the floor'; return; }
    most=10000
    room_for "$most" || most=1000
    room_for "$most" || { skip "no room for $most children: see pid_max and ulimit -u"; return; }
    seconds=$(pick 12 30) long=$(pick 60 600) settle=$(pick 36 45)
    mkfifo "$work/fifo"
    all_descriptors
    say 'Supervisors with -XX:+UseSerialGC -Xmx64m, one after the other; interval=1s, no scrape. CPU in %% of one core, over %s s.\n' \
        "$seconds"
    say '| children | contender | started in s | CPU %% | above no agent | sampler'"'"'s thread %% | its µs a child and look | RSS MiB | above no agent | collections | B allocated a look |'
    say '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |'
    bench steady.Steady "$java" "$classes" "$empty" "$agent" "$work/idle" "$work/fifo" "$seconds" "$long" \
        "$most" "$settle"
    [ "$most" = 10000 ] || say '\nNot run with 10,000 children: no room for so many processes and threads here.'
}
