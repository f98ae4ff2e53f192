package io.forkwatch.probe.evidence.perf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Performance data for tests: real ones, and those of a made-up JVM. */
final class PerfBytes {
    private static final int HEADER = 32;
    private static final int ENTRY = 20;

    private final Map<String, Object> entries = new LinkedHashMap<>();
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private int accessible = 1;

    /** The shortened data of a real JVM. */
    static byte[] real(String file) {
        try (InputStream bytes = PerfBytes.class.getResourceAsStream(file + ".hsperfdata")) {
            return Objects.requireNonNull(bytes, file).readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** A Serial JVM with a heap of at most 100 MiB, of which {@code usedMib} are in use, all in the old generation. */
    static PerfBytes serial(long usedMib) {
        return new PerfBytes()
                .text("sun.gc.policy.name", "Copy:MSC")
                .number("sun.gc.generation.0.spaces", 1)
                .number("sun.gc.generation.0.capacity", 20 << 20)
                .number("sun.gc.generation.0.maxCapacity", 40 << 20)
                .number("sun.gc.generation.0.space.0.used", 0)
                .number("sun.gc.generation.1.spaces", 1)
                .number("sun.gc.generation.1.capacity", 60 << 20)
                .number("sun.gc.generation.1.maxCapacity", 60 << 20)
                .number("sun.gc.generation.1.space.0.used", usedMib << 20)
                .number("sun.os.hrt.frequency", 1_000_000_000)
                .number("sun.gc.collector.0.time", 1_500_000_000)
                .number("sun.gc.collector.0.invocations", 7)
                .number("java.threads.live", 12)
                .text("java.rt.vmArgs", "-Xmx100m")
                .text("sun.rt.javaCommand", "com.acme.Main --port 1");
    }

    PerfBytes number(String name, long value) {
        entries.put(name, value);
        return this;
    }

    PerfBytes text(String name, String value) {
        entries.put(name, value);
        return this;
    }

    PerfBytes without(String name) {
        entries.remove(name);
        return this;
    }

    PerfBytes bigEndian() {
        order = ByteOrder.BIG_ENDIAN;
        return this;
    }

    PerfBytes notReady() {
        accessible = 0;
        return this;
    }

    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        entries.forEach((name, value) -> out.writeBytes(entry(name, value)));
        byte[] body = out.toByteArray();
        ByteBuffer file = ByteBuffer.allocate(HEADER + body.length);
        file.putInt(0xcafec0c0).put((byte) (order == ByteOrder.LITTLE_ENDIAN ? 1 : 0));
        file.put((byte) 2).put((byte) 0).put((byte) accessible).order(order);
        file.putInt(HEADER + body.length).putInt(0).putLong(1).putInt(HEADER).putInt(entries.size());
        return file.put(body).array();
    }

    private byte[] entry(String name, Object value) {
        byte[] text = (name + '\0').getBytes(StandardCharsets.UTF_8);
        byte[] vector = value instanceof String s ? (s + '\0').getBytes(StandardCharsets.UTF_8) : new byte[0];
        int data = (ENTRY + text.length + 7) / 8 * 8;
        int length = (data + Math.max(8, vector.length) + 7) / 8 * 8;
        ByteBuffer entry = ByteBuffer.allocate(length).order(order);
        entry.putInt(length).putInt(ENTRY).putInt(vector.length);
        entry.put((byte) (value instanceof String ? 'B' : 'J'))
                .put((byte) 0)
                .put((byte) 1)
                .put((byte) 1);
        entry.putInt(data).put(text).position(data);
        if (value instanceof Long number) {
            entry.putLong(number);
        } else {
            entry.put(vector);
        }
        return entry.array();
    }
}
