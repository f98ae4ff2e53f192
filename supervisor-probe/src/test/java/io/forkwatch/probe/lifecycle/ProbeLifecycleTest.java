package io.forkwatch.probe.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.agent.entry.Marker;
import io.forkwatch.agent.entry.Stderr;
import io.forkwatch.probe.intercept.Interceptions;
import io.forkwatch.probe.options.GivenOptions;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.procfs.ProcFs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In this JVM, which is no agent: the bridge cannot be made. */
class ProbeLifecycleTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    @TempDir
    private Path elsewhere;

    private Path file;

    @BeforeEach
    void makeAFile() throws IOException {
        file = Files.createFile(elsewhere.resolve("stderr"));
    }

    private ProbeLifecycle lifecycle(boolean late) {
        return new ProbeLifecycle(
                GivenOptions.of("port=0,log=" + directory.resolve("log")),
                instrumentation(),
                "1.2.3",
                late,
                Interceptions.waiting(),
                Optional.of(new Machine(ProcFs.system(), Clocks.system(), new Marker(directory), stderr())));
    }

    private static Instrumentation instrumentation() {
        return (Instrumentation) Proxy.newProxyInstance(
                ProbeLifecycleTest.class.getClassLoader(),
                new Class<?>[] {Instrumentation.class},
                (Object proxy, Method method, Object[] arguments) -> {
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    @Test
    void aBridgeThatIsRefusedIsOffForReal() throws Exception {
        ProbeLifecycle lifecycle = lifecycle(true);

        String said = saidBy(() -> assertThat(lifecycle.start()).isFalse());

        assertThat(said)
                .containsOnlyOnce("[forkwatch] is off, it could not start: ")
                .contains("; the application goes on without it\n");
        assertThat(lifecycle.state()).isEqualTo(ProbeLifecycle.State.STOPPED);
        assertThat(names()).as("marker and log").isEmpty();
        assertThat(threads()).isEmpty();
    }

    @Test
    void whoIsOffCannotBeTurnedOnAgain() throws Exception {
        ProbeLifecycle lifecycle = lifecycle(true);
        saidBy(lifecycle::start);

        assertThat(saidBy(lifecycle)).doesNotContain("[forkwatch]");

        assertThat(lifecycle.state()).isEqualTo(ProbeLifecycle.State.STOPPED);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> String.valueOf(entry.getFileName())).toList();
        }
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.equals("forkwatch-sampler") || name.equals("forkwatch-reporter"))
                .toList();
    }

    /** One that writes into {@link #said}. */
    private Stderr stderr() {
        return Stderr.of(file, said, InputStream.nullInputStream());
    }

    private String saidBy(Runnable task) {
        said.reset();
        task.run();
        return said.toString(StandardCharsets.UTF_8);
    }
}
