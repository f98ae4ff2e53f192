package io.forkwatch.probe.diagnose;

import io.forkwatch.probe.process.death.OomCounts;
import java.util.Optional;
import java.util.OptionalLong;

/** Builds counts of OOM kills for tests. What is not said is absent. */
public final class Ooms {
    private static final long MIB = 1 << 20;

    private String path = "";
    private OptionalLong kills = OptionalLong.empty();
    private OptionalLong sinceStart = OptionalLong.empty();
    private OptionalLong sinceRead = OptionalLong.empty();
    private OptionalLong machineSinceStart = OptionalLong.empty();
    private OptionalLong machineSinceRead = OptionalLong.empty();
    private OptionalLong limit = OptionalLong.empty();
    private OptionalLong peak = OptionalLong.empty();
    private OptionalLong shmem = OptionalLong.empty();
    private OptionalLong faulted = OptionalLong.empty();
    private boolean alone;
    private boolean guessed;
    private boolean wholeCgroup;
    private Optional<Boolean> hit = Optional.empty();
    private String limitPath = "";

    public Ooms group(long total, long start, long read) {
        path = "/ci/build";
        kills = OptionalLong.of(total);
        sinceStart = OptionalLong.of(start);
        sinceRead = OptionalLong.of(read);
        return this;
    }

    public Ooms machine(long start, long read) {
        machineSinceStart = OptionalLong.of(start);
        machineSinceRead = OptionalLong.of(read);
        return this;
    }

    /** Of a child so young that nothing is known of its whole life. */
    Ooms machineSinceRead(long read) {
        machineSinceRead = OptionalLong.of(read);
        return this;
    }

    public Ooms limitMib(long mib) {
        limit = OptionalLong.of(mib * MIB);
        return this;
    }

    public Ooms peakMib(long mib) {
        peak = OptionalLong.of(mib * MIB);
        return this;
    }

    /** Shared memory and files on a tmpfs in the group. */
    public Ooms shmemMib(long mib) {
        shmem = OptionalLong.of(mib * MIB);
        return this;
    }

    Ooms faultedMib(long mib) {
        faulted = OptionalLong.of(mib * MIB);
        return this;
    }

    public Ooms alone(boolean yes) {
        alone = yes;
        return this;
    }

    /** Whether a visible limit was reached, and which. */
    public Ooms limitHit(boolean yes, String group) {
        hit = Optional.of(yes);
        limitPath = group;
        return this;
    }

    public Ooms wholeCgroup() {
        wholeCgroup = true;
        return this;
    }

    Ooms guessed() {
        guessed = true;
        return this;
    }

    public OomCounts counts() {
        return new OomCounts(
                path,
                kills,
                sinceStart,
                sinceRead,
                machineSinceStart,
                machineSinceRead,
                guessed,
                hit,
                limitPath,
                wholeCgroup,
                limit,
                peak,
                shmem,
                faulted,
                alone);
    }
}
