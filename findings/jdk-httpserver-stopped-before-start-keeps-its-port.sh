#!/bin/sh
# com.sun.net.httpserver.HttpServer, JDK 17.0.15 (Debian) and 25.0.3 (Temurin): stop(0) on a server that was created and
# never started leaves its port taken, for as long as the JVM runs. On one that was started, stop(0) frees it at once.
#
# Guessed: the listening socket is closed by stop() either way, as the Javadoc says "stops this server by closing the
# listening socket". Seen: the channel is closed, but stays registered with a selector; its descriptor goes only with the
# next select(), and the one thread that selects was never started. So whoever creates a server, fails to start it (no more
# threads) and stops it, finds his own port taken when he tries again.
#
#   sh jdk-httpserver-stopped-before-start-keeps-its-port.sh      JAVA=/path/to/bin/java for another JDK
set -eu

java=${JAVA:-java}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat > "$work/StopUnstarted.java" <<'JAVA'
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

public class StopUnstarted {
    public static void main(String[] args) throws Exception {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpServer unstarted = HttpServer.create(any, 0);
        int first = unstarted.getAddress().getPort();
        unstarted.stop(0);
        Thread.sleep(1000);
        System.out.println("never started: " + state(first));

        HttpServer started = HttpServer.create(any, 0);
        int second = started.getAddress().getPort();
        started.start();
        started.stop(0);
        Thread.sleep(1000);
        System.out.println("started: " + state(second));
    }

    private static String state(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return "free";
        } catch (IOException taken) {
            return "taken";
        }
    }
}
JAVA

"$java" -version 2>&1 | sed -n 1p
seen=$("$java" "$work/StopUnstarted.java")
printf '%s\n' "$seen"
expected='never started: taken
started: free'
[ "$seen" = "$expected" ] || { echo "this has changed; it was: $expected" >&2; exit 1; }
