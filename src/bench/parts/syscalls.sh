# How often a look at a child enters the kernel.

# counts_of COMMAND...: true if a counter can be attached to another process and counts.
counts_of() {
    yes >/dev/null &
    busy=$!
    timeout -s INT 1 "$@" -o "$work/attached" -p "$busy" >/dev/null 2>&1 || true
    kill "$busy" && wait "$busy" 2>/dev/null || true
    grep -q '^ *[0-9]' "$work/attached" 2>/dev/null
}

part_syscalls() {
    compile children && compile floor || { skip 'no C compiler'; return; }
    all_descriptors
    if counts_of perf stat -x, -e raw_syscalls:sys_enter; then
        counter=perf
    elif counts_of strace -f -c; then
        counter=strace
    else
        skip 'neither perf nor strace may count the calls of a process here'
        return
    fi
    say '1,000 children at 1 Hz, warm; counted by %s, the calls that a JVM makes anyway included.' "$counter"
    bench part.Syscalls "$counter"
}
