#!/bin/sh
# io.prometheus:prometheus-metrics-exporter-httpserver 1.10.0 without prometheus-metrics-exposition-formats, as whoever wants no
# two megabytes of protobuf has it, on JDK 17.0.15 (Debian) and 25.0.3 (Temurin): a scraper that offers protobuf beside text
# gets status 500. That is the Accept header of a Prometheus with native histograms on.
#
# Guessed: the handler knows that it has no protobuf (it tells so in the list of its formats) and answers in the next format
# that is offered. Seen: the writer for protobuf accepts by the header alone, is chosen first, and fails when it writes.
#
#   sh prometheus-without-protobuf-refuses-who-offers-it.sh      JAVA=/path/to/bin/java of another JDK; needs mvn
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
    <groupId>io.prometheus</groupId><artifactId>prometheus-metrics-exporter-httpserver</artifactId><version>$version</version>
    <exclusions><exclusion>
      <groupId>io.prometheus</groupId><artifactId>prometheus-metrics-exposition-formats</artifactId>
    </exclusion></exclusions>
  </dependency></dependencies>
</project>
POM
mvn -B -ntp -q -f "$work/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory="$work/lib" >/dev/null

cat > "$work/Offer.java" <<'JAVA'
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.exporter.httpserver.MetricsHandler;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;

public class Offer {
    private static final String PROTOBUF =
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";

    public static void main(String[] args) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", new MetricsHandler(new PrometheusRegistry()));
        server.start();
        URI metrics = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/metrics");
        System.out.println("text: " + ask(metrics, "text/plain;version=0.0.4"));
        System.out.println("protobuf or text: " + ask(metrics, PROTOBUF + ";q=0.6,text/plain;version=0.0.4;q=0.3"));
        System.out.println("text or protobuf: " + ask(metrics, "text/plain;version=0.0.4;q=0.6," + PROTOBUF + ";q=0.3"));
        server.stop(0);
    }

    private static int ask(URI metrics, String accept) throws Exception {
        HttpURLConnection connection = (HttpURLConnection) metrics.toURL().openConnection();
        connection.setRequestProperty("Accept", accept);
        return connection.getResponseCode();
    }
}
JAVA

"$java" -version 2>&1 | sed -n 1p
"${java}c" -cp "$work/lib/*" -d "$work" "$work/Offer.java"
seen=$("$java" -cp "$work:$work/lib/*" Offer 2>/dev/null)
printf '%s\n' "$seen"
expected='text: 200
protobuf or text: 500
text or protobuf: 500'
[ "$seen" = "$expected" ] || { echo "this has changed; it was: $expected" >&2; exit 1; }
