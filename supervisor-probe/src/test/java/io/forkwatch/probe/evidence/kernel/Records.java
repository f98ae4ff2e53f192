package io.forkwatch.probe.evidence.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Records of real kernels, shortened to the lines around a kill; the folder is that of this package. */
final class Records {
    private Records() {}

    static List<String> of(String file) {
        try (InputStream in = Records.class.getResourceAsStream(file)) {
            return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A line that names a victim, as kernels since 5.2 write it. */
    static String killed(long pid, String comm) {
        return "3,9,5000000,-;Memory cgroup out of memory: Killed process " + pid + " (" + comm
                + ") total-vm:68260kB, anon-rss:65152kB, file-rss:944kB, shmem-rss:0kB, UID:0 pgtables:176kB";
    }

    /** The line before it. */
    static String constraint(String limitGroup, String victimGroup, long pid) {
        return "6,8,5000000,-;oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,oom_memcg="
                + limitGroup + ",task_memcg=" + victimGroup + ",task=java,pid=" + pid + ",uid=0";
    }
}
