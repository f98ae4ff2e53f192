# The CPU time in exit records against what the children say themselves.

part_finalcpu() {
    compile burn || { skip 'no C compiler for the child'; return; }
    children=$(pick 100 1000)
    say 'Children that burn 0 to 300 ms in each mode. Error: exit record less their own getrusage, median (p10..p90).\n'
    say '| JDK | mode | children | called exact | within 10 ms | error ms | lowest | highest |'
    say '| --- | --- | --- | --- | --- | --- | --- | --- |'
    each_watched children.FinalCpu "$work/burn" "$children"
}
