package io.forkwatch.e2e.program;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Starts {@link Breaks} for each argument, and another JVM at once when that has ended. */
public final class RestartsJvms {
    private RestartsJvms() {}

    /**
     * Runs them one after another.
     *
     * @param args arguments of {@link Breaks}; after {@code sh:} for one below a shell
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        for (String how : args) {
            boolean shell = how.startsWith("sh:");
            List<String> java = java(shell ? how.substring(3) : how);
            List<String> command = shell ? List.of("sh", "-c", String.join(" ", java) + "; exit $?") : java;
            new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            new ProcessBuilder(List.of(java.get(0), "-Xshare:auto", "-version"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        }
    }

    private static List<String> java(String how) {
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
        command.addAll(List.of("-Xmx32m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-cp"));
        command.addAll(List.of(System.getProperty("java.class.path"), Breaks.class.getName(), how));
        return command;
    }
}
