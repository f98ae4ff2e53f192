package io.forkwatch.e2e.death;

import static io.forkwatch.e2e.death.Scenario.Witness.KERNEL_LOG;
import static io.forkwatch.e2e.death.Scenario.death;

import java.util.List;

/** Deaths on a machine with nothing but cgroup v2; each child makes the cgroups that it dies in. */
final class PureV2Scenarios {
    private static final String GROUPS = "/sys/fs/cgroup/";
    private static final String GORGE = "perl -e 'sleep 3; push @kept, \"x\" x 1048576 while 1'";
    /** Slowly: on an emulated machine the agent takes its time to sample. */
    private static final String EAT =
            "perl -e 'while (1) { push @kept, \"x\" x 1048576; select undef, undef, undef, 0.15 }'";

    private static final String HOLD =
            "perl -e '$bytes = 24 << 20; $kept = \"x\" x $bytes; $| = 1; print \"ready\\n\"; sleep 60'";
    private static final String LIKELY = "oom_cgroup likely|oom_cgroup certain";
    private static final String CERTAIN = "oom_cgroup certain";

    private PureV2Scenarios() {}

    /** Those that can happen at the same time. */
    static List<Scenario> groups() {
        return List.of(
                death("own-limit", "signal 9", LIKELY, script(limit("own", 32) + enter("own") + "exec " + EAT))
                        .given(KERNEL_LOG, CERTAIN),
                death(
                                "limit-of-the-parent",
                                "signal 9",
                                LIKELY,
                                script(limit("parent", 32) + "mkdir "
                                        + GROUPS + "parent/job; echo +memory >" + GROUPS
                                        + "parent/cgroup.subtree_control; "
                                        + enter("parent/job") + "exec " + EAT))
                        .given(KERNEL_LOG, CERTAIN),
                death(
                                "group-without-controller",
                                "signal 9",
                                LIKELY,
                                script(limit("plain", 32) + "mkdir " + GROUPS + "plain/job; " + enter("plain/job")
                                        + "exec " + EAT))
                        .given(KERNEL_LOG, CERTAIN),
                // The victim is another one, but the kernel kills and names them all.
                death(
                                "killed-with-its-group",
                                "signal 9",
                                "oom_cgroup possible|" + LIKELY,
                                script(limit("whole", 32)
                                        + "echo 1 >" + GROUPS + "whole/memory.oom.group; " + enter("whole") + EAT
                                        + " & exec sleep 60"))
                        .given(KERNEL_LOG, CERTAIN),
                // Its counters are gone with it: what is left is the kernel's log, and the machine's counter.
                death(
                                "removed-group",
                                "signal 9",
                                "oom_host possible|oom_cgroup possible|" + LIKELY,
                                script(limit("removed", 32) + remover("removed") + enter("removed") + "exec " + EAT))
                        .given(KERNEL_LOG, CERTAIN),
                death(
                                "below-a-shell",
                                "exit 137",
                                "oom_cgroup likely",
                                script(limit("shell", 32) + enter("shell") + EAT + "; exit $?"))
                        .given(KERNEL_LOG, LIKELY),
                death(
                        "survived-by-its-parent",
                        "exit 1",
                        "oom_cgroup possible|oom_cgroup likely",
                        script(limit("survived", 32) + enter("survived") + EAT + "; sleep 1; exit 1")),
                death(
                        "full-of-page-cache",
                        "exit 1",
                        "error certain",
                        script(limit("cache", 16) + enter("cache") + "cat /dev/nvme0n1 >/dev/null; exit 1")),
                death(
                                "killed-near-the-limit",
                                "signal 9",
                                "killed_externally likely",
                                script(limit("near", 32) + enter("near") + "exec " + HOLD))
                        .struckBy("KILL"),
                death(
                        "killed-through-its-group",
                        "signal 9",
                        "killed_externally likely",
                        script(limit("kill", 32) + "(sleep 6; echo 1 >" + GROUPS + "kill/cgroup.kill) & "
                                + enter("kill") + "exec sleep 60")),
                death(
                        "killed-after-an-oom-kill-elsewhere",
                        "signal 9",
                        "killed_externally likely",
                        script(limit("mine", 32)
                                + limit("other", 32) + "(sh -c 'echo $$ >" + GROUPS + "other/cgroup.procs; exec "
                                + EAT.replace("'", "'\\''") + "'; kill -9 $$) & " + enter("mine") + "exec sleep 60")));
    }

    /** Those that disturb all others. */
    static List<Scenario> machine() {
        return List.of(
                death(
                                "whole-machine",
                                "signal 9",
                                "oom_host possible|oom_host likely",
                                script(group("boundless") + enter("boundless") + "exec " + GORGE))
                        .given(KERNEL_LOG, "oom_host certain"),
                // A limit that the machine cannot keep.
                death(
                                "whole-machine-below-a-limit",
                                "signal 9",
                                "oom_host possible|oom_host likely",
                                script(limit("huge", 4096) + enter("huge") + "exec " + GORGE))
                        .given(KERNEL_LOG, "oom_host certain"));
    }

    private static String group(String name) {
        return "mkdir " + GROUPS + name + "; ";
    }

    private static String limit(String group, int mebibytes) {
        return group(group) + "echo " + mebibytes + "M >" + GROUPS + group + "/memory.max; ";
    }

    private static String enter(String group) {
        return "echo $$ >" + GROUPS + group + "/cgroup.procs; ";
    }

    /** Waits for somebody to enter, and removes the cgroup as soon as nobody lives in it. */
    private static String remover(String group) {
        return "perl -e '$group = shift; until ($in) { open F, \"$group/cgroup.procs\"; $in = <F> } 1 until rmdir $group' "
                + GROUPS + group + " & ";
    }

    private static List<String> script(String text) {
        return List.of("sh", "-c", text);
    }
}
