package io.forkwatch.probe.evidence.child;

import static io.forkwatch.agent.child.BlackBoxFile.BEATS;
import static io.forkwatch.agent.child.BlackBoxFile.BEAT_MILLIS;
import static io.forkwatch.agent.child.BlackBoxFile.BEAT_NANOS;

import io.forkwatch.agent.child.BlackBoxFile;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.redact.Redaction;
import io.forkwatch.probe.process.view.OwnWord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;

/**
 * From the bytes of a file to what its JVM says, {@link BlackBoxFile}. Whatever the bytes are: a text is never longer than its
 * room, a time never in the future, and a figure never below 0.
 */
final class BlackBoxParser {
    private static final int SLOTS = 2;
    private static final long MOST_HEAP_BYTES = 1L << 50;
    private static final long MOST_INTERVAL_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final long MOST_AGE_MILLIS = TimeUnit.DAYS.toMillis(3650);

    private final ByteBuffer head;
    private final ByteBuffer slot;
    private final byte[] bytes;
    private final long nowNanos;
    private final long shiftNanos;

    private BlackBoxParser(ByteBuffer head, byte[] bytes, long nowNanos, long nowMillis) throws MalformedBoxException {
        this.head = head;
        this.bytes = bytes;
        this.slot = ByteBuffer.wrap(bytes);
        this.nowNanos = nowNanos;
        this.shiftNanos = shift(nowMillis);
    }

    /**
     * What the file of a JVM says.
     *
     * @param file all bytes of it
     * @param pid what its name says
     * @param starttimeTicks the same
     * @param root the same
     * @param clocks of this machine
     * @return empty if it has said nothing yet
     * @throws MalformedBoxException if it is not what its JVM wrote
     */
    static Optional<OwnWord> parse(byte[] file, long pid, long starttimeTicks, long root, Clocks clocks)
            throws MalformedBoxException {
        if (file.length != BlackBoxFile.BYTES) {
            throw new MalformedBoxException("has " + file.length + " bytes instead of " + BlackBoxFile.BYTES);
        }
        ByteBuffer head = ByteBuffer.wrap(file);
        if (head.getLong(0) != BlackBoxFile.MAGIC) {
            throw new MalformedBoxException("does not begin as one");
        }
        boolean own = head.getLong(BlackBoxFile.PID) == pid
                && head.getLong(BlackBoxFile.STARTTIME) == starttimeTicks
                && head.getLong(BlackBoxFile.ROOT) == root;
        if (!own) {
            throw new MalformedBoxException("is of another process than its name says");
        }
        Optional<byte[]> newest = newest(file);
        if (newest.isEmpty()) {
            return Optional.empty();
        }
        long nowMillis = clocks.now().toEpochMilli();
        return Optional.of(new BlackBoxParser(head, newest.get(), clocks.nanos(), nowMillis)
                .word(new ProcessKey(pid, starttimeTicks), root));
    }

    // Of the slots that are whole the one that was written last. None where nothing was written.
    private static Optional<byte[]> newest(byte[] file) throws MalformedBoxException {
        CRC32 crc = new CRC32();
        Optional<byte[]> newest = Optional.empty();
        long highest = 0;
        boolean any = false;
        for (int n = 0; n < SLOTS; n++) {
            int from = BlackBoxFile.FIRST + n * BlackBoxFile.SLOT;
            byte[] slot = Arrays.copyOfRange(file, from, from + BlackBoxFile.SLOT);
            ByteBuffer numbers = ByteBuffer.wrap(slot);
            long sequence = numbers.getLong(BlackBoxFile.SEQUENCE);
            any |= sequence != 0;
            boolean whole = numbers.getLong(BlackBoxFile.CHECK) == BlackBoxFile.check(crc, slot);
            if (whole && sequence > highest) {
                highest = sequence;
                newest = Optional.of(slot);
            }
        }
        if (newest.isEmpty() && any) {
            throw new MalformedBoxException("has no slot that is whole");
        }
        return newest;
    }

    // A JVM in another time namespace has another monotonic clock: then the wall clock tells how old its beat is.
    private long shift(long nowMillis) throws MalformedBoxException {
        long beat = slot.getLong(BEAT_NANOS);
        long made = head.getLong(BlackBoxFile.MADE);
        if (made - beat <= 0 && beat - nowNanos <= 0) {
            return 0;
        }
        long ageMillis = nowMillis - slot.getLong(BEAT_MILLIS);
        if (ageMillis < 0 || ageMillis > MOST_AGE_MILLIS) {
            throw new MalformedBoxException("has a beat that is yet to come");
        }
        return nowNanos - TimeUnit.MILLISECONDS.toNanos(ageMillis) - beat;
    }

    private OwnWord word(ProcessKey key, long root) throws MalformedBoxException {
        long interval = head.getLong(BlackBoxFile.INTERVAL);
        if (interval <= 0 || interval > MOST_INTERVAL_NANOS) {
            throw new MalformedBoxException("has an interval of " + interval + " ns");
        }
        return new OwnWord(
                key,
                root,
                interval,
                slot.getLong(BEAT_NANOS) + shiftNanos,
                count(BEATS),
                count(BlackBoxFile.LATEST),
                heap(),
                count(BlackBoxFile.COLLECTIONS),
                time(BlackBoxFile.HEAP_FULL),
                text(BlackBoxFile.STATUS),
                uncaught(),
                outOfMemory(),
                end());
    }

    private long count(int at) {
        return Math.max(0, slot.getLong(at));
    }

    // Absent where it never was, or is yet to come.
    private OptionalLong time(int at) {
        long told = slot.getLong(at);
        long here = told + shiftNanos;
        return told == 0 || here - nowNanos > 0 ? OptionalLong.empty() : OptionalLong.of(here);
    }

    private Optional<OwnWord.Heap> heap() {
        long used = slot.getLong(BlackBoxFile.HEAP_USED);
        long committed = slot.getLong(BlackBoxFile.HEAP_COMMITTED);
        long max = slot.getLong(BlackBoxFile.HEAP_MAX);
        boolean possible = used >= 0 && used <= committed && committed <= max && max <= MOST_HEAP_BYTES;
        return possible && max > 0 ? Optional.of(new OwnWord.Heap(used, committed, max)) : Optional.empty();
    }

    private Optional<OwnWord.Uncaught> uncaught() {
        OptionalLong at = time(BlackBoxFile.UNCAUGHT_NANOS);
        if (at.isEmpty()) {
            return Optional.empty();
        }
        String type = text(BlackBoxFile.UNCAUGHT_CLASS);
        return Optional.of(new OwnWord.Uncaught(
                at.getAsLong(),
                Math.max(1, count(BlackBoxFile.UNCAUGHT)),
                text(BlackBoxFile.UNCAUGHT_THREAD),
                // There was no memory for its name.
                type.isEmpty() ? typeOfUnnamed(at.getAsLong()) : type,
                text(BlackBoxFile.UNCAUGHT_MESSAGE),
                lines(BlackBoxFile.UNCAUGHT_FRAMES)));
    }

    private String typeOfUnnamed(long nanos) {
        boolean oome = time(BlackBoxFile.OOME_NANOS).orElse(nanos - 1) == nanos;
        return (oome ? OutOfMemoryError.class : Throwable.class).getName();
    }

    private Optional<OwnWord.OutOfMemory> outOfMemory() {
        OptionalLong at = time(BlackBoxFile.OOME_NANOS);
        return at.isEmpty()
                ? Optional.empty()
                : Optional.of(new OwnWord.OutOfMemory(
                        at.getAsLong(), Math.max(1, count(BlackBoxFile.OOMES)), text(BlackBoxFile.OOME_MESSAGE)));
    }

    private Optional<OwnWord.End> end() {
        OptionalLong at = time(BlackBoxFile.EXIT_NANOS);
        Optional<OwnWord.How> how = how();
        return at.isEmpty() || how.isEmpty()
                ? Optional.empty()
                : Optional.of(new OwnWord.End(
                        how.get(), at.getAsLong(), text(BlackBoxFile.EXIT_THREAD), lines(BlackBoxFile.EXIT_FRAMES)));
    }

    private Optional<OwnWord.How> how() {
        long how = slot.getLong(BlackBoxFile.EXIT);
        if (how == BlackBoxFile.EXIT_CALLED) {
            return Optional.of(OwnWord.How.EXIT_CALL);
        }
        if (how == BlackBoxFile.LAST_THREAD) {
            return Optional.of(OwnWord.How.LAST_THREAD);
        }
        return how == BlackBoxFile.SIGNALLED ? Optional.of(OwnWord.How.SIGNAL) : Optional.empty();
    }

    private List<String> lines(BlackBoxFile.Text text) {
        List<String> lines = new ArrayList<>();
        for (String line : raw(text).split("\n", -1)) {
            if (!line.isEmpty()) {
                lines.add(Redaction.ofLine(line));
            }
        }
        return lines;
    }

    private String text(BlackBoxFile.Text text) {
        return Redaction.ofLine(raw(text));
    }

    private String raw(BlackBoxFile.Text text) {
        return new String(bytes, text.at(), text.length(slot), StandardCharsets.UTF_8);
    }
}
