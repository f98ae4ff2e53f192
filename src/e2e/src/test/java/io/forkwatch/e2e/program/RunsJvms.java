package io.forkwatch.e2e.program;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Starts {@link Fails} once for each argument, one after another, and never reads what they write. */
public final class RunsJvms {
    private RunsJvms() {}

    /** Takes the arguments of {@link Fails}, each for a JVM of its own. */
    public static void main(String[] args) throws IOException, InterruptedException {
        String java = System.getProperty("java.home") + "/bin/java";
        for (String argument : args) {
            List<String> command = new ArrayList<>(List.of(java, "-Xmx16m", "-Xss256k", "-cp"));
            command.addAll(List.of(System.getProperty("java.class.path"), Fails.class.getName(), argument));
            System.out.println(
                    argument + " " + new ProcessBuilder(command).start().waitFor());
        }
    }
}
