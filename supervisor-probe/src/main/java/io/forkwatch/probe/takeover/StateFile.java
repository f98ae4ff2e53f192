package io.forkwatch.probe.takeover;

import io.forkwatch.agent.entry.RegularFile;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.event.LeftBehind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a supervisor writes down of the living processes below it, in a directory that is its user's alone: should it be
 * killed, the next supervisor of that user finds them there. A line each; no command line, for it may carry secrets.
 *
 * <pre>
 * forkwatch state 1 pid:[4026531836]
 * 4711 184467 surefire-fork 4242 1795340000
 * 4712 184480 surefire-fork 4242 -
 * </pre>
 *
 * The head names the pid namespace, proc_pid_ns(5): pids mean nothing in another one. Then pid, starttime in clock
 * ticks, kind, the supervisor that first wrote it down, and when it was last told as an orphan, in seconds since the epoch.
 */
final class StateFile {
    static final String NAME = "state";

    /** Enough for a thousand processes; the rest is not written. */
    static final int MOST_BYTES = 64 * 1024;

    private static final String HEAD = "forkwatch state 1 ";
    private static final String NEVER = "-";
    private static final int WORDS = 5;

    private final Path directory;
    private final String namespace;

    /**
     * The state file in a directory.
     *
     * @param directory of mode 0700, and its user's own
     * @param namespace the pid namespace of this process
     */
    StateFile(Path directory, String namespace) {
        this.directory = directory;
        this.namespace = namespace;
    }

    /**
     * Replaces what is written: whoever reads finds the old list or the new one, whole.
     *
     * @throws IOException if it cannot be written
     */
    void write(List<LeftBehind> processes) throws IOException {
        Path fresh = directory.resolve(NAME + ".new");
        if (Files.exists(fresh, LinkOption.NOFOLLOW_LINKS)) {
            // Of a write that failed; whatever else it is, a FIFO that would be waited for or a link, is not ours.
            RegularFile.at(fresh, LinkOption.NOFOLLOW_LINKS);
            Files.delete(fresh);
        }
        Files.write(
                fresh,
                format(namespace, processes).getBytes(StandardCharsets.US_ASCII),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE);
        Files.move(fresh, directory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes it, if it is there. */
    void delete() throws IOException {
        Files.deleteIfExists(directory.resolve(NAME));
        Files.deleteIfExists(directory.resolve(NAME + ".new"));
    }

    /**
     * Takes what a supervisor wrote that is gone; of several takers one gets it. The file is removed, unless it is of
     * another pid namespace, where its supervisor may well live.
     *
     * @param nanos monotonic time now
     * @return nothing if there is none, it is no plain file, or somebody else was first
     */
    List<LeftBehind> take(long nanos) {
        Path mine = directory.resolve(NAME + ".taken");
        try {
            if (!text(directory.resolve(NAME)).startsWith(HEAD + namespace + "\n")) {
                return List.of();
            }
            Files.move(directory.resolve(NAME), mine, StandardCopyOption.ATOMIC_MOVE);
            List<LeftBehind> left = parse(text(mine), nanos);
            Files.delete(mine);
            Files.deleteIfExists(directory.resolve(NAME + ".new"));
            return left;
        } catch (IOException noneOrNotOurs) {
            return List.of();
        }
    }

    private static String text(Path file) throws IOException {
        return new String(RegularFile.at(file, LinkOption.NOFOLLOW_LINKS).head(MOST_BYTES), StandardCharsets.US_ASCII);
    }

    static String format(String namespace, List<LeftBehind> processes) {
        StringBuilder text = new StringBuilder(HEAD).append(namespace).append('\n');
        for (LeftBehind process : processes) {
            String line = line(process);
            if (text.length() + line.length() > MOST_BYTES) {
                break;
            }
            text.append(line);
        }
        return text.toString();
    }

    private static String line(LeftBehind process) {
        String said =
                process.saidAt().map(at -> Long.toString(at.getEpochSecond())).orElse(NEVER);
        return process.key().pid() + " " + process.key().starttimeTicks() + " "
                + process.kind().name() + " " + process.supervisorPid() + " " + said + "\n";
    }

    /** Lines that do not read as above, the last one of a cut file for example, are left out. */
    static List<LeftBehind> parse(String text, long nanos) {
        List<LeftBehind> processes = new ArrayList<>();
        int begin = text.startsWith(HEAD) ? text.indexOf('\n') + 1 : text.length();
        for (int end = text.indexOf('\n', begin); end >= 0; end = text.indexOf('\n', begin)) {
            parseLine(text.substring(begin, end), nanos).ifPresent(processes::add);
            begin = end + 1;
        }
        return processes;
    }

    private static Optional<LeftBehind> parseLine(String line, long nanos) {
        String[] words = line.split(" ", -1);
        if (words.length != WORDS) {
            return Optional.empty();
        }
        try {
            ProcessKey key = new ProcessKey(Long.parseLong(words[0]), Long.parseLong(words[1]));
            Optional<Instant> said = words[4].equals(NEVER)
                    ? Optional.empty()
                    : Optional.of(Instant.ofEpochSecond(Integer.parseInt(words[4])));
            return Optional.of(new LeftBehind(key, new Kind(words[2]), Long.parseLong(words[3]), said, nanos));
        } catch (IllegalArgumentException garbled) {
            return Optional.empty();
        }
    }
}
