package io.forkwatch.probe.publish.debug;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forkwatch.probe.attach.BoundedText;
import io.forkwatch.probe.publish.web.LongAnswer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JVM of this test, looked into. */
class OwnJvmTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path temporary;

    private OwnJvm jvm(ModuleLayer modules, Path directory) {
        return new OwnJvm(
                modules,
                new OwnCommands(opened()),
                new Scratch(directory, 42, System::nanoTime),
                () -> Instant.EPOCH,
                seconds -> {});
    }

    // This JVM was started with that package open.
    private static Instrumentation opened() {
        Class<?>[] types = {Instrumentation.class};
        return (Instrumentation)
                Proxy.newProxyInstance(OwnJvmTest.class.getClassLoader(), types, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("redefineModule");
                    return null;
                });
    }

    private OwnJvm jvm() {
        return jvm(ModuleLayer.boot(), temporary);
    }

    private static String text(LongAnswer answer) throws IOException {
        try (answer) {
            return new String(answer.body().readAllBytes(), UTF_8);
        }
    }

    @Test
    void itsThreadsWithWhatTheyWaitFor() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Thread waiting = new Thread(() -> await(never), "one\nthat waits");
        Thread ours = new Thread(() -> await(never), "forkwatch-made-up");
        waiting.start();
        ours.start();
        while (waiting.getState() != Thread.State.WAITING || ours.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        String dump = text(jvm().threads());
        never.countDown();

        assertThat(dump).startsWith("1970-01-01T00:00:00Z\nThread dump of pid 42: ");
        assertThat(dump)
                .contains("\"one?that waits\" #", "\n   java.lang.Thread.State: WAITING\n\tat ")
                .contains("\t- waits for <java.util.concurrent.CountDownLatch$Sync@")
                .containsPattern("\"forkwatch-made-up\" #\\d+ prio=5 \\(of Forkwatch\\)\n")
                .contains(OwnJvmTest.class.getName() + ".itsThreadsWithWhatTheyWaitFor(");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aRuntimeWithoutTheModuleOfManagementHasThreadsAsWell() {
        assertThat(ThreadList.ofThisJvm(ModuleLayer.empty()))
                .anySatisfy(thread -> assertThat(thread.frames().toString()).contains("ThreadList.plain"));
    }

    @Test
    void itsHeap() throws Exception {
        assertThat(text(jvm().histogram(false))).contains("#instances", "[B", "java.lang.String");
        assertThat(text(jvm().histogram(true))).contains("#instances", "java.lang.String");
    }

    @Test
    void aRecordingThatLeavesNothing() throws Exception {
        Path file = temporary.resolve("read.jfr");
        try (LongAnswer answer = jvm().recording(1)) {
            Files.copy(answer.body(), file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        assertThat(events)
                .extracting(event -> event.getEventType().getName())
                .contains("jdk.JVMInformation")
                .doesNotContain("jdk.InitialEnvironmentVariable", "jdk.InitialSystemProperty");
        assertThat(events)
                .filteredOn(event -> event.getEventType().getName().equals("jdk.ActiveRecording"))
                .isNotEmpty();
        assertThat(jdk.jfr.FlightRecorder.getFlightRecorder().getRecordings())
                .noneMatch(recording -> recording.getName().startsWith("forkwatch"));
        try (Stream<Path> files = Files.list(temporary)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void noRecordingWithoutAPlaceForIt() {
        DebugRefusal refusal = catchThrowableOfType(
                DebugRefusal.class,
                () -> jvm(ModuleLayer.boot(), temporary.resolve("nowhere")).recording(1));
        assertThat(refusal.status()).isEqualTo(503);
        assertThat(refusal.line()).contains("cannot be written");
    }

    @Test
    void noRecordingWithoutItsModule() {
        DebugRefusal refusal = catchThrowableOfType(
                DebugRefusal.class, () -> jvm(ModuleLayer.empty(), temporary).recording(1));
        assertThat(refusal.line()).contains("without the module jdk.jfr");
    }

    @Test
    void textHasAnEnd() throws IOException {
        BoundedText text = new BoundedText(5).add("abc");
        assertThat(text.isFull()).isFalse();
        text.addAll(new ByteArrayInputStream("defgh".getBytes(UTF_8)));
        assertThat(text.isFull()).isTrue();
        assertThat(new String(text.bytes(), UTF_8)).isEqualTo("abcde\n... and 3 bytes more\n");
    }
}
