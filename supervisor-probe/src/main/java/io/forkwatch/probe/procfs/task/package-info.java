/** What a waiting process says of its wait: its threads and their system calls, its descriptors, locks and sockets. */
@NullMarked
package io.forkwatch.probe.procfs.task;

import org.jspecify.annotations.NullMarked;
