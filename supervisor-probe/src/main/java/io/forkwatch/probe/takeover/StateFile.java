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
 * forkwatch state 1 pid:[4026531836] 5f3a90c1
 * 4711 184467 surefire-fork 4242 1795340000
 * 4712 184480 surefire-fork 4242 -
 * </pre>
 *
 * The head names the pid namespace, proc_pid_ns(5): pids mean nothing in another one; and stands for the directory that the
 * supervisor was started in, so that what it left is told in the log of its successor and not in that of a stranger. Then pid, starttime in clock
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
    private final String place;

    /**
     * The state file in a directory.
     *
     * @param directory of mode 0700, and its user's own
     * @param namespace the pid namespace of this process
     * @param place stands for the directory that this process was started in, one word; empty if that does not matter
     */
    StateFile(Path directory, String namespace, String place) {
        this.directory = directory;
        this.namespace = namespace;
        this.place = place;
    }

    /** The word for a directory: its hash, for its name is nobody's business. */
    static String placeOf(Path directory) {
        return Integer.toHexString(directory.toString().hashCode());
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
                format(place.isEmpty() ? namespace : namespace + ' ' + place, processes)
                        .getBytes(StandardCharsets.US_ASCII),
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
     * Claims what a supervisor wrote that is gone, for one of the same pid namespace and place; of several claimants one
     * gets it.
     *
     * @param name of the list: {@link #NAME}, or that of a claim whose claimant is gone
     * @param claimant the marker's name of this supervisor
     * @param nanos monotonic time now
     * @return empty if there is none, it is no plain file, it is not for us, or somebody else was first
     */
    Optional<Claim> claim(String name, String claimant, long nanos) {
        Path mine = directory.resolve(NAME + '.' + claimant);
        try {
            if (!isForUs(text(directory.resolve(name)))) {
                return Optional.empty();
            }
            Files.move(directory.resolve(name), mine, StandardCopyOption.ATOMIC_MOVE);
            return Optional.of(new Claim(mine, parse(text(mine), nanos)));
        } catch (IOException noneOrNotOurs) {
            return Optional.empty();
        }
    }

    /** What is written there, in this pid namespace but from whatever place; empty if nothing is, or it is of another one. */
    Optional<List<LeftBehind>> read(String name, long nanos) {
        try {
            String text = text(directory.resolve(name));
            boolean here = text.startsWith(HEAD + namespace + '\n') || text.startsWith(HEAD + namespace + ' ');
            return here ? Optional.of(parse(text, nanos)) : Optional.empty();
        } catch (IOException noneOrNotOurs) {
            return Optional.empty();
        }
    }

    // Before there were places none was named.
    private boolean isForUs(String text) {
        return text.startsWith(HEAD + namespace + '\n') || text.startsWith(HEAD + namespace + ' ' + place + '\n');
    }

    private static String text(Path file) throws IOException {
        return new String(RegularFile.at(file, LinkOption.NOFOLLOW_LINKS).head(MOST_BYTES), StandardCharsets.US_ASCII);
    }

    static String format(String whose, List<LeftBehind> processes) {
        StringBuilder text = new StringBuilder(HEAD).append(whose).append('\n');
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
