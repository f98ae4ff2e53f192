# One sample of one child against the least that the kernel charges.

part_floor() {
    compile children && compile floor || { skip 'no C compiler'; return; }
    all_descriptors
    say 'One look at a child (RSS, CPU time, threads, start): medians (p10..p90), each round against the floor of that round.'
    bench part.Floor
}
