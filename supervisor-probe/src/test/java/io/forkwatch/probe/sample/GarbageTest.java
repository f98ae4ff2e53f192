package io.forkwatch.probe.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.forkwatch.probe.procfs.TestProcess;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a tick leaves for the garbage collector. Exact counts, so they can be asserted. */
class GarbageTest {
    private static final int CHILDREN = 300;
    private static final int TICKS = 200;

    /** A slow sample opens files: ten of them are allowed at each tick, whatever the number of children. */
    private static final long SLOW_LOOKS_BYTES = 10 * 3_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir
    private Path mount;

    @Test
    void aTickAllocatesNothingForASample() throws IOException {
        long few = bytesOfATick(CHILDREN);
        long many = bytesOfATick(2 * CHILDREN);
        assertThat(few).isLessThan(SLOW_LOOKS_BYTES);
        assertThat(many - few)
                .as("for as many more, where the smallest object is 16 bytes")
                .isLessThan(8 * CHILDREN);
    }

    // What is missing costs an exception, and is no usual case.
    private static TestProcess whole(Lab lab, long pid) throws IOException {
        lab.proc
                .write(pid + "/cgroup", "4:memory:/job\n")
                .write(pid + "/limits", "Max cpu time              60                   unlimited            seconds\n")
                .write(pid + "/fd/0", "");
        Files.createSymbolicLink(lab.proc.mount().resolve(pid + "/cwd"), Path.of("/build"));
        return lab.proc.process(pid).rss(30).write().status(500, 10);
    }

    private long bytesOfATick(int children) throws IOException {
        Lab lab = Lab.adaptive(mount.resolve(Integer.toString(children)));
        lab.proc
                .write("self/mountinfo", "")
                .write("loadavg", "0.20 0.18 0.12 1/80 50\n")
                .write("vmstat", "oom_kill 1\n");
        List<TestProcess> started = new ArrayList<>();
        for (int pid = 1_000; pid < 1_000 + children; pid++) {
            started.add(lab.start(whole(lab, pid)));
            lab.doWork();
        }
        for (int tick = 0; tick < TICKS; tick++) {
            lab.doWorkAfterMillis(1_000);
        }
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int tick = 0; tick < TICKS; tick++) {
            lab.doWorkAfterMillis(1_000);
        }
        assertThat(lab.sample(started.get(0)).rssBytes()).isEqualTo(30 * Lab.PAGE);
        return (THREADS.getCurrentThreadAllocatedBytes() - before) / TICKS;
    }
}
