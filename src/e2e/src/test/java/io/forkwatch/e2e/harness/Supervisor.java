package io.forkwatch.e2e.harness;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A running program that starts children. Closing it ends it and every process below it. */
public final class Supervisor implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Pattern URL = Pattern.compile("http://[^\\s\"]+");
    /** Variables that would change a JVM under test behind our back. */
    private static final List<String> FOREIGN =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "MAVEN_OPTS", "MAVEN_ARGS");

    private final Process process;
    private final Path stdout;
    private final Path stderr;

    private Supervisor(Process process, Path stdout, Path stderr) {
        this.process = process;
        this.stdout = stdout;
        this.stderr = stderr;
    }

    /**
     * Starts a program, with a home of its own: what it keeps there, no other run finds.
     *
     * @param command program and arguments
     * @param environment variables to add
     * @param directory its working directory, and where stdout and stderr are kept
     */
    public static Supervisor start(List<String> command, Map<String, String> environment, Path directory)
            throws IOException {
        Path stdout = directory.resolve("stdout");
        Path stderr = directory.resolve("stderr");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(stdout.toFile())
                .redirectError(stderr.toFile());
        builder.environment().keySet().removeIf(name -> FOREIGN.contains(name) || name.startsWith("FORKWATCH_"));
        builder.environment().put("HOME", homeIn(directory).toString());
        builder.environment().putAll(environment);
        return new Supervisor(builder.start(), stdout, stderr);
    }

    /** Where a program that is started in a directory has its home. */
    static Path homeIn(Path directory) throws IOException {
        return Files.createDirectories(directory.resolve("home"));
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** What it and its children have printed there so far. */
    public String stdout() {
        return read(stdout);
    }

    /** What it and its children have printed there so far. */
    public String stderr() {
        return read(stderr);
    }

    /** Waits until stdout contains a text. */
    public void awaitStdout(String text) {
        await("stdout with: " + text).atMost(PATIENCE).until(() -> stdout().contains(text));
    }

    /** Waits until stderr contains a text. */
    public void awaitStderr(String text) {
        await("stderr with: " + text).atMost(PATIENCE).until(() -> stderr().contains(text));
    }

    /** Where its metrics are: waits for the start line and takes the first URL of it. */
    public URI metricsUrl() {
        await("a URL on stderr").atMost(PATIENCE).until(() -> firstUrl().isPresent());
        return URI.create(firstUrl().orElseThrow());
    }

    /** The URLs on stderr so far, in the order in which they came. */
    public List<URI> metricsUrls() {
        return URL.matcher(stderr())
                .results()
                .map(MatchResult::group)
                .map(URI::create)
                .toList();
    }

    /** One scrape of its metrics. */
    public Scrape scrape() {
        return Scrape.of(metricsUrl());
    }

    /** Writes an empty line to its standard input: one story {@code hold} after another goes on at this. */
    public void writeLine() {
        writeLine("");
    }

    /** Writes a line to its standard input. */
    public void writeLine(String line) {
        try {
            process.getOutputStream().write((line + '\n').getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks it to end: SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** Ends its standard input: the story {@code hold} waits for this. */
    public void closeStdin() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it ends by itself. */
    public Outcome awaitEnd() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("still runs after " + PATIENCE + ": " + stdout() + stderr());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        return new Outcome(process.exitValue(), stdout(), stderr());
    }

    @Override
    public void close() {
        List<ProcessHandle> below = process.descendants().toList();
        process.destroyForcibly();
        below.forEach(ProcessHandle::destroyForcibly);
    }

    private Optional<String> firstUrl() {
        return URL.matcher(stderr()).results().map(MatchResult::group).findFirst();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
