# What is known of children that live for 20 ms.

part_short() {
    compile burn || { skip 'no C compiler for the child'; return; }
    children=$(pick 200 1000)
    say 'Children that touch 20 MiB, burn 4 ms of CPU and end after 20 ms. Exact: to a clock tick a mode, against their own getrusage.\n'
    say '| JDK | threads | children | starts counted | exits counted | exit records | exact CPU | a memory figure | that, of the true peak | 3/4 of it or more |'
    say '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |'
    for threads in 1 4; do
        each_watched children.Brief "$work/burn" "$children" "$threads"
    done
}
