# The same look by our peers, all in one JVM.

part_duel() {
    compile children || { skip 'no C compiler'; return; }
    say '1,000 children, all contenders in one JVM and in turns: medians (p10..p90) of the ratios within a round.'
    bench part.Duel
}
