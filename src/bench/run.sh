#!/bin/sh
# Measures what Forkwatch costs, beside its floor and its peers, and prints one report in Markdown.
#   sh src/bench/run.sh [quick|full] [part ...]     twenty minutes or an hour for all parts; the names are those in parts/
# BENCH_BUILD=no takes what was built before; BENCH_AGENT=JAR measures another forkwatch.jar.
# src/docs/benchmarks.md says how to read the report. Nothing is asserted: the last table says what reached its goal.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
# What the measured JVMs would inherit.
unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS
for option in $(env | sed -n 's/^\(FORKWATCH_[A-Za-z0-9_]*\)=.*/\1/p'); do
    unset "$option"
done

fail() { printf 'bench: %s\n' "$1" >&2; exit 1; }

all_parts='floor duel syscalls discovery jmh scrape processexporter start exit spawn burst steady fidelity short finalcpu dormant child'

mode=quick
case ${1:-} in
    quick | full) mode=$1; shift ;;
esac
parts=$*
for part in $parts; do
    [ -f "$here/parts/$part.sh" ] || fail 'usage: sh src/bench/run.sh [quick|full] [part ...], with parts of '"$all_parts"
done
[ -n "$parts" ] || parts=$all_parts

# ---- JDKs -----------------------------------------------------------------------------------------------------------

java_on_path() { command -v java >/dev/null && readlink -f "$(command -v java)" | sed 's|/bin/java$||'; }
version() { "$1/bin/java" -version 2>&1 | sed -n '1s/.*"\(.*\)".*/\1/p'; }
feature() { version "$1" | sed 's/^1\.//; s/[^0-9].*//'; }

# The homes of all JDKs that can run Forkwatch, each once, the oldest first.
jdks() {
    {
        printf '%s\n' "${JAVA_HOME:-}" "$(java_on_path)"
        printf '%s\n' /usr/lib/jvm/* /opt/*
    } | while read -r home; do
        [ -x "$home/bin/java" ] && readlink -f "$home/bin/java"
    done | sed 's|/bin/java$||' | sort -u | while read -r home; do
        feature=$(feature "$home")
        [ "${feature:-0}" -ge 17 ] && printf '%s %s\n' "$feature" "$home"
    done | sort -n | cut -d ' ' -f 2-
}

homes=$(jdks)
[ -n "$homes" ] || fail 'JDK 17 or newer is needed'
# Parts that need one take the oldest that is a whole JDK.
home=$(printf '%s\n' "$homes" | while read -r each; do [ -x "$each/bin/jar" ] && echo "$each"; done | head -n 1)
[ -n "$home" ] || fail 'a JDK is needed, with its tools'
java=$home/bin/java

# ---- Build ----------------------------------------------------------------------------------------------------------

agent=${BENCH_AGENT:-$root/agent/target/forkwatch.jar}
built=$here/target
if [ "${BENCH_BUILD:-yes}" != no ]; then
    echo 'bench: builds' >&2
    rm -rf "$built/lib" "$built/peers" # What the last build needed and this one does not.
    (cd "$root" && mvn -B -q -ntp -Pbench -pl src/bench -am -Dmaven.test.skip=true package) >&2 || fail 'the build failed'
fi
[ -f "$agent" ] || fail "there is no $agent"
[ -d "$built/classes" ] || fail "there is no $built/classes"

work=$(mktemp -d "${TMPDIR:-/tmp}/forkwatch-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
# All from copies: a build in the meantime does no harm.
cp "$agent" "$work/forkwatch.jar"
agent=$work/forkwatch.jar
classes=$work/classes # Ours alone: the class path of a JVM under test.
cp -r "$built/classes" "$classes"
lib=$work/lib
cp -r "$built/lib" "$lib"
classpath=$classes:$lib/* # Ours with supervisor-probe and every library.
peers=$built/peers # A folder for each: jars.
empty=$work/empty.jar
agent_class=io/forkwatch/bench/launch/EmptyAgent.class
mkdir -p "$work/empty/$(dirname $agent_class)"
mv "$classes/$agent_class" "$work/empty/$agent_class" # Else it would come from the class path and the jar stay shut.
echo 'Premain-Class: io.forkwatch.bench.launch.EmptyAgent' >"$work/manifest"
"$home/bin/jar" cfm "$empty" "$work/manifest" -C "$work/empty" .
goals=$work/goals
: >"$goals"

# ---- For the parts --------------------------------------------------------------------------------------------------

# say FORMAT ARGUMENTS: a line of the report.
say() {
    format=$1
    shift
    # shellcheck disable=SC2059
    printf "$format\n" "$@"
}

# skip REASON: what a part says that cannot run here; it returns then.
skip() { say 'Not run: %s.' "$1"; }

# goal TEXT MEASURED '<='|'>=' LIMIT [UNIT]: a line of the last table.
goal() {
    awk -v goal="$1" -v measured="$2" -v relation="$3" -v limit="$4" -v unit="${5:+ $5}" 'BEGIN {
        reached = relation == "<=" ? measured + 0 <= limit + 0 : measured + 0 >= limit + 0
        sign = relation == "<=" ? "≤" : "≥"
        printf "%s|%s%s|%s %s%s|%s\n", goal, measured, unit, sign, limit, unit, reached ? "yes" : "no"
    }' >>"$goals"
}

# bench MAIN ARGUMENTS: a main class of this module below io.forkwatch.bench on the oldest JDK.
bench() {
    main=$1
    shift
    "$java" -Dbench.mode="$mode" -Dbench.work="$work" -Dbench.goals="$goals" -Dbench.peers="$peers" $bench_options \
        -cp "$classpath" "io.forkwatch.bench.$main" "$@" </dev/null
}
bench_options=

# each_jdk MAIN ARGUMENTS: the rows of one table, by a main class that takes label, java and class path first.
each_jdk() {
    main=$1
    shift
    printf '%s\n' "$homes" | while read -r each; do
        "$java" -Dbench.goals="$goals" -cp "$classes" "io.forkwatch.bench.$main" "$(version "$each")" "$each/bin/java" \
            "$classes" "$@" </dev/null
    done
}

# each_watched MAIN ARGUMENTS: as each_jdk, but in JVMs that Forkwatch watches; the class takes label, log and exits.file
# first. The log takes 20 records a second and leaves out the rest, exits.file takes all abnormal ends.
each_watched() {
    main=$1
    shift
    printf '%s\n' "$homes" | while read -r each; do
        : >"$work/watched.log"
        : >"$work/exits"
        watch=port=0,summary=none,log.format=json,log=$work/watched.log,exits.file=$work/exits
        "$each/bin/java" "-javaagent:$agent=$watch" -Dbench.goals="$goals" -cp "$classes" "io.forkwatch.bench.$main" \
            "$(version "$each")" "$work/watched.log" "$work/exits" "$@" </dev/null
    done
}

# compile NAME: src/main/c/NAME.c to $work/NAME, once; false without a C compiler.
compile() {
    [ -x "$work/$1" ] && return 0
    command -v cc >/dev/null 2>&1 || return 1
    cc -O2 -static -Wall -Wextra -Werror -o "$work/$1" "$here/src/main/c/$1.c" >&2
}

# all_descriptors: as many as this process may have, for what keeps thousands; a JVM takes them by itself.
all_descriptors() { ulimit -S -n "$(ulimit -H -n)"; }

# pick QUICK FULL: the one that the mode wants.
pick() { if [ "$mode" = quick ]; then echo "$1"; else echo "$2"; fi; }

# ---- The report -----------------------------------------------------------------------------------------------------

# An agent that is off would look very fast.
"$java" "-javaagent:$agent=port=0" -cp "$classes" io.forkwatch.bench.launch.Hello 3000 2>&1 |
    grep -q 'watches the children' ||
    fail 'Forkwatch does not start here: is the shell a child of something that it watches?'

one_line() { paste -sd ' ' -; }
say '%s, `%s`, %s, %s processors, %s MiB, kernel %s, %s, JDK %s, load %s' "$(date -u +%Y-%m-%d)" "$mode" \
    "$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1)" "$(getconf _NPROCESSORS_ONLN)" \
    "$(awk '/^MemTotal/ { print int($2 / 1024) }' /proc/meminfo)" "$(uname -r)" \
    "$(systemd-detect-virt --vm 2>/dev/null | sed 's/^none$/no virtual machine/' | grep . || echo 'virtual machine unknown')" \
    "$(printf '%s\n' "$homes" | while read -r each; do version "$each"; done | one_line)" "$(cut -d ' ' -f 1-3 /proc/loadavg)"

for part in $parts; do
    [ -f "$here/parts/$part.sh" ] || continue
    echo "bench: $part" >&2
    # shellcheck disable=SC1090
    . "$here/parts/$part.sh"
    say '\n## %s\n' "$part"
    # One part's failure is not the others'; "|| ..." would switch -e off in it.
    set +e
    (
        set -e
        "part_$part"
    )
    outcome=$?
    set -e
    [ "$outcome" = 0 ] || say '\nFailed, with status %s: its figures, if any, are not to be trusted.' "$outcome"
done

[ ! -s "$goals" ] || awk -F '|' '
    BEGIN { print "\n## Goals\n\n| goal | measured | limit | reached |\n| --- | --- | --- | --- |" }
    { print "| " $1 " | " $2 " | " $3 " | " $4 " |" }' "$goals"
