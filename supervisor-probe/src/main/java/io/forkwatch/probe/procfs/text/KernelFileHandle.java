package io.forkwatch.probe.procfs.text;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of the kernel's that is read again and again: one pread(2) each time, and nothing allocated. One that has failed
 * may fail for ever, even if there is a new file of its name: {@link Thread#interrupt()} closes it, and kernfs answers
 * ENODEV once what it was about has been removed. Then it is to be closed and opened anew. Not thread-safe.
 */
public final class KernelFileHandle implements Closeable {
    private final FileChannel channel;
    private final ByteBuffer buffer;
    private final ByteSpan text;

    /**
     * Opens it.
     *
     * @param mostBytes what lies beyond is not read, 1 and up
     * @throws IOException if it cannot be opened
     */
    public KernelFileHandle(Path file, int mostBytes) throws IOException {
        HostChecks.avoid();
        this.buffer = ByteBuffer.allocateDirect(mostBytes);
        this.text = new ByteSpan(mostBytes);
        // Last: where memory runs out, nothing is left open.
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
    }

    /**
     * Its text now, overwritten by the next read.
     *
     * @throws IOException if it cannot be read, perhaps for ever
     */
    public ByteSpan read() throws IOException {
        buffer.clear();
        channel.read(buffer, 0);
        buffer.flip();
        text.copyFrom(buffer);
        return text;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
