package io.forkwatch.agent.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(OS.LINUX)
class AgentEntryTest {
    private static final String ENTRY = AgentEntry.class.getName();

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    /** In a build that is watched itself, a second supervisor rightly stays away. */
    @BeforeEach
    void nobodyWatchesThisBuild() {
        assumeFalse(Ancestry.ofThisMachine().above().isPresent(), "this build runs under Forkwatch");
    }

    @Test
    void handsOverToTheProbeBehindItsOwnLoader() throws Exception {
        Instrumentation instrumentation = answering((proxy, method, arguments) -> new Class<?>[3]);

        assertThat(inJar("premain", "port=0", instrumentation))
                .isEqualTo("started with \"port=0\", 3 classes, version unversioned, parent PlatformClassLoader\n");
    }

    @Test
    void noOptionsAreAnEmptyText() throws Exception {
        Instrumentation instrumentation = answering((proxy, method, arguments) -> new Class<?>[0]);

        assertThat(inJar("agentmain", new Object[] {null, instrumentation})).startsWith("started with \"\", 0 classes");
    }

    /** By the application, through a copy of the library that knows no more of the agent than that. */
    @Test
    void whoAsksForAdviceIsAnsweredOnceItIsOn() throws Exception {
        Instrumentation instrumentation = answering((proxy, method, arguments) -> new Class<?>[0]);
        try (URLClassLoader loader = loader()) {
            Class<?> entry = loader.loadClass(ENTRY);
            Method advice = entry.getMethod("advice", long.class);
            assertThat(advice.invoke(null, 7L)).isEqualTo("");
            err(() -> entry.getMethod("premain", String.class, Instrumentation.class)
                    .invoke(null, "", instrumentation));
            assertThat(advice.invoke(null, 7L)).isEqualTo("rss of 7");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"premain", "agentmain"})
    void aFaultOfTheProbeIsOneLine(String door) throws Exception {
        Instrumentation broken = answering((proxy, method, arguments) -> {
            throw new IllegalStateException("no " + method.getName() + " today");
        });

        assertThat(inJar(door, "", broken))
                .isEqualTo("[forkwatch] is off, it could not start: java.lang.IllegalStateException:"
                        + " no getAllLoadedClasses today; the application goes on without it\n");
    }

    @Test
    void anErrorOfTheProbeIsOneLineToo() throws Exception {
        Instrumentation broken = answering((proxy, method, arguments) -> {
            throw new StackOverflowError();
        });

        assertThat(inJar("premain", "", broken))
                .isEqualTo("[forkwatch] is off, it could not start: java.lang.StackOverflowError;"
                        + " the application goes on without it\n");
    }

    @Test
    void aJarThatIsNoneIsOneLine() throws Exception {
        Instrumentation unused = answering((proxy, method, arguments) -> {
            throw new IllegalStateException(method.getName());
        });

        String said = err(() -> {
            AgentEntry.start("", unused, false, Optional.of(stderr(Stderr.class)));
            return "";
        });

        assertThat(said)
                .startsWith("[forkwatch] is off, it could not start: java.io.FileNotFoundException:")
                .endsWith("; the application goes on without it\n")
                .containsOnlyOnce("\n");
    }

    @Test
    void aFaultThatCannotBeToldIsSilent() throws Exception {
        Instrumentation broken = answering((proxy, method, arguments) -> {
            throw new UntellableException();
        });

        assertThat(inJar("premain", "", broken)).isEmpty();
    }

    @Test
    void mainRunsTheCommandLineTool() throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        try (URLClassLoader loader = loader()) {
            Object arguments = new String[] {"a", "b"};
            loader.loadClass(ENTRY).getMethod("main", String[].class).invoke(null, arguments);
        } finally {
            System.setOut(before);
        }

        assertThat(said.toString(StandardCharsets.UTF_8)).isEqualTo("a+b of unversioned\n");
    }

    private String inJar(String door, Object... arguments) throws Exception {
        try (URLClassLoader loader = loader()) {
            Class<?> entry = loader.loadClass(ENTRY);
            entry.getMethod(door, String.class, Instrumentation.class);
            Method start = entry.getDeclaredMethod(
                    "start", String.class, Instrumentation.class, boolean.class, Optional.class);
            start.setAccessible(true);
            Object stderr = stderr(loader.loadClass(Stderr.class.getName()));
            return err(() ->
                    start.invoke(null, arguments[0], arguments[1], door.equals("agentmain"), Optional.of(stderr)));
        }
    }

    /** One that writes into {@link #said}. */
    private <T> T stderr(Class<T> type) throws Exception {
        Path file = Files.createTempFile(directory, "stderr", "");
        return type.cast(type.getMethod("of", Path.class, OutputStream.class, InputStream.class)
                .invoke(null, file, said, InputStream.nullInputStream()));
    }

    private String err(Callable<?> task) throws Exception {
        PrintStream before = System.err;
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            task.call();
        } finally {
            System.setErr(before);
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    private static Instrumentation answering(InvocationHandler handler) {
        Class<?>[] types = {Instrumentation.class};
        return (Instrumentation) Proxy.newProxyInstance(AgentEntryTest.class.getClassLoader(), types, handler);
    }

    /** A jar like the real one: the entry at the root, the stand-ins of this test behind {@code inst/}. */
    private URLClassLoader loader() throws IOException {
        Path jar = directory.resolve("forkwatch.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Class<?> entry : new Class<?>[] {
                AgentEntry.class,
                Ancestry.class,
                InstLoader.class,
                JarImage.class,
                Marker.class,
                Nested.class,
                Stderr.class,
                Suitability.class
            }) {
                add("", entry, out);
            }
            add("", Stderr.Kind.class, out);
            add("inst/", io.forkwatch.probe.SupervisorProbe.Bootstrap.class, out);
            add("inst/", io.forkwatch.probe.CommandLineTool.class, out);
        }
        return new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
    }

    private static void add(String folder, Class<?> type, JarOutputStream out) throws IOException {
        String file = type.getName().replace('.', '/') + ".class";
        out.putNextEntry(new JarEntry(folder + file));
        try (InputStream in = type.getClassLoader().getResourceAsStream(file)) {
            in.transferTo(out);
        }
    }

    private static final class UntellableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no words");
        }
    }
}
