package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Summaries;
import io.forkwatch.e2e.harness.Summaries.Summary;
import io.forkwatch.e2e.harness.Supervisor;
import io.forkwatch.e2e.program.HoldsShell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Processes that outlive their child, or their supervisor, with a real kernel that reparents them. */
final class OrphanIT {
    private static final String OPTIONS = "port=0,interval=200ms,orphan.age=1s,log.format=json,log=";

    @OnEveryJdk
    void aGrandchildThatOutlivesItsShellIsToldWithItsFigures(Jdk jdk) {
        Path directory = Shipped.newDirectory("orphan");
        Path log = directory.resolve("forkwatch.log");
        // The shell lives long enough to be sampled; its descendant keeps none of its streams open.
        String script = "sleep 300 </dev/null >/dev/null 2>&1 & echo $! > grandchild; sleep 1";
        try (Supervisor supervisor =
                Program.of(jdk, HoldsShell.class, script).watched(OPTIONS + log).start(directory)) {
            Summary orphan = only(log, "orphan_found");
            long grandchild = pidIn(directory.resolve("grandchild"));
            assertThat(orphan.number("pid")).isEqualTo((double) grandchild);
            assertThat(orphan.text("origin")).isEqualTo("outlived_child");
            assertThat(orphan.text("command")).isEqualTo("sleep 300");
            assertThat(orphan.number("alone_seconds")).isGreaterThanOrEqualTo(1);
            assertThat(orphan.number("rss_bytes")).isPositive();

            end(grandchild);
            assertThat(only(log, "orphan_gone").number("pid")).isEqualTo((double) grandchild);
            supervisor.closeStdin();
            supervisor.awaitEnd();
        }
        assertThat(Summaries.read(log).ofEvent("trouble")).isEmpty();
    }

    /** A double fork: both parents are gone before the first look. */
    @OnEveryJdk
    void oneThatWasDaemonisedAtOnceIsToldOnceAsTheChildsForItHasTheChildsPipe(Jdk jdk) {
        Path directory = Shipped.newDirectory("daemonised");
        Path log = directory.resolve("forkwatch.log");
        String script = "(sh -c 'echo $$ > grandchild; exec sleep 300' &); sleep 2";
        try (Supervisor supervisor =
                Program.of(jdk, HoldsShell.class, script).watched(OPTIONS + log).start(directory)) {
            Summary orphan = only(log, "orphan_found");
            long grandchild = pidIn(directory.resolve("grandchild"));
            assertThat(orphan.number("pid")).isEqualTo((double) grandchild);
            assertThat(orphan.text("attributed_by")).isEqualTo("output_pipe");
            assertThat(orphan.text("confidence")).isEqualTo("likely");
            end(grandchild);
            assertThat(only(log, "orphan_gone").number("pid")).isEqualTo((double) grandchild);
            assertThat(Summaries.read(log).ofEvent("orphan_found")).hasSize(1);
            supervisor.closeStdin();
            supervisor.awaitEnd();
        }
        assertThat(Summaries.read(log).ofEvent("trouble")).isEmpty();
    }

    /** Killed with -9, it cannot say a word itself. */
    @OnEveryJdk
    void whatAKilledLauncherLeavesIsReportedByTheNextOne(Jdk jdk) throws IOException {
        Path directory = Shipped.newDirectory("left-behind");
        Path log = directory.resolve("forkwatch.log");
        String script = "sleep 300 </dev/null >/dev/null 2>&1 & echo $! > grandchild; wait";
        long grandchild;
        long launcher;
        try (Supervisor killed = Program.of(jdk, HoldsShell.class, script)
                .watched(OPTIONS + directory.resolve("killed.log"))
                .start(directory)) {
            launcher = killed.pid();
            await("the list of its processes")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> Files.exists(directory.resolve("grandchild"))
                            && written(launcher).contains("\n" + pidIn(directory.resolve("grandchild")) + " "));
            grandchild = pidIn(directory.resolve("grandchild"));
            ProcessHandle.of(launcher).ifPresent(ProcessHandle::destroyForcibly);
            killed.awaitEnd();
        }

        try (Supervisor next =
                Program.of(jdk, HoldsShell.class, "true").watched(OPTIONS + log).start(directory)) {
            Summary orphan = only(log, "orphan_found");
            assertThat(orphan.text("origin")).isEqualTo("left_behind");
            assertThat(orphan.number("supervisor_pid")).isEqualTo((double) launcher);
            assertThat(orphan.number("below") == 1 || orphan.number("pid") == grandchild)
                    .isTrue();
            next.closeStdin();
            next.awaitEnd();
        } finally {
            end(grandchild);
        }
    }

    /** A build machine starts several JVMs at the same moment in the same directory. */
    @OnEveryJdk
    void ofThreeSupervisorsAtOnceOneTellsIt(Jdk jdk) throws IOException {
        Path directory = Shipped.newDirectory("three-at-once");
        long grandchild = leftByAKilledLauncher(jdk, directory);
        List<Path> logs = List.of(directory.resolve("1.log"), directory.resolve("2.log"), directory.resolve("3.log"));
        List<Supervisor> three = new ArrayList<>();
        try {
            for (Path log : logs) {
                three.add(Program.of(jdk, HoldsShell.class, "true")
                        .watched(OPTIONS + log)
                        .start(directory));
            }
            await("told").atMost(Duration.ofSeconds(60)).until(() -> count(logs, "orphan_found") > 0);
            end(grandchild);
            await("gone").atMost(Duration.ofSeconds(60)).until(() -> count(logs, "orphan_gone") > 0);
        } finally {
            end(grandchild);
            for (Supervisor one : three) {
                one.closeStdin();
                one.awaitEnd();
            }
        }
        assertThat(count(logs, "orphan_found")).isEqualTo(1);
        for (Path log : logs) {
            assertThat(count(List.of(log), "orphan_gone")).isEqualTo(count(List.of(log), "orphan_found"));
            assertThat(Summaries.read(log).ofEvent("trouble")).isEmpty();
        }
    }

    private static long count(List<Path> logs, String event) {
        return logs.stream()
                .mapToLong(log -> Summaries.read(log).ofEvent(event).size())
                .sum();
    }

    // One process alone, so that there is one head to tell of.
    private static long leftByAKilledLauncher(Jdk jdk, Path directory) {
        String script = "echo $$ > grandchild; exec sleep 300 </dev/null >/dev/null 2>&1";
        try (Supervisor killed = Program.of(jdk, HoldsShell.class, script)
                .watched(OPTIONS + directory.resolve("killed.log"))
                .start(directory)) {
            await("the list of its processes")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> Files.exists(directory.resolve("grandchild"))
                            && written(killed.pid()).contains("\n" + pidIn(directory.resolve("grandchild")) + " "));
            ProcessHandle.of(killed.pid()).ifPresent(ProcessHandle::destroyForcibly);
            killed.awaitEnd();
            return pidIn(directory.resolve("grandchild"));
        }
    }

    private static String written(long supervisor) {
        try (var markers = Files.newDirectoryStream(Path.of("/tmp"), "forkwatch-" + supervisor + "-*")) {
            for (Path marker : markers) {
                return Files.readString(marker.resolve("state"));
            }
        } catch (IOException notYet) {
            return "";
        }
        return "";
    }

    private static Summary only(Path log, String event) {
        await(event)
                .atMost(Duration.ofSeconds(60))
                .until(() -> !Summaries.read(log).ofEvent(event).isEmpty());
        List<Summary> found = Summaries.read(log).ofEvent(event);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static long pidIn(Path file) {
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (IOException | NumberFormatException notYet) {
            return -1;
        }
    }

    private static void end(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
}
