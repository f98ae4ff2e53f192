package io.forkwatch.probe.evidence.perf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The performance data of a HotSpot JVM, {@code hsperfdata}: a header, then entries of one name and one value each
 * (HotSpot, {@code perfMemory.hpp} and {@code perfData.hpp}; version 2.0 from JDK 1.5 to 25). Only the entries that are
 * used here are kept.
 *
 * <pre>
 * 0  cafec0c0    magic, big-endian always     12 overflow
 * 4  byte order  1 = little-endian            16 time of the last new entry, 8 bytes
 * 5  major, minor                             24 where the first entry begins
 * 7  accessible  1 = whole                    28 number of entries
 * 8  bytes used
 * </pre>
 *
 * @param numbers by name; those below 0, which stand for "not known" there, are left out
 * @param texts by name
 */
record PerfData(Map<String, Long> numbers, Map<String, String> texts) {
    private static final int MAGIC = 0xcafec0c0;
    private static final int HEADER_BYTES = 32;
    private static final int MAJOR = 2;
    private static final int LITTLE = 1;

    // The entry: length, where its name begins, length of the vector, type, flags, unit, variability, where its data
    // begin.
    private static final int ENTRY_BYTES = 20;
    private static final int MOST_ENTRIES = 4096;

    private static final List<String> WANTED = List.of(
            "sun.gc.generation.",
            "sun.gc.collector.",
            "sun.gc.policy.name",
            "sun.os.hrt.frequency",
            "sun.rt.javaCommand",
            "sun.rt.createVmBeginTime",
            "java.property.java.version",
            "java.rt.vmArgs",
            "java.rt.vmFlags",
            "java.threads.live");

    PerfData {
        numbers = Map.copyOf(numbers);
        texts = Map.copyOf(texts);
    }

    /**
     * Parses a file.
     *
     * @param file its bytes; not changed
     * @return empty if they are not performance data of a version known here, or its JVM is not ready with them yet
     */
    static Optional<PerfData> parse(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file).asReadOnlyBuffer();
        boolean ready =
                file.length >= HEADER_BYTES && bytes.getInt(0) == MAGIC && bytes.get(5) == MAJOR && bytes.get(7) == 1;
        if (!ready) {
            return Optional.empty();
        }
        bytes.order(bytes.get(4) == LITTLE ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        Map<String, Long> numbers = new HashMap<>();
        Map<String, String> texts = new HashMap<>();
        int left = Math.min(bytes.getInt(28), MOST_ENTRIES);
        int at = bytes.getInt(24);
        // An entry that does not fit ends it: the JVM may be adding it right now.
        while (left-- > 0 && fits(bytes, at)) {
            keep(bytes.slice(at, bytes.getInt(at)).order(bytes.order()), numbers, texts);
            at += bytes.getInt(at);
        }
        return Optional.of(new PerfData(numbers, texts));
    }

    private static boolean fits(ByteBuffer bytes, int at) {
        if (at < HEADER_BYTES || at > bytes.limit() - ENTRY_BYTES) {
            return false;
        }
        int length = bytes.getInt(at);
        return length >= ENTRY_BYTES && length <= bytes.limit() - at;
    }

    private static void keep(ByteBuffer entry, Map<String, Long> numbers, Map<String, String> texts) {
        String name = text(entry, entry.getInt(4), entry.limit());
        if (WANTED.stream().noneMatch(name::startsWith)) {
            return;
        }
        int vector = entry.getInt(8);
        int data = entry.getInt(16);
        if (data < ENTRY_BYTES || vector < 0 || vector > entry.limit() - data) {
            return;
        }
        if (entry.get(12) == 'B') {
            texts.put(name, text(entry, data, data + vector));
        } else if (entry.get(12) == 'J' && vector == 0 && data <= entry.limit() - Long.BYTES) {
            long value = entry.getLong(data);
            if (value >= 0) {
                numbers.put(name, value);
            }
        }
    }

    /** The text up to its NUL. */
    private static String text(ByteBuffer entry, int from, int to) {
        if (from < ENTRY_BYTES || from > to) {
            return "";
        }
        int end = from;
        while (end < to && entry.get(end) != 0) {
            end++;
        }
        byte[] text = new byte[end - from];
        entry.get(from, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    /** The number of that name, 0 and up. */
    OptionalLong number(String name) {
        Long value = numbers.get(name);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** The text of that name. */
    Optional<String> text(String name) {
        return Optional.ofNullable(texts.get(name));
    }
}
