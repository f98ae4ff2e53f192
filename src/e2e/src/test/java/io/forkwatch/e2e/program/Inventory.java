package io.forkwatch.e2e.program;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Waits for the end of its standard input, then prints what there is in its JVM: one fact a line. */
public final class Inventory {
    private Inventory() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) throws IOException {
        System.in.transferTo(System.out);
        System.out.println("bridge " + hasBridge());
        System.out.println("listeners " + listeners());
        System.out.println("uncaught exceptions go to " + Thread.getDefaultUncaughtExceptionHandler());
        Thread.getAllStackTraces().keySet().forEach(Inventory::printThread);
        System.getProperties().forEach((name, value) -> System.out.println("property " + name + '=' + escaped(value)));
    }

    private static void printThread(Thread thread) {
        System.out.println("thread " + thread.getName() + ", " + (thread.isDaemon() ? "daemon" : "user")
                + ", context loader " + name(thread.getContextClassLoader()));
    }

    private static String name(@Nullable ClassLoader loader) {
        return loader == null ? "null" : loader.getClass().getName();
    }

    private static boolean hasBridge() {
        try {
            Class.forName("java.lang.ForkwatchBridge", false, null);
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }

    /** How many of this JVM's sockets wait for connections: TCP state 0A of proc_net_tcp. */
    private static long listeners() throws IOException {
        Set<String> own = socketInodes();
        List<String> lines = new ArrayList<>(Files.readAllLines(Path.of("/proc/self/net/tcp")));
        Path sixth = Path.of("/proc/self/net/tcp6");
        if (Files.exists(sixth)) {
            lines.addAll(Files.readAllLines(sixth));
        }
        return lines.stream()
                .map(line -> line.strip().split(" +"))
                .filter(fields -> fields[3].equals("0A") && own.contains(fields[9]))
                .count();
    }

    private static Set<String> socketInodes() throws IOException {
        Set<String> inodes = new HashSet<>();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors) {
                inodes.add(target(descriptor).replaceAll("\\D", ""));
            }
        }
        return inodes;
    }

    private static String target(Path descriptor) throws IOException {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("socket:") ? target : "";
        } catch (NoSuchFileException closed) {
            return ""; // Such as the one that lists this directory.
        }
    }

    private static String escaped(Object value) {
        return value.toString().replace("\n", "\\n");
    }
}
