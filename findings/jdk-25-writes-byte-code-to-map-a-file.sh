#!/bin/sh
# JDK 25.0.3 (Temurin): the first FileChannel.map(), of 4 KiB, loads 274 classes, 48 of them of java.lang.classfile: it writes byte
# code at run time. JDK 17.0.15 (Debian) loads 117, and none of those. Opening the channel and writing to it is not counted in either.
#
# Guessed: a mapping is one system call and one small object, the cheapest way to share a page with another process, on any JDK.
# Seen: in JDK 25 the buffer comes from a constructor that is called by core reflection, which is made of method handles by
# then, and a method handle is a class that somebody has to write first. A JVM that maps one page at its start pays more
# for that than for all else it does there; write(2) into the same file costs none of it.
#
#   sh jdk-25-writes-byte-code-to-map-a-file.sh      JAVA_HOME=/path/to/jdk, of a JDK 17 or 25
set -eu

bin=${JAVA_HOME:+$JAVA_HOME/bin/}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat > "$work/Maps.java" <<'JAVA'
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;

public class Maps {
    public static void main(String[] args) throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(args[0], "rw")) {
            file.setLength(4096);
            FileChannel channel = file.getChannel();
            if (args[1].equals("map")) {
                channel.map(FileChannel.MapMode.READ_WRITE, 0, 4096);
            } else {
                file.write(1);
            }
        }
    }
}
JAVA
"${bin}javac" -d "$work" "$work/Maps.java"

loaded() { "${bin}java" -Xlog:class+load:file="$work/$1":none -cp "$work" Maps "$work/file" "$1"; }
loaded map
loaded write
written() { grep -c '^java.lang.classfile' "$work/$1" || true; }

version=$("${bin}java" -version 2>&1 | sed -n 1p)
more=$(($(wc -l < "$work/map") - $(wc -l < "$work/write")))
echo "$version"
echo "mapping: $more classes more than writing, $(written map) of them to write byte code; writing: $(written write)"
case $version in
    *'"25.'*) [ "$more" -ge 200 ] && [ "$(written map)" -ge 20 ] && [ "$(written write)" = 0 ] ;;
    *'"17.'*) [ "$more" -ge 50 ] && [ "$(written map)" = 0 ] ;;
    *) echo 'neither JDK 17 nor 25' >&2; exit 2 ;;
esac || { echo 'this has changed; it was 274 and 48 on 25, 117 and 0 on 17' >&2; exit 1; }
