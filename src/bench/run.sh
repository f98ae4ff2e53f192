#!/bin/sh
# Measures what Forkwatch adds to the start of a JVM and to the start of a child, on every JDK found.
#   src/bench/run.sh [quick|full] [forkwatch.jar]     about a minute and a half, or eight, for each JDK
# Prints Markdown tables of ratios; src/docs/benchmarks.md says how to read them.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
agent=${2:-$root/agent/target/forkwatch.jar}
# What the measured JVMs would inherit.
unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS
for option in $(env | sed -n 's/^\(FORKWATCH_[A-Za-z0-9_]*\)=.*/\1/p'); do
    unset "$option"
done

fail() { printf 'bench: %s\n' "$1" >&2; exit 1; }

case ${1:-quick} in
    quick) rounds=5 launches=3 stays=3 spawn_rounds=15 children=50 ;;
    full) rounds=25 launches=4 stays=10 spawn_rounds=60 children=100 ;;
    *) fail 'usage: src/bench/run.sh [quick|full] [forkwatch.jar]' ;;
esac

# The homes of all JDKs that can run Forkwatch, each once.
jdks() {
    {
        printf '%s\n' "${JAVA_HOME:-}" "$(java_on_path)"
        printf '%s\n' /usr/lib/jvm/*
    } | while read -r home; do
        [ -x "$home/bin/java" ] && readlink -f "$home/bin/java"
    done | sed 's|/bin/java$||' | sort -u | while read -r home; do
        [ "$(feature "$home")" -ge 17 ] && printf '%s\n' "$home"
    done
}
java_on_path() { java=$(command -v java) && readlink -f "$java" | sed 's|/bin/java$||'; }
version() { "$1/bin/java" -version 2>&1 | sed -n '1s/.*"\(.*\)".*/\1/p'; }
feature() { version "$1" | sed 's/^1\.//; s/[^0-9].*//'; }

if [ ! -f "$agent" ]; then
    (cd "$root" && mvn -B -q -ntp -DskipTests package) || fail 'the build failed'
    [ -f "$agent" ] || fail "there is no $agent"
fi
homes=$(jdks)
[ -n "$homes" ] || fail 'JDK 17 or newer is needed'
compiler=$(printf '%s\n' "$homes" | while read -r home; do [ -x "$home/bin/javac" ] && echo "$home"; done | head -n 1)
[ -n "$compiler" ] || fail 'no javac found'

work=$(mktemp -d "${TMPDIR:-/tmp}/forkwatch-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
classes=$work/classes
empty=$work/empty.jar
"$compiler/bin/javac" --release 17 -Xlint:all -Werror -d "$classes" "$here"/src/*.java
echo 'Premain-Class: EmptyAgent' >"$work/manifest"
"$compiler/bin/jar" cfm "$empty" "$work/manifest" -C "$classes" EmptyAgent.class
rm "$classes/EmptyAgent.class" # Else it would come from the class path, and the floor would not open its jar.
cp "$agent" "$work/forkwatch.jar" # A build in the meantime does no harm.
agent=$work/forkwatch.jar

# An agent that is off would look very fast.
"$compiler/bin/java" "-javaagent:$agent=port=0" -cp "$classes" Hello 3000 2>&1 | grep -q 'watches the children' ||
    fail 'Forkwatch does not start here: is the shell a child of something that it watches?'

# each_jdk MAIN ARGUMENTS: the rows of one table.
each_jdk() {
    main=$1
    shift
    printf '%s\n' "$homes" | while read -r home; do
        "$compiler/bin/java" -cp "$classes" "$main" "$(version "$home")" "$home/bin/java" "$classes" "$@" </dev/null
    done
}

printf '%s, %s processors, kernel %s, JDK %s, load %s\n' "$(date -u +%Y-%m-%d)" "$(getconf _NPROCESSORS_ONLN)" \
    "$(uname -r)" "$(printf '%s\n' "$homes" | while read -r home; do version "$home"; done | paste -sd ' ' -)" \
    "$(cut -d ' ' -f 1 /proc/loadavg)"

startup_head() {
    printf '\n%s: medians (p10..p90) of %s rounds of %s, each round against the empty agent of the same round\n\n' "$@"
    echo '| JDK | agent | CPU ms | added CPU ms | CPU ratio | wall ratio |'
    echo '| --- | --- | --- | --- | --- | --- |'
}
startup_head '`java Hello`' "$rounds" "$launches"
each_jdk Startup "$empty" "$agent" 0 "$rounds" "$launches"
startup_head '`java Hello` that stays for 2 s' "$stays" 2
each_jdk Startup "$empty" "$agent" 2000 "$stays" 2

printf '\n`start()` and `waitFor()` of /bin/true: medians (p10..p90) of %s rounds of %s\n\n' "$spawn_rounds" "$children"
echo '| JDK | agent | wall µs | wall ratio | CPU ratio of the JVM |'
echo '| --- | --- | --- | --- | --- |'
each_jdk Spawn "$agent" "$spawn_rounds" "$children"
