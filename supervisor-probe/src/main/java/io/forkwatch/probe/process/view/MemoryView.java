package io.forkwatch.probe.process.view;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The memory that this JVM and its children share, as it is now.
 *
 * @param scope {@code cgroup} for the one with the lowest limit above this JVM, {@code machine} where none is limited
 * @param limitBytes its limit, or what the machine has
 * @param usedBytes what is in use, without page cache that the kernel can take back; empty if that is hidden
 * @param someRatio share of the last 10 s in which some of its processes waited for memory, 0 to 1: PSI, {@code some avg10}
 * @param fullRatio the same for all of them at once: {@code full avg10}
 */
public record MemoryView(
        String scope, long limitBytes, OptionalLong usedBytes, OptionalDouble someRatio, OptionalDouble fullRatio) {}
