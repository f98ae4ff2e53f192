package io.forkwatch.agent.entry;

import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A jar as its bytes in memory, with the central directory that the jar format (APPNOTE.TXT) has at its end: whatever
 * becomes of the file, nothing changes here. An open {@link java.util.zip.ZipFile} would read what a build has written
 * over it. Immutable.
 *
 * <p>A start of it has the directory whole, but of the entries only those before the first that is packed: in our jar those
 * that a JVM without children needs, a fifth of its bytes.
 */
final class JarImage {
    /** Larger ones make the JVM ask the system for memory of their own. */
    private static final int PIECE_BYTES = 1 << 15;

    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int RECORD_BYTES = 46;
    private static final int LOCAL_BYTES = 30;
    private static final int STORED = 0;

    private static final int SUFFIX = ".class".length();

    private static final int HASHED = 12 + SUFFIX;

    /** A comment may follow the end record, but not a longer one. */
    private static final int MOST_TAIL_BYTES = 1 << 10;

    private final byte[] bytes;
    private final int directory;
    private final int count;
    /** Of the entries: those that lie behind are not held. */
    private final int heldBytes;

    private final boolean whole;

    /** Of each entry its position and 1, at the place of its name's hash or after it; 0 is a free place. Made when needed. */
    private volatile int[] index = {};

    private JarImage(byte[] bytes, int directory, int count, int heldBytes, boolean whole) {
        this.bytes = bytes;
        this.directory = directory;
        this.count = count;
        this.heldBytes = heldBytes;
        this.whole = whole;
    }

    /** Reads the start of a jar. */
    static JarImage startOf(File jar) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(jar, "r")) {
            int length = Math.toIntExact(file.length());
            int tail = Math.min(length, MOST_TAIL_BYTES);
            byte[] end = read(file, length - tail, tail);
            int at = endRecord(end);
            int directory = u4(end, at + 16);
            if (directory < 0 || directory > length) {
                throw new IOException("not a jar");
            }
            byte[] records = read(file, directory, length - directory);
            int held = firstPacked(records, u2(end, at + 10), directory);
            byte[] kept = new byte[held + records.length];
            read(file, 0, kept, held);
            System.arraycopy(records, 0, kept, held, records.length);
            return new JarImage(kept, held, u2(end, at + 10), held, held == directory);
        }
    }

    private static int firstPacked(byte[] records, int count, int directory) {
        int first = directory;
        int entry = 0;
        for (int i = 0; i < count; i++) {
            if (u2(records, entry + 10) != STORED) {
                first = Math.min(first, u4(records, entry + 42));
            }
            entry += RECORD_BYTES + u2(records, entry + 28) + u2(records, entry + 30) + u2(records, entry + 32);
        }
        return first;
    }

    /** True if no entry lies behind what is held. */
    boolean isWhole() {
        return whole;
    }

    /** True if an entry is here; else it is in the whole jar alone. */
    boolean holds(int entry) {
        return u4(bytes, entry + 42) < heldBytes;
    }

    /** True if that has the same entries at the same places, of the same content. */
    boolean isStartOf(JarImage whole) {
        return records().equals(whole.records());
    }

    private ByteBuffer records() {
        return ByteBuffer.wrap(bytes, directory, bytes.length - directory);
    }

    /** Reads a jar whole. */
    static JarImage of(File jar) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(jar, "r")) {
            return of(read(file, 0, Math.toIntExact(file.length())));
        }
    }

    private static byte[] read(RandomAccessFile file, int from, int length) throws IOException {
        byte[] all = new byte[length];
        read(file, from, all, length);
        return all;
    }

    private static void read(RandomAccessFile file, int from, byte[] into, int length) throws IOException {
        file.seek(from);
        int read = 0;
        while (read < length) {
            int more = file.read(into, read, Math.min(PIECE_BYTES, length - read));
            if (more < 0) {
                throw new EOFException("the jar has become shorter");
            }
            read += more;
        }
    }

    /** One of these bytes, which it keeps. */
    static JarImage of(byte[] all) throws IOException {
        int at = endRecord(all);
        return new JarImage(all, u4(all, at + 16), u2(all, at + 10), all.length, true);
    }

    private static int endRecord(byte[] tail) throws IOException {
        for (int at = tail.length - END_BYTES; at >= 0; at--) {
            if (u4(tail, at) == END) {
                return at;
            }
        }
        throw new IOException("not a jar");
    }

    /** How many bytes it holds. */
    int size() {
        return bytes.length;
    }

    /** How many entries it has. */
    int count() {
        return count;
    }

    /** The entry of that name, as a position for the methods below; below 0 if there is none. */
    int find(String name) {
        int[] places = index();
        int place = hash(name) & (places.length - 1);
        while (places[place] != 0 && !isNamed(places[place] - 1, name)) {
            place = (place + 1) & (places.length - 1);
        }
        return places[place] - 1;
    }

    /** A search from the first entry on, for each class, would cost as much as all else that a loader does. */
    private int[] index() {
        int[] places = index;
        if (places.length == 0) {
            places = indexed();
            index = places;
        }
        return places;
    }

    private int[] indexed() {
        int[] places = new int[2 * Integer.highestOneBit(2 * count + 1)];
        for (int i = 0, entry = directory; i < count; i++, entry = next(entry)) {
            int place = hash(entry) & (places.length - 1);
            while (places[place] != 0) {
                place = (place + 1) & (places.length - 1);
            }
            places[place] = entry + 1;
        }
        return places;
    }

    // The last letters and the length: they all begin alike, and end in .class.
    private static int hash(String name) {
        int hash = name.length();
        for (int i = Math.max(0, name.length() - HASHED); i < name.length() - SUFFIX; i++) {
            hash = 31 * hash + name.charAt(i);
        }
        return hash;
    }

    private int hash(int entry) {
        int length = u2(bytes, entry + 28);
        int hash = length;
        for (int i = Math.max(0, length - HASHED); i < length - SUFFIX; i++) {
            hash = 31 * hash + bytes[entry + RECORD_BYTES + i];
        }
        return hash;
    }

    // From the end: they all begin alike.
    private boolean isNamed(int entry, String name) {
        if (u2(bytes, entry + 28) != name.length()) {
            return false;
        }
        int at = entry + RECORD_BYTES;
        for (int i = name.length() - 1; i >= 0; i--) {
            if (bytes[at + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The first entry, if it has one. */
    int first() {
        return directory;
    }

    /** The entry behind this one, if it is not the last. */
    int next(int entry) {
        return entry + recordBytes(entry);
    }

    /** What an entry is called. */
    String name(int entry) {
        char[] name = new char[u2(bytes, entry + 28)];
        for (int i = 0; i < name.length; i++) {
            name[i] = (char) bytes[entry + RECORD_BYTES + i];
        }
        return new String(name);
    }

    /** How many bytes an entry takes here, packed. */
    int packedBytes(int entry) {
        return u4(bytes, entry + 20);
    }

    /**
     * An entry, unpacked.
     *
     * @throws IOException if it cannot be unpacked
     */
    byte[] read(int entry) throws IOException {
        byte[] unpacked = new byte[u4(bytes, entry + 24)];
        int start = u4(bytes, entry + 42);
        start += LOCAL_BYTES + u2(bytes, start + 26) + u2(bytes, start + 28);
        if (u2(bytes, entry + 10) == STORED) {
            System.arraycopy(bytes, start, unpacked, 0, unpacked.length);
        } else {
            unpack(start, packedBytes(entry), unpacked);
        }
        return unpacked;
    }

    private void unpack(int start, int length, byte[] unpacked) throws IOException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(bytes, start, length);
            if (inflater.inflate(unpacked) != unpacked.length) {
                throw new EOFException("the jar is not whole");
            }
        } catch (DataFormatException broken) {
            throw new IOException(broken);
        } finally {
            inflater.end();
        }
    }

    /**
     * The same with some of its entries alone.
     *
     * @param entries which
     * @param most how many of these
     */
    JarImage keeping(int[] entries, int most) {
        int localBytes = 0;
        int recordBytes = 0;
        for (int i = 0; i < most; i++) {
            localBytes += localBytes(entries[i]);
            recordBytes += recordBytes(entries[i]);
        }
        byte[] kept = new byte[localBytes + recordBytes];
        int local = 0;
        int record = localBytes;
        for (int i = 0; i < most; i++) {
            int entry = entries[i];
            System.arraycopy(bytes, u4(bytes, entry + 42), kept, local, localBytes(entry));
            System.arraycopy(bytes, entry, kept, record, recordBytes(entry));
            put4(kept, record + 42, local);
            local += localBytes(entry);
            record += recordBytes(entry);
        }
        return new JarImage(kept, localBytes, most, localBytes, true);
    }

    private int recordBytes(int entry) {
        return RECORD_BYTES + u2(bytes, entry + 28) + u2(bytes, entry + 30) + u2(bytes, entry + 32);
    }

    private int localBytes(int entry) {
        int local = u4(bytes, entry + 42);
        return LOCAL_BYTES + u2(bytes, local + 26) + u2(bytes, local + 28) + packedBytes(entry);
    }

    private static int u2(byte[] from, int at) {
        return (from[at] & 0xff) | (from[at + 1] & 0xff) << 8;
    }

    private static int u4(byte[] from, int at) {
        return u2(from, at) | u2(from, at + 2) << 16;
    }

    private static void put4(byte[] to, int at, int value) {
        for (int i = 0; i < 4; i++) {
            to[at + i] = (byte) (value >> (8 * i));
        }
    }
}
