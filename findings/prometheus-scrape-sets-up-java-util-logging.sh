#!/bin/sh
# io.prometheus:prometheus-metrics-exporter-httpserver 1.10.0, on JDK 17.0.15 (Debian) and 25.0.3 (Temurin): the first
# request to a MetricsHandler sets up java.util.logging.
#
# Guessed: it logs when something fails, and is as careful as the JDK's own HttpServer, which logs too and waits for the
# application. Seen: its adapter asks for a logger in its static initialiser, so an application that chooses its
# java.util.logging.manager in main, after the first scrape by an agent's port, has the JDK's for good.
#
#   sh prometheus-scrape-sets-up-java-util-logging.sh      JAVA=/path/to/bin/java of another JDK; needs mvn
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
  </dependency></dependencies>
</project>
POM
mvn -B -ntp -q -f "$work/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory="$work/lib" >/dev/null

cat > "$work/Early.java" <<'JAVA'
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.config.PrometheusProperties;
import io.prometheus.metrics.exporter.httpserver.MetricsHandler;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.logging.LogManager;

public class Early {
    public static class Chosen extends LogManager {}

    public static void main(String[] args) throws Exception {
        HttpHandler plain = exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        };
        boolean library = args[0].equals("MetricsHandler");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", library
                ? new MetricsHandler(PrometheusProperties.builder().build(), new PrometheusRegistry())
                : plain);
        server.start();
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/").toURL().openStream().readAllBytes();
        System.setProperty("java.util.logging.manager", Chosen.class.getName());
        boolean chosen = LogManager.getLogManager() instanceof Chosen;
        System.out.println("after a request to " + args[0] + ": " + (chosen ? "the application's" : "the JDK's"));
        server.stop(0);
        System.exit(0);
    }
}
JAVA

"$java" -version 2>&1 | sed -n 1p
"${java}c" -cp "$work/lib/*" -d "$work" "$work/Early.java"
run() { "$java" -cp "$work:$work/lib/*" "$@" 2>&1; }
seen=$(
  run Early "a handler of one's own"
  run Early MetricsHandler
)
printf '%s\n' "$seen"
expected="after a request to a handler of one's own: the application's
after a request to MetricsHandler: the JDK's"
[ "$seen" = "$expected" ] || { echo "this has changed; it was: $expected" >&2; exit 1; }
