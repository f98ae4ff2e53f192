# What happens often, by itself.

part_jmh() {
    compile children || { skip 'no C compiler'; return; }
    say 'JMH, time of a call on one thread: median (p10..p90) of the iterations; and bytes allocated in it.'
    bench part.Micro
}
