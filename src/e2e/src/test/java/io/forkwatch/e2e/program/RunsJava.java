package io.forkwatch.e2e.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Starts JVMs in several ways, and says how each ended and what it wrote: {@code RunsJava DIRECTORY}. Each is this class as
 * well, and says what its own command is, in a file of that directory.
 */
public final class RunsJava {
    private RunsJava() {}

    /** Takes a directory; or, as a child, what it is to do, the name of a file, and its other arguments. */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length == 1) {
            supervise(Path.of(args[0]));
            return;
        }
        Files.copy(Path.of("/proc/self/cmdline"), Path.of(args[1]));
        System.out.println("out " + List.of(args).subList(2, args.length));
        System.err.println("err");
        if (args[0].equals("throw")) {
            throw new IllegalStateException("on purpose");
        }
        System.exit(Integer.parseInt(args[0]));
    }

    private static void supervise(Path directory) throws IOException, InterruptedException {
        String bin = System.getProperty("java.home") + "/bin/";
        List<String> classPath = List.of("-cp", System.getProperty("java.class.path"), RunsJava.class.getName());
        run("plain", directory, List.of(bin + "java"), classPath, "7");
        run("clean", directory, List.of(bin + "java", "-Xmx32m", "-Dx=a b"), classPath, "0");
        run("by-name", directory, List.of("java"), classPath, "3");
        run("throws", directory, List.of(bin + "java"), classPath, "throw");
        run("shell", directory, List.of("sh", "-c", "\"$0\" \"$@\"; exit 5", bin + "java"), classPath, "2");
        Path file = Files.writeString(directory.resolve("arguments"), "-Xmx32m\n");
        run("file", directory, List.of(bin + "java", "@" + file), classPath, "4");
        run("version", directory, List.of(bin + "java", "-version"), List.of(), "");
        run("tool", directory, List.of(bin + "javac", "-version"), List.of(), "");
        run("broken", directory, List.of(bin + "java", "no.such.Main"), List.of(), "");
    }

    private static void run(String name, Path directory, List<String> java, List<String> main, String what)
            throws IOException, InterruptedException {
        Path file = directory.resolve(name);
        List<String> command = new ArrayList<>(java);
        command.addAll(main);
        if (!what.isEmpty()) {
            command.addAll(List.of(what, file.toString(), "-javaagent:of-the-application", ""));
        }
        List<String> given = List.copyOf(command);
        Process child = new ProcessBuilder(command).start();
        CompletableFuture<String> stderr = CompletableFuture.supplyAsync(() -> text(child.getErrorStream()));
        System.out.println(name + " stdout " + text(child.getInputStream()));
        System.out.println(name + " stderr " + stderr.join());
        System.out.println(name + " exit " + child.waitFor() + " " + command.equals(given));
    }

    private static String text(InputStream in) {
        try {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
