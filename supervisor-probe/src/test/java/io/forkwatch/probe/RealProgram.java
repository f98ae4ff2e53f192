package io.forkwatch.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How a program of this machine ended.
 *
 * @param status its raw wait status, which the JDK does not tell: perl does
 * @param stderr what it wrote there, in lines
 */
public record RealProgram(int status, List<String> stderr) {
    private static final String MARK = "status ";

    /** True if there is such a program in the PATH. */
    public static boolean isInPath(String program) {
        for (String directory : System.getenv("PATH").split(File.pathSeparator, -1)) {
            if (Files.isExecutable(Path.of(directory, program))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Runs one to its end, in a directory, with one line to read and without a core file.
     *
     * @param addressSpaceKib the most address space that it may have; 0 for any
     */
    public static RealProgram run(Path directory, long addressSpaceKib, List<String> command)
            throws IOException, InterruptedException {
        String limit = addressSpaceKib > 0 ? "ulimit -v " + addressSpaceKib + "; " : "";
        List<String> words =
                new ArrayList<>(List.of("perl", "-e", "print STDERR '\n" + MARK + "', system(@ARGV)", "sh", "-c"));
        words.addAll(List.of("ulimit -c 0; " + limit + "exec \"$@\"", "sh"));
        words.addAll(command);
        Process process = new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        giveALine(process);
        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        int mark = said.lastIndexOf(MARK);
        List<String> lines = said.substring(0, mark).lines().toList();
        return new RealProgram(
                Integer.parseInt(said.substring(mark + MARK.length()).strip()), lines);
    }

    private static void giveALine(Process process) {
        try (OutputStream in = process.getOutputStream()) {
            in.write('\n');
        } catch (IOException ended) {
            return; // It did not read, and was quicker.
        }
    }
}
