package io.forkwatch.probe.evidence;

import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.Death;
import io.forkwatch.probe.process.Descendant;
import io.forkwatch.probe.process.Ending;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks for the file that a crashed JVM left. Reads files, so it belongs to the reporter's thread.
 *
 * @param fallback where HotSpot puts the file if the working directory cannot be written: {@code /tmp} on Linux
 */
public record CrashFiles(Path fallback) {
    private static final int SIGABRT = 6;
    private static final int PASSED_ON = 128 + SIGABRT;
    private static final int MOST_BYTES = 64 * 1024;
    private static final String OPTION = "-XX:ErrorFile=";
    private static final String WORD_ENDS = " \t\n'\";&|)";

    /** Those of this machine. */
    public static CrashFiles ofMachine() {
        return new CrashFiles(Path.of("/tmp"));
    }

    /**
     * The file of a JVM that ended by abort: the child itself, or one below it if the child passed that on as exit 134.
     * Other deaths are not looked at. Only a regular file counts that the same process wrote after the child's start.
     */
    public Optional<CrashFile> find(Death death) {
        for (long pid : suspects(death)) {
            for (Path path : places(death.child(), pid)) {
                Optional<CrashFile> found =
                        read(path, death.child().startedAt()).filter(file -> file.pid() == pid);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static List<Long> suspects(Death death) {
        List<Long> pids = new ArrayList<>();
        if (exitValue(death.ending()) != PASSED_ON) {
            return pids;
        }
        pids.add(death.child().key().pid());
        if (!aborted(death.ending())) {
            death.descendants().stream()
                    .filter(descendant -> !descendant.alive())
                    .map(Descendant::key)
                    .forEach(key -> pids.add(key.pid()));
        }
        return pids;
    }

    private static int exitValue(Ending ending) {
        if (ending instanceof Ending.Exact exact) {
            return exact.status().exitValue();
        }
        return ending instanceof Ending.CodeOnly codeOnly ? codeOnly.exitValue() : 0;
    }

    private static boolean aborted(Ending ending) {
        return ending instanceof Ending.Exact exact && exact.status().signal() == SIGABRT;
    }

    // In HotSpot's own order: the option, the working directory, then the fallback.
    private List<Path> places(Child child, long pid) {
        List<Path> places = new ArrayList<>();
        String name = "hs_err_pid" + pid + ".log";
        try {
            Path directory = Path.of(child.directory()).toAbsolutePath();
            errorFile(child.command().arguments())
                    .ifPresent(pattern -> places.add(directory.resolve(expand(pattern, pid))));
            places.add(directory.resolve(name));
        } catch (InvalidPathException noPath) {
            places.clear(); // The supervisor gave a path that no file can have, so the JVM did not use it either.
        }
        places.add(fallback.resolve(name));
        return places;
    }

    // The last one counts. For a shell it is a word within the script.
    private static Optional<String> errorFile(List<String> arguments) {
        String found = "";
        for (String argument : arguments) {
            int at = argument.lastIndexOf(OPTION);
            if (at >= 0) {
                String value = argument.substring(at + OPTION.length());
                found = at == 0 ? value : firstWord(value);
            }
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(found);
    }

    private static String firstWord(String text) {
        int end = 0;
        while (end < text.length() && WORD_ENDS.indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return text.substring(0, end);
    }

    // %p is the pid and %% a percent sign (HotSpot, Arguments::copy_expand_pid).
    private static String expand(String pattern, long pid) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            char next = i + 1 < pattern.length() ? pattern.charAt(i + 1) : ' ';
            if (c == '%' && (next == 'p' || next == '%')) {
                path.append(next == 'p' ? Long.toString(pid) : "%");
                i++;
            } else {
                path.append(c);
            }
        }
        return path.toString();
    }

    private static Optional<CrashFile> read(Path path, Instant notBefore) {
        try {
            BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            // Some file systems keep whole seconds.
            Instant oldest = notBefore.truncatedTo(ChronoUnit.SECONDS);
            return file.isRegularFile() && !file.lastModifiedTime().toInstant().isBefore(oldest)
                    ? CrashFile.parse(path, head(path))
                    : Optional.empty();
        } catch (IOException notThere) {
            return Optional.empty(); // The usual case: the JVM wrote it elsewhere or none, or it is not ours to read.
        }
    }

    private static String head(Path path) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);
        try (SeekableByteChannel channel =
                Files.newByteChannel(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            while (bytes.hasRemaining() && channel.read(bytes) > 0) {}
        }
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }
}
