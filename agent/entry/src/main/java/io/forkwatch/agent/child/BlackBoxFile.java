package io.forkwatch.agent.child;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * How the file of a child JVM is laid out: 4,096 bytes, a head that is written once, and two slots that are written in turn.
 * Numbers are big-endian. Of the two slots that one counts whose check holds and whose sequence number is higher: a write that
 * was cut short by the end of the process has spoilt the older one only.
 *
 * <p>Its name is {@code jvm-PID-STARTTIME-ROOT}: the JVM, and the direct child of the supervisor that it is, or is below.
 */
public final class BlackBoxFile {
    /** What the name of each begins with. */
    public static final String PREFIX = "jvm-";

    /** Of the whole file. */
    public static final int BYTES = 4096;

    /** "FWCHILD" and the version, which changes with the layout. */
    public static final long MAGIC = 0x46574348494c4401L;

    /** Process id of the JVM, as it sees itself. */
    public static final int PID = 8;

    /** Field 22 of its stat. */
    public static final int STARTTIME = 16;

    /** Process id of the direct child of the supervisor. */
    public static final int ROOT = 24;

    /** Nanoseconds between two beats. */
    public static final int INTERVAL = 32;

    /** Monotonic time at which the file was made, in nanoseconds. */
    public static final int MADE = 40;

    /** Where the first slot begins. */
    public static final int FIRST = 64;

    /** The length of a slot; the second one follows the first. */
    public static final int SLOT = 2016;

    // ---- within a slot: numbers of 8 bytes
    // ---------------------------------------------------------------------------

    /** CRC-32 of all that follows in the slot. */
    public static final int CHECK = 0;

    /** Sequence number, 1 and up. */
    public static final int SEQUENCE = 8;

    /** Monotonic time of the last beat, in nanoseconds. */
    public static final int BEAT_NANOS = 16;

    /** Wall clock of the last beat, in milliseconds since the epoch. */
    public static final int BEAT_MILLIS = 24;

    /** How many beats there were. */
    public static final int BEATS = 32;

    /** Java heap in use, in bytes. */
    public static final int HEAP_USED = 40;

    /** Java heap taken from the system, in bytes. */
    public static final int HEAP_COMMITTED = 48;

    /** The most that the Java heap may grow to, in bytes. */
    public static final int HEAP_MAX = 56;

    /** Before how many beats a garbage collection was seen. */
    public static final int COLLECTIONS = 64;

    /** How late the latest beat was, in nanoseconds. */
    public static final int LATE = 72;

    /** How late any beat was at most, in nanoseconds. */
    public static final int LATEST = 80;

    /** Monotonic time at which the heap was seen to have been full; 0 if never. */
    public static final int HEAP_FULL = 88;

    /** How many OutOfMemoryErrors nobody caught. */
    public static final int OOMES = 96;

    /** Monotonic time of the last of these. */
    public static final int OOME_NANOS = 104;

    /** How many exceptions nobody caught. */
    public static final int UNCAUGHT = 112;

    /** Monotonic time of the last of these. */
    public static final int UNCAUGHT_NANOS = 120;

    /** How its end began: 0 if it did not, or one of the next three. */
    public static final int EXIT = 128;

    /** Somebody called {@code System.exit} or {@code Runtime.exit}. */
    public static final int EXIT_CALLED = 1;

    /** The last thread that was no daemon has ended. */
    public static final int LAST_THREAD = 2;

    /** A signal asked for it: SIGTERM, SIGINT or SIGHUP. */
    public static final int SIGNALLED = 3;

    /** Monotonic time at which that began. */
    public static final int EXIT_NANOS = 136;

    // ---- within a slot: texts, two bytes of length and UTF-8
    // ---------------------------------------------------------

    /** What the application says of itself. */
    public static final Text STATUS = new Text(160, 256);

    /** The thread of the last exception that nobody caught. */
    public static final Text UNCAUGHT_THREAD = new Text(416, 96);

    /** Its class. */
    public static final Text UNCAUGHT_CLASS = new Text(512, 160);

    /** Its message. */
    public static final Text UNCAUGHT_MESSAGE = new Text(672, 352);

    /** Its first frames, with line feeds between. */
    public static final Text UNCAUGHT_FRAMES = new Text(1024, 368);

    /** The thread in which the end began. */
    public static final Text EXIT_THREAD = new Text(1392, 96);

    /** Its first frames that are not the JDK's exit itself. */
    public static final Text EXIT_FRAMES = new Text(1488, 400);

    /** The message of the last OutOfMemoryError that nobody caught, also where it was the cause of another exception. */
    public static final Text OOME_MESSAGE = new Text(1888, 128);

    private BlackBoxFile() {}

    /** The room for a text in a slot. */
    public static final class Text {
        private static final int LENGTH = 2;

        private final int at;
        private final int most;

        Text(int at, int bytes) {
            this.at = at;
            this.most = bytes - LENGTH;
        }

        /** Where its bytes begin in a slot. */
        public int at() {
            return at + LENGTH;
        }

        /** Its length in bytes, as a slot has it; never more than there is room for. */
        public int length(ByteBuffer slot) {
            return Math.min(slot.getShort(at) & 0xffff, most);
        }

        /** Writes as much of a text as there is room for, whole characters. Allocates nothing. */
        void write(ByteBuffer slot, String text) {
            write(slot, text, 0);
        }

        /** Writes a text behind what is there. */
        void append(ByteBuffer slot, String text) {
            write(slot, text, length(slot));
        }

        private void write(ByteBuffer slot, String text, int from) {
            int size = from;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                int bytes = c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
                if (size + bytes > most) {
                    break;
                }
                put(slot, at() + size, c, bytes);
                size += bytes;
            }
            slot.putShort(at, (short) size);
        }

        // A half of a surrogate pair becomes a question mark: what is beyond the first 65,536 characters is seldom in a
        // log.
        private static void put(ByteBuffer slot, int where, char c, int bytes) {
            if (bytes == 1) {
                slot.put(where, (byte) c);
            } else if (bytes == 2) {
                slot.put(where, (byte) (0xc0 | (c >> 6)));
                slot.put(where + 1, (byte) (0x80 | (c & 0x3f)));
            } else {
                char whole = Character.isSurrogate(c) ? '\ufffd' : c;
                slot.put(where, (byte) (0xe0 | (whole >> 12)));
                slot.put(where + 1, (byte) (0x80 | ((whole >> 6) & 0x3f)));
                slot.put(where + 2, (byte) (0x80 | (whole & 0x3f)));
            }
        }
    }

    /**
     * The name of a JVM's file.
     *
     * @param pid the JVM
     * @param starttimeTicks field 22 of its stat
     * @param root the direct child of the supervisor that it is, or is below
     */
    public static String name(long pid, long starttimeTicks, long root) {
        return PREFIX + pid + '-' + starttimeTicks + '-' + root;
    }

    /**
     * The check of a slot.
     *
     * @param crc used for it, and reset before
     * @param slot all of it
     */
    public static long check(CRC32 crc, byte[] slot) {
        crc.reset();
        crc.update(slot, SEQUENCE, SLOT - SEQUENCE);
        return crc.getValue();
    }
}
