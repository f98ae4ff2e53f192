package io.forkwatch.e2e.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a process that does not end is at: for whoever reads why a test failed. */
final class WhereItHangs {
    private WhereItHangs() {}

    /** Its command and those below it, each with the names of its threads and the system calls they wait in. */
    static String describe(long pid) {
        StringBuilder text = new StringBuilder();
        ProcessHandle.of(pid)
                .ifPresent(process -> Stream.concat(Stream.of(process), process.descendants())
                        .forEach(each -> describe(Path.of("/proc", Long.toString(each.pid())), text)));
        return text.toString();
    }

    private static void describe(Path process, StringBuilder text) {
        text.append(process)
                .append(": ")
                .append(read(process.resolve("cmdline")).replace('\0', ' '));
        for (Path thread : threads(process.resolve("task"))) {
            text.append("\n  ").append(read(thread.resolve("comm")));
            text.append(": ").append(read(thread.resolve("wchan")));
            text.append(' ').append(read(thread.resolve("syscall")));
        }
        text.append('\n');
    }

    private static List<Path> threads(Path tasks) {
        try (Stream<Path> entries = Files.list(tasks)) {
            return entries.toList();
        } catch (IOException gone) {
            return List.of();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException hidden) {
            return "?";
        }
    }
}
