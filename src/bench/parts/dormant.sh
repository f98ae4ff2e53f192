# What the agent adds to a JVM below a watched one that stays: there it is a child, with a beat a second.

part_dormant() {
    compile launch || { skip 'no C compiler for the launcher'; return; }
    # shellcheck disable=SC1091
    . "$here/parts/exit.sh"
    rounds=$(pick 3 10)
    stay_head "$rounds"
    each_jdk launch.Stay "$work/launch" "$empty" "$agent" "$rounds" 1 child
}
