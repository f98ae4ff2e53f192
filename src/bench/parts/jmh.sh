# What happens often, by itself.

part_jmh() {
    compile children || { skip 'no C compiler'; return; }
    say 'JMH, mean time of a call on one thread and bytes allocated in it.'
    bench part.Micro
}
