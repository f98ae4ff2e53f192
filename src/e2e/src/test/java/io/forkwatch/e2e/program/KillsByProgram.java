package io.forkwatch.e2e.program;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Starts a victim for each argument, and ends it through another program. */
public final class KillsByProgram {
    private static final long PATIENCE_SECONDS = 2;

    private KillsByProgram() {}

    /**
     * Runs them one after another.
     *
     * @param args commands with blanks, {@code %} for the pid of the victim, which leads a process group of its own, and
     *     {@code @} for this JVM's; what follows {@code |} is one word, for a shell
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        for (String command : args) {
            end(command);
        }
    }

    private static void end(String command) throws IOException, InterruptedException {
        Process victim = new ProcessBuilder("setsid", "sleep", "600").start();
        awaitOwnGroup(victim.pid());
        String filled = command.replace("%", Long.toString(victim.pid()))
                .replace("@", Long.toString(ProcessHandle.current().pid()));
        int script = filled.indexOf('|');
        String[] words =
                (script < 0 ? filled : filled.substring(0, script)).trim().split(" ");
        new ProcessBuilder(script < 0 ? words : with(words, filled.substring(script + 1)))
                .start()
                .waitFor();
        if (!victim.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            killUnseen(victim.pid());
            victim.waitFor();
        }
    }

    private static String[] with(String[] words, String script) {
        String[] all = java.util.Arrays.copyOf(words, words.length + 1);
        all[words.length] = script;
        return all;
    }

    /** setsid has become sleep, in a group of its own. */
    private static void awaitOwnGroup(long pid) throws IOException, InterruptedException {
        java.nio.file.Path comm = java.nio.file.Path.of("/proc", Long.toString(pid), "comm");
        while (!java.nio.file.Files.readString(comm).startsWith("sleep")) {
            Thread.sleep(5);
        }
    }

    /** Nobody can see in its words what this shell does. */
    private static void killUnseen(long pid) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh").start();
        try (OutputStream script = shell.getOutputStream()) {
            script.write(("kill -9 " + pid + "\n").getBytes(StandardCharsets.UTF_8));
        }
        shell.waitFor();
    }
}
