# How near the last look comes to the peak of a child that is killed for its memory, and what that costs.

part_fidelity() {
    { compile eat && compile fixed; } || { skip 'no C compiler for the child'; return; }
    runs=$(pick 8 40)
    say 'A child that idles for 0.2 to 1.2 s and then fills its memory cgroup of 512 MiB; the truth is the peak of the group.\n'
    bench children.Fidelity "$java" "$classes" "$agent" "$work/eat" "$work/fixed" "$work/fidelity.log" "$runs"
}
