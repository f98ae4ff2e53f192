package io.forkwatch.probe.publish.http;

/** What the host has of logging. */
interface HostLogging {
    /** True if the JDK has loaded that class of its own: somebody logs by it. */
    boolean hasLoaded(String className);

    /** True if the host has a {@link System.LoggerFinder} for the JDK to find. */
    boolean bringsFinder();
}
