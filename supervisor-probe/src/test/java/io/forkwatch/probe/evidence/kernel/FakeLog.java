package io.forkwatch.probe.evidence.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** A kernel log in memory: one record a read, and 0 bytes at its end. */
final class FakeLog implements ReadableByteChannel {
    private static final String FAULT = "fault";

    private final Deque<String> unread = new ArrayDeque<>();
    private boolean open = true;
    private int reads;

    FakeLog write(String... records) {
        unread.addAll(Arrays.asList(records));
        return this;
    }

    FakeLog write(List<String> records) {
        unread.addAll(records);
        return this;
    }

    /** The next reads fail, as where records were overwritten. */
    FakeLog fail(int times) {
        for (int i = 0; i < times; i++) {
            unread.add(FAULT);
        }
        return this;
    }

    int reads() {
        return reads;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        reads++;
        String record = unread.poll();
        if (record == null) {
            return 0;
        }
        if (record.equals(FAULT)) {
            throw new IOException("Broken pipe");
        }
        byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
        into.put(bytes);
        return bytes.length;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
    }
}
