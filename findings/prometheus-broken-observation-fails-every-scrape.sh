#!/bin/sh
# io.prometheus:prometheus-metrics-core 1.10.0, on JDK 17.0.15 (Debian) and 25.0.3 (Temurin): one observation of a histogram that is
# broken off, by OutOfMemoryError or StackOverflowError, makes each later scrape wait for five seconds and fail.
#
# Guessed: what was broken off is lost, or half counted. Seen: it is counted as begun before it is done, a scrape waits until all
# that have begun are done, and this one never is. The data point has to be removed.
#
#   sh prometheus-broken-observation-fails-every-scrape.sh      JAVA=/path/to/bin/java of another JDK; needs mvn
set -eu

java=${JAVA:-java}
version=1.10.0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat > "$work/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies><dependency>
    <groupId>io.prometheus</groupId><artifactId>prometheus-metrics-core</artifactId><version>$version</version>
  </dependency></dependencies>
</project>
POM
mvn -B -ntp -q -f "$work/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory="$work/lib" >/dev/null

cat > "$work/Broken.java" <<'JAVA'
import io.prometheus.metrics.core.metrics.Histogram;

public class Broken {
    private static final Histogram HISTOGRAM = Histogram.builder()
            .name("seconds")
            .classicOnly()
            .classicUpperBounds(1)
            .withoutExemplars()
            .build();

    public static void main(String[] args) throws Exception {
        HISTOGRAM.observe(0);
        System.out.println("before: " + scrape());
        Thread deep = new Thread(null, Broken::descend, "deep", 256 * 1024);
        deep.start();
        deep.join();
        System.out.println("after: " + scrape());
        System.out.println("once more: " + scrape());
        HISTOGRAM.clear();
        System.out.println("cleared: " + scrape());
    }

    /** Observes at each depth on the way back from where the stack is full. */
    private static void descend() {
        try {
            descend();
        } catch (StackOverflowError full) {
            // Here is the end of it.
        }
        try {
            HISTOGRAM.observe(0);
        } catch (StackOverflowError cut) {
            // So it is with a heap that is full.
        }
    }

    private static String scrape() {
        try {
            HISTOGRAM.collect();
            return "ok";
        } catch (IllegalStateException broken) {
            return broken.getMessage();
        }
    }
}
JAVA

"$java" -version 2>&1 | sed -n 1p
"${java}c" -cp "$work/lib/*" -d "$work" "$work/Broken.java"
seen=$("$java" -cp "$work:$work/lib/*" Broken 2>&1)
printf '%s\n' "$seen"
expected='before: ok
after: Timed out while waiting for in-flight observations.
once more: Timed out while waiting for in-flight observations.
cleared: ok'
[ "$seen" = "$expected" ] || { echo "this has changed; it was: $expected" >&2; exit 1; }
