package io.forkwatch.probe.attach;

import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.cgroup.FreezerCgroup;
import io.forkwatch.probe.procfs.pid.NoSuchProcessException;
import io.forkwatch.probe.procfs.pid.PidStat;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * Whether a process may be knocked at, as far as the way in does not ask that itself: whether it is the one that is meant, of
 * this user, and runs.
 *
 * @param procFs of this machine
 * @param modules of this JVM, of which that of the attach API may be missing
 */
public record KnockCheck(ProcFs procFs, ModuleLayer modules) {
    /**
     * Passes for a process that may be knocked at.
     *
     * @throws AttachFailure that says why not
     */
    public void check(ProcessKey key) throws AttachFailure {
        if (modules.findModule("jdk.attach").isEmpty()) {
            throw new AttachFailure(
                    AttachFailure.Why.NOT_HERE, "this runtime was made, or started, without the module jdk.attach");
        }
        if (procFs.isForeign()) {
            throw new AttachFailure("the processes of this pid namespace cannot be seen here");
        }
        try {
            checkIdentity(key, procFs.stat(key.pid()));
            checkUser(key.pid());
            if (FreezerCgroup.of(procFs.cgroup(key.pid()), procFs.mountInfo()).isFrozen()) {
                throw new AttachFailure("that process is in a frozen control group: thaw it first");
            }
        } catch (NoSuchProcessException gone) {
            throw ended();
        } catch (IOException hidden) {
            throw new AttachFailure("that process cannot be looked into from here");
        }
    }

    private static void checkIdentity(ProcessKey key, PidStat stat) throws AttachFailure {
        if (stat.starttimeTicks() != key.starttimeTicks() || stat.state() == 'Z' || stat.state() == 'X') {
            throw ended();
        }
    }

    private void checkUser(long pid) throws IOException, AttachFailure {
        OptionalLong its = procFs.status(pid).uid();
        OptionalLong ours = procFs.status(procFs.self().pid()).uid();
        if (!its.equals(ours)) {
            throw new AttachFailure("that process belongs to another user");
        }
    }

    private static AttachFailure ended() {
        return new AttachFailure(AttachFailure.Why.ENDED, "that process has ended");
    }
}
