#!/bin/sh
# JDK 17.0.15 (Debian) and 25.0.3 (Temurin): the first hashCode() of a record, one with two longs, loads 152 classes (230 on 25).
# The same method written out loads none.
#
# Guessed: a dozen, as the methods of a record look like ordinary ones, and the archive of classes that comes with the JDK has
# what its own start needs. Seen: they are bootstrapped by java.lang.runtime.ObjectMethods, which puts a tree of method handles
# together, and hardly any of that is in the archive. equals() and toString() are made so as well. An agent,
# or a program that lives for 100 ms, waits 20 to 40 ms for the first key that it puts into a map.
#
#   sh jdk-first-hashcode-of-a-record-loads-150-classes.sh      JAVA_HOME=/path/to/jdk for another JDK
set -eu

bin=${JAVA_HOME:+$JAVA_HOME/bin/}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat > "$work/FirstHash.java" <<'JAVA'
public class FirstHash {
    record Made(long pid, long start) {}

    record Written(long pid, long start) {
        @Override
        public int hashCode() {
            return 31 * Long.hashCode(pid) + Long.hashCode(start);
        }
    }

    public static void main(String[] args) {
        Object key = args[0].equals("made") ? new Made(1, 2) : new Written(1, 2);
        if (args[1].equals("hash")) {
            System.out.println(key.hashCode());
        } else {
            System.out.println(1);
        }
    }
}
JAVA
"${bin}javac" -d "$work" "$work/FirstHash.java"

loaded() {
    "${bin}java" -Xlog:class+load:file="$work/log":none -cp "$work" FirstHash "$@" > /dev/null
    wc -l < "$work/log"
}

"${bin}java" -version 2>&1 | sed -n 1p
made=$(($(loaded made hash) - $(loaded made none)))
written=$(($(loaded written hash) - $(loaded written none)))
echo "made by the record: $made classes; written out: $written"
[ "$made" -ge 100 ] && [ "$written" -le 2 ] || { echo "this has changed; it was 152 (230 on 25) and 0" >&2; exit 1; }
