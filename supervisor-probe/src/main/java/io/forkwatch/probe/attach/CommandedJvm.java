package io.forkwatch.probe.attach;

import java.io.InputStream;

/** A JVM that answers commands. Closing it leaves it as it is. */
public interface CommandedJvm extends AutoCloseable {
    /**
     * Has it write down what its threads do, without asking it for locks.
     *
     * @return what it says, to be read to its end
     */
    InputStream threads() throws AttachFailure;

    /**
     * Has it do what {@code jcmd PID COMMAND} would.
     *
     * @return what it says, to be read to its end
     */
    InputStream command(String command) throws AttachFailure;

    @Override
    void close() throws AttachFailure;
}
