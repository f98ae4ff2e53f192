package io.forkwatch.examples.launchers.work;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A worker JVM as its launcher holds it: the JDK and the class path of the launcher, a small heap.
 *
 * @param process the worker's process
 */
public record WorkerJvm(Process process) {
    /**
     * Starts a {@link Worker}. Its stdout is a pipe, its stderr is the launcher's.
     *
     * @param work arguments of the worker
     * @throws IOException if the JVM cannot be started
     */
    public static WorkerJvm start(String... work) throws IOException {
        return start(List.of(), work);
    }

    /**
     * Starts a {@link Worker} with options of its own.
     *
     * @param options of the JVM
     * @param work arguments of the worker
     * @throws IOException if the JVM cannot be started
     */
    public static WorkerJvm start(List<String> options, String... work) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Worker.class.getName()));
        command.addAll(List.of(work));
        return new WorkerJvm(
                new ProcessBuilder(command).redirectError(Redirect.INHERIT).start());
    }

    /**
     * Waits until the worker has printed a line.
     *
     * @param line the line
     * @return this
     * @throws EOFException if the worker ends before
     */
    public WorkerJvm awaitLine(String line) throws IOException {
        BufferedReader reader = process.inputReader();
        for (String read = reader.readLine(); !line.equals(read); read = reader.readLine()) {
            if (read == null) {
                throw new EOFException("the worker ended before it said " + line);
            }
        }
        return this;
    }
}
