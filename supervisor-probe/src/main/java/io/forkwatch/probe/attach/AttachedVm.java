package io.forkwatch.probe.attach;

import java.util.Properties;

/** A JVM that listens. Closing it leaves it as it is. */
interface AttachedVm extends AutoCloseable {
    /** Its system properties. */
    Properties systemProperties() throws AttachFailure;

    /** Has it load an agent; returns when {@code agentmain} has. */
    void load(String jar, String options) throws AttachFailure;

    @Override
    void close() throws AttachFailure;
}
