package io.forkwatch.bench.soak;

import io.forkwatch.bench.children.MemoryCgroup;
import io.forkwatch.bench.lane.Lane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The supervisor with the agent and the one without, which do the same at the same time. */
final class Pair implements AutoCloseable {
    private static final long GROUP_BYTES = 48L << 20;
    private static final int PATIENCE_SECONDS = 180;
    private static final int STOPPED_MILLIS = 2_000;
    // Few enough descriptors that all of them can be used up.
    private static final String SHELL = "ulimit -c 0; ulimit -n 1024; errors=$1; shift; exec \"$@\" 2>>\"$errors\"";

    private final Path watched;
    private final Path control;
    private final List<MemoryCgroup> groups = new ArrayList<>();
    private final List<Lane<String>> lanes = new ArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    private Pair(Path work) {
        this.watched = work.resolve("watched");
        this.control = work.resolve("control");
    }

    /**
     * Starts both.
     *
     * @param agent the option {@code -javaagent}
     */
    static Pair start(Path work, String java, String classes, String agent) throws IOException {
        Pair pair = new Pair(work);
        Runtime.getRuntime().addShutdownHook(new Thread(pair::removeGroups));
        pair.lanes.add(pair.host(pair.watched, java, classes, List.of(agent)));
        pair.lanes.add(pair.host(pair.control, java, classes, List.of()));
        return pair;
    }

    private Lane<String> host(Path home, String java, String classes, List<String> options) throws IOException {
        Files.createDirectories(home.resolve("tmp"));
        Files.createDirectories(home.resolve("children"));
        List<String> command = new ArrayList<>(
                List.of("sh", "-c", SHELL, "sh", home.resolve("errors").toString(), java));
        command.addAll(options);
        command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-Djava.io.tmpdir=" + home.resolve("tmp")));
        command.addAll(List.of(
                "-cp", classes, Host.class.getName(), home.resolve("children").toString()));
        command.addAll(List.of(ledger(home).toString(), java, classes, group(home)));
        return new Lane<>(home.getFileName().toString(), command, answer -> answer);
    }

    private String group(Path home) throws IOException {
        Optional<MemoryCgroup> group = MemoryCgroup.create("soak-" + home.getFileName(), GROUP_BYTES);
        group.ifPresent(groups::add);
        return group.map(one -> one.procs().toString()).orElse("");
    }

    private static Path ledger(Path home) {
        return home.resolve("ledger");
    }

    /** Tells both what to do, and waits until they have done it; the answers, that of the one with the agent first. */
    List<String> ask(String order) throws InterruptedException, IOException {
        List<Future<String>> answers = new ArrayList<>();
        for (Lane<String> lane : lanes) {
            answers.add(threads.submit(() -> lane.ask(order)));
        }
        List<String> all = new ArrayList<>();
        for (Future<String> answer : answers) {
            try {
                all.add(answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            } catch (ExecutionException | TimeoutException e) {
                throw new IOException("no answer to \"" + order + "\"", e);
            }
        }
        return all;
    }

    /** Stops both for 2 s, as somebody may who looks for what is wrong with them. */
    void stop(List<Long> pids) throws IOException, InterruptedException {
        signal("STOP", pids);
        Thread.sleep(STOPPED_MILLIS);
        signal("CONT", pids);
    }

    private static void signal(String name, List<Long> pids) throws IOException, InterruptedException {
        for (long pid : pids) {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
        }
    }

    /** Files that the agent may have left among those of its host. */
    long temporaryFiles() throws IOException {
        try (var files = Files.list(watched.resolve("tmp"))) {
            return files.count();
        }
    }

    /** What the children's crashes left: no more of it than of a minute. */
    void tidy() throws IOException {
        for (Path home : List.of(watched, control)) {
            try (var files = Files.newDirectoryStream(home.resolve("children"), "hs_err_pid*")) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
        }
    }

    /** What really became of the children of the one with the agent. */
    List<Ledger.Entry> ended() throws IOException {
        return entries(watched);
    }

    /** The same of the other one. */
    List<Ledger.Entry> endedOfControl() throws IOException {
        return entries(control);
    }

    private static List<Ledger.Entry> entries(Path home) throws IOException {
        return Files.readAllLines(ledger(home)).stream()
                .map(Ledger.Entry::ofLine)
                .toList();
    }

    /** What the JVM with the agent wrote to stderr. */
    List<String> errors() throws IOException {
        return Files.readAllLines(watched.resolve("errors"));
    }

    /** What both wrote to stderr, for when the soak itself fails. */
    static void printErrors(Path work) throws IOException {
        for (String home : List.of("watched", "control")) {
            System.out.println(home + ": " + Files.readString(work.resolve(home).resolve("errors")));
        }
    }

    @Override
    public void close() {
        lanes.forEach(Lane::close);
        threads.shutdownNow();
    }

    // Also where somebody ends the soak.
    private void removeGroups() {
        lanes.forEach(Lane::close);
        for (MemoryCgroup group : groups) {
            try {
                group.close();
            } catch (IOException e) {
                System.err.println("soak: " + e + " stays");
            }
        }
    }
}
