package io.forkwatch.probe.attach;

import io.forkwatch.agent.entry.Ancestry;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.pid.NoSuchProcessException;
import io.forkwatch.probe.procfs.pid.PidStatus;
import java.io.IOException;
import java.util.List;
import java.util.function.LongPredicate;

/** What can be told of a process from outside, before anybody knocks at it. */
final class AttachPreconditions {
    private static final String JVM_LIBRARY = "libjvm.so";

    /** Signal 3 in the masks of proc_pid_status(5), where bit n-1 is signal n. */
    private static final long SIGQUIT_BIT = 1 << 2;

    private final ProcFs procFs;
    private final LongPredicate supervisors;
    private final LongPredicate watched;

    /**
     * A machine.
     *
     * @param supervisors true for the pid of a JVM in which Forkwatch is on
     * @param watched true for a pid below such a JVM
     */
    AttachPreconditions(ProcFs procFs, LongPredicate supervisors, LongPredicate watched) {
        this.procFs = procFs;
        this.supervisors = supervisors;
        this.watched = watched;
    }

    static AttachPreconditions ofThis() {
        Ancestry ancestry = Ancestry.ofThisMachine();
        return new AttachPreconditions(ProcFs.system(), ancestry::isSupervisor, ancestry::isWatched);
    }

    /**
     * Passes for a JVM that may be knocked at: the knock is a SIGQUIT, which ends whoever is no JVM.
     *
     * @throws AttachFailure that says why not
     */
    void checkIsJvm(long pid) throws AttachFailure {
        try {
            PidStatus status = procFs.status(pid);
            checkNamespace(status.nspid());
            checkMapped(pid, status);
            checkCatchesQuit(status);
            checkListens(pid);
            checkRuns(procFs.stat(pid).state());
        } catch (NoSuchProcessException none) {
            throw new AttachFailure("there is no such process here");
        } catch (IOException unreadable) {
            throw new AttachFailure("it cannot be read: " + unreadable.getMessage());
        }
    }

    private static void checkNamespace(List<Long> nspid) throws AttachFailure {
        if (nspid.size() > 1) {
            throw new AttachFailure("it is in a container: attach there, as pid " + nspid.get(nspid.size() - 1));
        }
    }

    private void checkMapped(long pid, PidStatus status) throws AttachFailure, NoSuchProcessException {
        try {
            if (!procFs.hasMapped(pid, JVM_LIBRARY)) {
                throw new AttachFailure("it is not a HotSpot JVM");
            }
        } catch (NoSuchProcessException gone) {
            throw gone;
        } catch (IOException denied) {
            String owner = status.uid().isPresent() ? Long.toString(status.uid().getAsLong()) : "another";
            throw new AttachFailure("it belongs to uid " + owner
                    + " and cannot be looked into from here: run this command as that user, or as root");
        }
    }

    // A JVM catches it a moment after its start. Where the kernel does not say, it is asked for nothing.
    private static void checkCatchesQuit(PidStatus status) throws AttachFailure {
        if ((status.sigCgt().orElse(0) & SIGQUIT_BIT) == 0) {
            throw new AttachFailure(
                    "it does not catch SIGQUIT, which would end it: it has only just started, or runs" + " with -Xrs");
        }
    }

    // Such a one answers the knock on its own stdout, with all its threads.
    private void checkListens(long pid) throws AttachFailure {
        List<String> command;
        try {
            command = procFs.cmdline(pid);
        } catch (IOException unknown) {
            return;
        }
        if (command.contains("-XX:+DisableAttachMechanism")) {
            throw new AttachFailure(
                    "it does not support the attach mechanism: it was started with -XX:+DisableAttachMechanism");
        }
    }

    // The knock would wait in it, and when it goes on, and nobody waits any more, be taken for a wish to see all its
    // threads.
    private static void checkRuns(char state) throws AttachFailure {
        if (state == 'T' || state == 't') {
            throw new AttachFailure("it is stopped"
                    + (state == 't' ? " by a debugger" : ", as by SIGSTOP: let it go on first, by SIGCONT"));
        }
    }

    /** True if Forkwatch is on in a JVM. */
    boolean isSupervisor(long pid) {
        return supervisors.test(pid);
    }

    /** True if a process above a JVM is a supervisor. */
    boolean isWatched(long pid) {
        return watched.test(pid);
    }
}
