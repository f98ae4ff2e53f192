package io.forkwatch.probe.procfs;

import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.procfs.text.Keyed;
import io.forkwatch.probe.procfs.text.MalformedProcTextException;
import java.util.OptionalLong;

/**
 * {@code /proc/vmstat}, proc_vmstat(5). It is the machine's, in most containers too.
 *
 * @param oomKills processes that the kernel's OOM killer has killed since boot; absent before Linux 4.13
 */
public record Vmstat(OptionalLong oomKills) {
    /**
     * Parses the file's text.
     *
     * @throws MalformedProcTextException if the line that is used holds no number
     */
    public static Vmstat parse(ByteSpan text) throws MalformedProcTextException {
        return new Vmstat(Keyed.value("vmstat", text, "oom_kill"));
    }
}
