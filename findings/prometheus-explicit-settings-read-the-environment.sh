#!/bin/sh
# io.prometheus:prometheus-metrics-config 1.10.0, on JDK 17.0.15 (Debian) and 25.0.3 (Temurin): a setting of the application that
# is no number, here io.prometheus.exporter.http_server.port, is an error in PrometheusProperties.builder() too.
#
# Guessed: a library with a copy of the client of its own, which hands in all settings by the builder, reads no system property. Seen:
# the class keeps the settings of the environment in a static field, so they are read and checked before the first line of the
# builder, and where one is wrong the class is broken for good.
#
#   sh prometheus-explicit-settings-read-the-environment.sh      JAVA=/path/to/bin/java of another JDK; needs mvn
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
    <groupId>io.prometheus</groupId><artifactId>prometheus-metrics-config</artifactId><version>$version</version>
  </dependency></dependencies>
</project>
POM
mvn -B -ntp -q -f "$work/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory="$work/lib" >/dev/null

cat > "$work/Explicit.java" <<'JAVA'
import io.prometheus.metrics.config.PrometheusProperties;

public class Explicit {
    public static void main(String[] args) {
        try {
            PrometheusProperties.builder().build();
            System.out.println("built");
        } catch (ExceptionInInitializerError error) {
            System.out.println("refused: " + error.getCause().getMessage());
        }
    }
}
JAVA

"$java" -version 2>&1 | sed -n 1p
"${java}c" -cp "$work/lib/*" -d "$work" "$work/Explicit.java"
run() { "$java" -cp "$work:$work/lib/*" "$@" 2>&1; }
seen=$(
  run Explicit
  run -Dio.prometheus.exporter.http_server.port=none Explicit
)
printf '%s\n' "$seen"
expected="built
refused: io.prometheus.exporter.http_server.port: Expecting integer value"
[ "$seen" = "$expected" ] || { echo "this has changed; it was: $expected" >&2; exit 1; }
