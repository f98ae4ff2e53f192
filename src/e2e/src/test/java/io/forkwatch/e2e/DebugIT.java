package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.Launch;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Supervisor;
import io.forkwatch.e2e.program.Obeys;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** {@code debug=true}: a supervisor and the JVM below it, looked into. */
final class DebugIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern STARTED = Pattern.compile("started (\\d+)");
    private static final String CHILD = "/debug/children/obeys/0/";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static Launch launch(Jdk jdk, Path temporary, String options) {
        return Program.of(jdk, Obeys.class)
                .watched("port=0,interval=200ms" + options)
                .withJvmOptions("-Djava.io.tmpdir=" + temporary);
    }

    private HttpRequest to(Supervisor supervisor, String path) {
        return HttpRequest.newBuilder(supervisor.metricsUrl().resolve(path))
                .timeout(PATIENCE)
                .build();
    }

    /** Asks until it is its turn. */
    private HttpResponse<byte[]> ask(Supervisor supervisor, String path) {
        HttpResponse<byte[]> answer = askOnce(supervisor, path);
        while (answer.statusCode() == 429) {
            answer = askOnce(supervisor, path);
        }
        return answer;
    }

    private HttpResponse<byte[]> askOnce(Supervisor supervisor, String path) {
        try {
            return client.send(to(supervisor, path), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new AssertionError(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private String text(Supervisor supervisor, String path) {
        HttpResponse<byte[]> answer = ask(supervisor, path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private String refusal(Supervisor supervisor, String path, int status) {
        HttpResponse<byte[]> answer = ask(supervisor, path);
        String line = new String(answer.body(), StandardCharsets.UTF_8);
        assertThat(answer.statusCode()).as(path + ": " + line).isEqualTo(status);
        assertThat(line).endsWith("\n").containsOnlyOnce("\n");
        return line;
    }

    private static List<RecordedEvent> events(Path directory, byte[] recording) throws IOException {
        Path file = Files.write(Files.createTempFile(directory, "read-", ".jfr"), recording);
        return RecordingFile.readAllEvents(file);
    }

    private static long start(Supervisor supervisor, String script) {
        int before = supervisor.stdout().length();
        supervisor.writeLine("start " + script);
        await("a child")
                .atMost(PATIENCE)
                .until(() -> started(supervisor, before).find());
        Matcher started = started(supervisor, before);
        assertThat(started.find()).isTrue();
        return Long.parseLong(started.group(1));
    }

    private static Matcher started(Supervisor supervisor, int before) {
        return STARTED.matcher(supervisor.stdout().substring(before));
    }

    /** A JVM below a shell that waits for it, as below Surefire. */
    private long startJvm(Supervisor supervisor, Jdk jdk) {
        long shell = start(
                supervisor,
                String.join(
                                " ",
                                Program.of(jdk, Obeys.class)
                                        .withJvmOptions("-Xmx32m")
                                        .command()) + " > child.out 2>&1; true");
        await("the JVM of " + shell)
                .atMost(PATIENCE)
                .until(() -> text(supervisor, "/api/v1/children").contains("\"jvm\":{"));
        return shell;
    }

    @OnEveryJdk
    void theSupervisor(Jdk jdk) throws Exception {
        Path directory = Shipped.newDirectory("debug");
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        try (Supervisor supervisor = launch(jdk, temporary, ",debug=true").start(directory)) {
            assertThat(text(supervisor, "/api/v1/supervisor")).contains("\"debug\":true");
            assertThat(text(supervisor, "/debug/threads"))
                    .contains("\"main\" #", "\"forkwatch-sampler\" #", "(of Forkwatch)", "java.lang.Thread.State: ");
            assertThat(text(supervisor, "/debug/heap-histogram")).contains("#instances", "java.lang.String");
            assertThat(text(supervisor, "/debug/heap-histogram?live=true")).contains("java.lang.String");
            assertThat(refusal(supervisor, "/debug/jfr?seconds=301", 400)).contains("1 to 300");

            CompletableFuture<HttpResponse<byte[]>> recording =
                    client.sendAsync(to(supervisor, "/debug/jfr?seconds=2"), BodyHandlers.ofByteArray());
            await("a turn that is taken")
                    .atMost(PATIENCE)
                    .until(() -> askOnce(supervisor, "/debug/threads").statusCode() == 429);
            HttpResponse<byte[]> second = askOnce(supervisor, "/debug/children/nobody/0/threads");
            assertThat(second.statusCode()).isEqualTo(429);
            assertThat(second.headers().firstValue("Retry-After")).isPresent();
            assertThat(text(supervisor, "/metrics")).contains("forkwatch_build_info");
            assertThat(recording.isDone()).as("scrapes are answered beside it").isFalse();

            checkRecording(directory, recording.get().body(), supervisor.pid());
            assertThat(files(temporary)).isEmpty();
            assertThat(supervisor.stderr().lines()).hasSize(1);
            assertThat(supervisor.stdout()).isEqualTo("ready\n");
        }
    }

    private static void checkRecording(Path directory, byte[] recording, long pid) throws IOException {
        List<RecordedEvent> events = events(directory, recording);
        assertThat(events)
                .filteredOn(event -> event.getEventType().getName().equals("jdk.JVMInformation"))
                .isNotEmpty()
                .allMatch(event -> event.getLong("pid") == pid);
        assertThat(events)
                .extracting(event -> event.getEventType().getName())
                .doesNotContain(
                        "jdk.CPUTimeSample",
                        "jdk.InitialEnvironmentVariable",
                        "jdk.InitialSystemProperty",
                        "jdk.SystemProcess");
        assertThat(events).anyMatch(event -> event.getEventType().getName().equals("jdk.ActiveSetting"));
    }

    private static List<String> files(Path below) throws IOException {
        try (Stream<Path> files = Files.walk(below)) {
            return files.filter(Files::isRegularFile).map(Path::toString).toList();
        }
    }

    @OnEveryJdk
    void aChild(Jdk jdk) throws Exception {
        Path directory = Shipped.newDirectory("debug-child");
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        try (Supervisor supervisor =
                launch(jdk, temporary, ",debug=true,kind.obeys=Obeys").start(directory)) {
            long shell = startJvm(supervisor, jdk);
            long jvm = ProcessHandle.of(shell)
                    .orElseThrow()
                    .children()
                    .findFirst()
                    .orElseThrow()
                    .pid();

            assertThat(text(supervisor, CHILD + "threads")).contains("Full thread dump", "\"main\" #");
            assertThat(text(supervisor, CHILD + "threads?pid=" + jvm)).contains("Full thread dump");
            assertThat(text(supervisor, CHILD + "heap-histogram")).contains("#instances", "java.lang.String");
            checkRecording(directory, ask(supervisor, CHILD + "jfr?seconds=2").body(), jvm);
            assertThat(files(temporary)).isEmpty();

            assertThat(refusal(supervisor, CHILD + "threads?pid=" + shell, 409)).contains("not a HotSpot JVM");
            assertThat(refusal(supervisor, "/debug/children/nobody/0/threads", 404))
                    .contains("no such child");

            signal("STOP", jvm);
            assertThat(refusal(supervisor, CHILD + "threads", 409)).contains("it is stopped");
            assertThat(refusal(supervisor, CHILD + "jfr?seconds=1", 409)).contains("it is stopped");
            signal("CONT", jvm);
            assertThat(text(supervisor, CHILD + "threads")).contains("Full thread dump");
            assertThat(Files.readString(directory.resolve("child.out")))
                    .as("of a knock that it took for a wish to see its threads")
                    .isEqualTo("ready\n");
            assertThat(supervisor.stderr().lines()).hasSize(1);
        }
    }

    private static void signal(String name, long pid) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
        char state = name.equals("STOP") ? 'T' : 'S';
        await(name)
                .atMost(PATIENCE)
                .until(() -> Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") " + state + " "));
    }

    @OnEveryJdk
    void withoutTheOptionThereIsNothingAndNothingIsLoaded(Jdk jdk) throws IOException {
        Path directory = Shipped.newDirectory("debug-off");
        Path classes = directory.resolve("classes.log");
        try (Supervisor supervisor = launch(jdk, directory, "")
                .withJvmOptions("-Xlog:class+load:file=" + classes)
                .start(directory)) {
            for (String path : List.of("/debug/threads", "/debug/jfr?seconds=1", CHILD + "threads")) {
                assertThat(refusal(supervisor, path, 404)).startsWith("not found");
            }
            assertThat(text(supervisor, "/api/v1/supervisor")).contains("\"debug\":false");
            assertThat(Files.readString(classes))
                    .contains("io.forkwatch.probe.publish.http.ProbeServer ")
                    .doesNotContain("io.forkwatch.probe.publish.debug", "publish.http.LongAnswers");
        }
    }

    @OnEveryJdk
    void itIsShutWhereEverybodyCouldAsk(Jdk jdk) {
        Path directory = Shipped.newDirectory("debug-shut");
        try (Supervisor supervisor =
                launch(jdk, directory, ",debug=true,host=0.0.0.0").start(directory)) {
            assertThat(refusal(supervisor, "/debug/threads", 403)).contains("the debug paths are shut");
            assertThat(text(supervisor, "/api/v1/supervisor")).contains("\"debug\":false");
            supervisor.awaitStderr("the debug paths are shut");
            assertThat(supervisor.stderr().lines()).hasSize(2);
        }
    }

    @OnEveryJdk
    void withoutAPlaceForFilesThereAreNoRecordings(Jdk jdk) {
        Path directory = Shipped.newDirectory("debug-tmp");
        try (Supervisor supervisor =
                launch(jdk, directory.resolve("none"), ",debug=true").start(directory)) {
            assertThat(refusal(supervisor, "/debug/jfr?seconds=1", 503))
                    .isEqualTo("no recording: the directory for temporary files cannot be written\n");
            assertThat(supervisor.stdout()).doesNotContain("jfr");
        }
    }
}
