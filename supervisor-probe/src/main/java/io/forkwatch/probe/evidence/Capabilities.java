package io.forkwatch.probe.evidence;

import io.forkwatch.probe.evidence.kernel.KernelLogEvidence;
import io.forkwatch.probe.evidence.perf.JvmWatch;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.cgroup.MemoryCgroup;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What can be known in this JVM and on this machine, by capability name. For any thread. */
public final class Capabilities {
    private final Supplier<Map<String, Boolean>> hooks;
    private final KernelLogEvidence kernel;
    private final JvmWatch jvms;
    private final ProcFs procFs;

    /** What the machine allows, found out when it is asked for the first time. */
    private Map<String, Boolean> ofMachine = Map.of();

    /**
     * What can be known.
     *
     * @param hooks what the hooks in this JVM see, by capability name, as it is when it is asked
     * @param kernel the kernel's log
     * @param jvms the JVMs among the children
     */
    public Capabilities(Supplier<Map<String, Boolean>> hooks, KernelLogEvidence kernel, JvmWatch jvms, ProcFs procFs) {
        this.hooks = hooks;
        this.kernel = kernel;
        this.jvms = jvms;
        this.procFs = procFs;
    }

    /** All of them, as they are now. */
    public Map<String, Boolean> now() {
        Map<String, Boolean> all = new TreeMap<>(hooks.get());
        all.putAll(ofMachine());
        if (procFs.isForeign()) {
            all.put("zombie_read", false); // The hook works, but our children are not in this /proc.
        }
        kernel.readable().ifPresent(readable -> all.put("kernel_log", readable));
        return all;
    }

    private synchronized Map<String, Boolean> ofMachine() {
        if (ofMachine.isEmpty()) {
            ofMachine = Map.of(
                    "cgroup_oom_counter", countsOomKills(),
                    "perf_data", jvms.able(),
                    "process_tree", !procFs.hidesOthers());
        }
        return ofMachine;
    }

    // Of this JVM's own cgroup: children are there too, unless somebody moves them.
    private boolean countsOomKills() {
        try {
            return MemoryCgroup.of(procFs.cgroup(procFs.self().pid()), procFs.mountInfo())
                    .isPresent();
        } catch (IOException hidden) {
            return false;
        }
    }
}
