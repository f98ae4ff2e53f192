package io.forkwatch.bench.part;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.forkwatch.bench.CFloor;
import io.forkwatch.bench.Table;
import io.forkwatch.bench.Work;
import io.forkwatch.bench.scrape.Client;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The same 1,000 children at 1 Hz: watched from within their supervisor, and by process-exporter from outside. */
final class ProcessExporter {
    private static final int CHILDREN = 1000;
    private static final double NANOS_PER_TICK = 1e7;

    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final int settleSeconds = Work.quick() ? 10 : 20;
    private final int seconds = Work.quick() ? 15 : 60;
    private final List<Watcher> watchers = new ArrayList<>();

    private ProcessExporter() {}

    /** Somebody who is scraped once a second. */
    private record Watcher(String name, Process process, String url) {}

    /**
     * Prints the table.
     *
     * @param arguments forkwatch.jar, class path of the supervisor, program of the children, process-exporter
     */
    public static void main(String[] arguments) throws Exception {
        new ProcessExporter().measure(arguments[0], arguments[1], arguments[2], arguments[3]);
    }

    private void measure(String agent, String classPath, String sleeper, String exporter) throws Exception {
        try {
            List<Long> pids = supervise(agent, classPath, sleeper);
            export(exporter, sleeper, "process-exporter", List.of());
            export(
                    exporter,
                    sleeper,
                    "process-exporter, lean options",
                    List.of("-threads=false", "-gather-smaps=false"));
            for (Watcher watcher : watchers) {
                await(watcher);
            }
            try (CFloor floor = new CFloor("held", pids)) {
                scrape(floor, settleSeconds);
                print(floor);
            }
        } finally {
            watchers.forEach(watcher -> watcher.process.destroy());
        }
    }

    private List<Long> supervise(String agent, String classPath, String sleeper) throws IOException {
        int port = freePort();
        Process supervisor = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "-javaagent:" + agent + "=interval=1s,port=" + port,
                        "-cp",
                        classPath,
                        Nursery.class.getName(),
                        Integer.toString(CHILDREN),
                        sleeper,
                        "list")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        watchers.add(new Watcher("a JVM with forkwatch, all of it", supervisor, url(port)));
        BufferedReader answers = new BufferedReader(new InputStreamReader(supervisor.getInputStream(), UTF_8));
        List<Long> pids = new ArrayList<>();
        for (String line = answers.readLine(); line != null && !line.isEmpty(); line = answers.readLine()) {
            pids.add(Long.parseLong(line));
        }
        if (pids.size() != CHILDREN) {
            throw new IOException("only " + pids.size() + " children could be started");
        }
        return pids;
    }

    private void export(String exporter, String sleeper, String name, List<String> options) throws IOException {
        int port = freePort();
        // One group for each process, or it would say nothing of a single child.
        Path config = Path.of(Work.file("process-exporter.yml"));
        Files.writeString(config, """
                process_names:
                  - name: "{{.Comm}};{{.PID}}"
                    comm: [ %s ]
                """.formatted(Path.of(sleeper).getFileName()));
        List<String> command =
                new ArrayList<>(List.of(exporter, "-config.path=" + config, "-web.listen-address=127.0.0.1:" + port));
        command.addAll(options);
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        watchers.add(new Watcher(name, process, url(port)));
    }

    private static void await(Watcher watcher) throws Exception {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            try {
                new Client().bytes(watcher.url);
                return;
            } catch (ConnectException notYet) {
                if (System.nanoTime() - end > 0) {
                    throw new IOException(watcher.name + " does not answer", notYet);
                }
                Thread.sleep(100);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port + "/metrics";
    }

    // Spread over the second: nobody waits for another.
    private double scrape(CFloor floor, int times) throws Exception {
        Client client = new Client();
        long pauseMillis = 1000 / (watchers.size() + 1);
        double floorNanos = 0;
        for (int i = 0; i < times; i++) {
            long next = System.nanoTime() + 1_000_000_000;
            floorNanos += floor.turn(1).cpuNanos();
            for (Watcher watcher : watchers) {
                Thread.sleep(Math.max(1, pauseMillis / 2));
                client.bytes(watcher.url);
            }
            Thread.sleep(Math.max(1, (next - System.nanoTime()) / 1_000_000));
        }
        return floorNanos;
    }

    private void print(CFloor floor) throws Exception {
        double[] before = new double[watchers.size()];
        for (int i = 0; i < before.length; i++) {
            before[i] = cpuNanos(watchers.get(i).process);
        }
        Process supervisor = watchers.get(0).process;
        double threadsBefore = threadNanos(supervisor);
        long start = System.nanoTime();
        double floorNanos = scrape(floor, seconds);
        double wallNanos = System.nanoTime() - start;
        Table.head("watcher", "CPU % of a core", "ratio to the C loop", "series", "RSS MiB");
        row("C, descriptors kept, not scraped", floorNanos, floorNanos, wallNanos, "-", "-");
        double threads = threadNanos(supervisor) - threadsBefore;
        for (int i = 0; i < before.length; i++) {
            Watcher watcher = watchers.get(i);
            double nanos = cpuNanos(watcher.process) - before[i];
            row(watcher.name, nanos, floorNanos, wallNanos, series(watcher.url), rssMib(watcher.process));
        }
        row("in that JVM, the threads of forkwatch", threads, floorNanos, wallNanos, "-", "-");
    }

    private static void row(String name, double nanos, double floor, double wall, String series, String rssMib) {
        Table.row(name, Table.number(100 * nanos / wall, 2), Table.number(nanos / floor, 1), series, rssMib);
    }

    private static String series(String url) throws IOException {
        return Long.toString(new Client()
                .text(url)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .count());
    }

    // proc(5): utime and stime are the fields 14 and 15.
    private static double cpuNanos(Process process) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * NANOS_PER_TICK;
    }

    // The first figure of schedstat is the time on a processor in nanoseconds, proc_pid_schedstat(5).
    private static double threadNanos(Process process) throws IOException {
        double nanos = 0;
        Path tasks = Path.of("/proc", Long.toString(process.pid()), "task");
        try (DirectoryStream<Path> all = Files.newDirectoryStream(tasks)) {
            for (Path task : all) {
                if (Files.readString(task.resolve("comm")).startsWith("forkwatch")) {
                    String schedstat = Files.readString(task.resolve("schedstat"));
                    nanos += Long.parseLong(schedstat.substring(0, schedstat.indexOf(' ')));
                }
            }
        }
        return nanos;
    }

    private static String rssMib(Process process) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Table.number(Long.parseLong(line.replaceAll("\\D", "")) / 1024.0, 0);
            }
        }
        return "-";
    }
}
