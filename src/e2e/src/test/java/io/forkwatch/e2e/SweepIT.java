package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.Launch;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Supervisor;
import io.forkwatch.e2e.program.Obeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Left-over workspaces below a root: what is told, what is removed, and what is left alone. */
final class SweepIT {
    private final FileTime old = FileTime.from(Instant.now().minus(Duration.ofDays(3)));
    private final Path directory = Shipped.newDirectory("sweep");
    private final Path root = directory.resolve("work");
    private final Path precious = directory.resolve("precious");

    private Path job(String name) throws IOException {
        Path src = Files.createDirectories(root.resolve(name).resolve("src"));
        for (int i = 0; i < 200; i++) {
            Files.writeString(src.resolve("file-" + i), "0123456789");
        }
        return root.resolve(name);
    }

    private void age(Path job) throws IOException {
        try (Stream<Path> all = Files.walk(job)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.getFileAttributeView(each, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .setTimes(old, null, null);
            }
        }
    }

    private Launch launch(Jdk jdk, String options) {
        return Program.of(jdk, Obeys.class)
                .watched("port=0,interval=200ms,test.sweep.after=1s,sweep.roots=" + root + options);
    }

    @OnEveryJdk
    void whatIsLeftOverIsToldAndNothingIsTouched(Jdk jdk) throws IOException {
        age(job("job-1"));
        job("job-2");
        try (Supervisor supervisor = launch(jdk, "").start(Shipped.newDirectory("sweep"))) {
            supervisor.awaitStderr(
                    root.toRealPath().resolve("job-1") + " is left over: 1.95 KiB in 202 entries, unchanged for 3d00h");
            assertThat(supervisor.scrape().text())
                    .contains(
                            "forkwatch_sweep_left_over_directories 1.0",
                            "forkwatch_sweep_left_over_bytes 2000.0",
                            "forkwatch_sweep_removed_directories_total 0.0");
            assertThat(supervisor.stderr()).doesNotContain("job-2", "trouble");
            assertThat(root.resolve("job-1/src/file-199")).exists();
        }
    }

    /** A tree that was built to hurt. */
    @OnEveryJdk
    void nothingWrongIsRemoved(Jdk jdk) throws IOException {
        List<String> namespace = List.of("unshare", "--mount", "sh", "-c");
        assumeTrue(
                run(namespace, "true").awaitEnd().exitValue() == 0, "a mount namespace of its own cannot be made here");
        Files.writeString(Files.createDirectories(precious).resolve("file"), "kept");
        for (String name : List.of("job-links", "job-read-only", "job-bound", "job-held", "job-plain")) {
            job(name);
        }
        Files.createSymbolicLink(root.resolve("job-links/all"), Path.of("/"));
        Files.createSymbolicLink(root.resolve("job-links/src/precious"), precious);
        Files.createSymbolicLink(root.resolve("job-link-itself"), precious);
        Files.setPosixFilePermissions(
                root.resolve("job-read-only/src/file-7"), PosixFilePermissions.fromString("r--r--r--"));
        Files.createDirectory(root.resolve("job-bound/mount"));
        for (Path each : List.of(
                root.resolve("job-links"),
                root.resolve("job-read-only"),
                root.resolve("job-bound"),
                root.resolve("job-held"),
                root.resolve("job-plain"),
                precious)) {
            age(each);
        }
        job("job-fresh");
        Process held = new ProcessBuilder("sleep", "600")
                .directory(root.resolve("job-held/src").toFile())
                .start();
        List<String> command = new ArrayList<>(namespace);
        command.add("mount --bind \"" + precious + "\" \"" + root.resolve("job-bound/mount") + "\" && exec \"$@\"");
        command.add("sh");
        command.addAll(launch(jdk, ",sweep.mode=delete").command());
        try (Supervisor supervisor = Supervisor.start(command, Map.of(), Shipped.newDirectory("sweep"))) {
            supervisor.awaitStderr(
                    root.toRealPath().resolve("job-bound") + " is not judged: something is mounted there");
            for (String name : List.of("job-links", "job-read-only", "job-plain")) {
                supervisor.awaitStderr(root.toRealPath().resolve(name) + " was left over and is removed: ");
                assertThat(root.resolve(name)).doesNotExist();
            }
            await("its rows")
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(supervisor.scrape().text())
                            .contains(
                                    "forkwatch_sweep_removed_directories_total 3.0",
                                    "forkwatch_sweep_removed_bytes_total 6000.0",
                                    "forkwatch_sweep_failures_total 0.0"));
            assertThat(supervisor.stderr()).doesNotContain("job-held", "job-fresh", "job-link-itself", "trouble");
        } finally {
            held.destroyForcibly();
        }
        assertThat(precious.resolve("file")).hasContent("kept");
        assertThat(root.toFile().list())
                .containsExactlyInAnyOrder("job-bound", "job-held", "job-fresh", "job-link-itself");
        assertThat(root.resolve("job-held/src/file-199")).exists();
    }

    private static Supervisor run(List<String> before, String script) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add(script);
        return Supervisor.start(command, Map.of(), Shipped.newDirectory("sweep"));
    }

    @OnEveryJdk
    void aRootThatAllShareIsOneLine(Jdk jdk) {
        try (Supervisor supervisor = Program.of(jdk, Obeys.class)
                .watched("port=0,sweep.roots=/tmp,sweep.mode=delete")
                .start(Shipped.newDirectory("sweep"))) {
            supervisor.awaitStderr(
                    "is off: sweep.roots=\"/tmp\" (in the agent argument) is not allowed: none, or directories");
            supervisor.closeStdin();
            assertThat(supervisor.awaitEnd().exitValue()).isZero();
        }
    }
}
