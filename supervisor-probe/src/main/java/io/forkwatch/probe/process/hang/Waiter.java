package io.forkwatch.probe.process.hang;

/**
 * A thread of this JVM that waits for a child.
 *
 * @param thread its name; text of others
 * @param call what it is in, for example {@code waitFor}
 * @param place the innermost frame that is not of the JDK, as {@code Launcher.run(Launcher.java:61)}; empty if there is none
 */
public record Waiter(String thread, String call, String place) {}
