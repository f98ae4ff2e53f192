package io.forkwatch.probe.intercept;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.OptionalInt;

/** A process that nobody started. */
final class StubProcess extends Process {
    private final long pid;
    private final OptionalInt exitValue;

    private StubProcess(long pid, OptionalInt exitValue) {
        this.pid = pid;
        this.exitValue = exitValue;
    }

    static Process running(long pid) {
        return new StubProcess(pid, OptionalInt.empty());
    }

    static Process ended(long pid, int exitValue) {
        return new StubProcess(pid, OptionalInt.of(exitValue));
    }

    @Override
    public long pid() {
        return pid;
    }

    @Override
    public int exitValue() {
        return exitValue.orElseThrow(() -> new IllegalThreadStateException("process hasn't exited"));
    }

    @Override
    public OutputStream getOutputStream() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public InputStream getInputStream() {
        return InputStream.nullInputStream();
    }

    @Override
    public InputStream getErrorStream() {
        return InputStream.nullInputStream();
    }

    @Override
    public int waitFor() {
        throw new AssertionError("a hook must not wait");
    }

    @Override
    public void destroy() {
        throw new AssertionError("a hook must not kill");
    }
}
