package io.forkwatch.probe.procfs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process in a {@link TestProc}: what is set becomes visible with {@link #write()}. */
public final class TestProcess {
    private static final long UNSET = -1;

    private final TestProc proc;
    private final long pid;
    private String comm = "worker";
    private char state = 'S';
    private long ppid = 1;
    private long pgrp = 1;
    private long session = 1;
    private long utimeTicks;
    private long stimeTicks;
    private long cutimeTicks;
    private long cstimeTicks;
    private long threads = 1;
    private long starttimeTicks = 1;
    private long rssPages = 25;
    private long vsizeBytes = UNSET;
    private int exitCode;
    private long flags = 0x400000;

    TestProcess(TestProc proc, long pid) {
        this.proc = proc;
        this.pid = pid;
    }

    /** Its process id. */
    public long pid() {
        return pid;
    }

    /** Its command name. */
    public TestProcess comm(String name) {
        comm = name;
        return this;
    }

    /** Its state letter. */
    public TestProcess state(char letter) {
        state = letter;
        return this;
    }

    /** The pid of its parent. */
    public TestProcess parent(long pidOfParent) {
        ppid = pidOfParent;
        return this;
    }

    /** Its process group and its session. */
    public TestProcess group(long leader, long sessionLeader) {
        pgrp = leader;
        session = sessionLeader;
        return this;
    }

    /** CPU time of its own. */
    public TestProcess cpu(long userTicks, long systemTicks) {
        utimeTicks = userTicks;
        stimeTicks = systemTicks;
        return this;
    }

    /** CPU time of the children it has waited for. */
    public TestProcess waitedCpu(long userTicks, long systemTicks) {
        cutimeTicks = userTicks;
        cstimeTicks = systemTicks;
        return this;
    }

    /** Its number of threads. */
    public TestProcess threads(long count) {
        threads = count;
        return this;
    }

    /** When it started, in clock ticks since boot. */
    public TestProcess starttime(long ticks) {
        starttimeTicks = ticks;
        return this;
    }

    /** Its resident memory, in pages. */
    public TestProcess rss(long pages) {
        rssPages = pages;
        return this;
    }

    /** Its address space: where that is not set, none without resident memory. */
    public TestProcess vsize(long bytes) {
        vsizeBytes = bytes;
        return this;
    }

    /** On its way to its end: PF_EXITING. */
    public TestProcess exiting() {
        flags |= 0x4;
        return this;
    }

    /** A zombie with that raw wait status; without memory, as every zombie. */
    public TestProcess zombie(int rawStatus) {
        exitCode = rawStatus;
        return state('Z').rss(0);
    }

    /** A zombie whose wait status is hidden from us. */
    public TestProcess hiddenZombie(boolean signalled) {
        flags |= signalled ? 0x400 : 0;
        return zombie(0);
    }

    /** Its {@code stat}, all 52 fields, as the kernel would print it now. */
    public String stat() {
        return pid + " (" + comm + ") " + state + " " + ppid + " " + pgrp + " " + session + " 0 -1 " + flags
                + " 100 0 2 0 " + utimeTicks + " "
                + stimeTicks + " " + cutimeTicks + " " + cstimeTicks + " 20 0 " + threads + " 0 " + starttimeTicks
                + " " + (vsizeBytes == UNSET ? Math.min(rssPages, 1) * 4096 : vsizeBytes) + " " + rssPages
                + " 0".repeat(24) + " 17 1 0 " + exitCode + "\n";
    }

    /** {@link #stat()} as a reader of the zombie has it. */
    public byte[] statBytes() {
        return stat().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Writes {@code stat}, in place, and a {@code status} without memory lines where there is none. */
    public TestProcess write() throws IOException {
        proc.write(pid + "/stat", stat());
        Path status = proc.mount().resolve(pid + "/status");
        if (Files.notExists(status) || Files.size(status) == 0) {
            proc.write(pid + "/status", "Name:\tx\n");
        }
        return this;
    }

    /** Writes {@code stat} and {@code statm} of one of its threads, in place. */
    public TestProcess thread(long tid, char itsState, long itsRssPages) throws IOException {
        TestProcess thread = new TestProcess(proc, tid)
                .comm(comm)
                .state(itsState)
                .rss(itsRssPages)
                .threads(threads);
        proc.write(pid + "/task/" + tid + "/stat", thread.stat());
        proc.write(pid + "/task/" + tid + "/statm", "9999 " + itsRssPages + " 0 0 0 0 0\n");
        return this;
    }

    /** Writes {@code statm}, in place. */
    public TestProcess statm(long residentPages) throws IOException {
        proc.write(pid + "/statm", "9999 " + residentPages + " 0 0 0 0 0\n");
        return this;
    }

    /** Writes {@code smaps_rollup}, in place. */
    public TestProcess rollup(long rssKb, long pssShmemKb) throws IOException {
        String text = "0-1 ---p 0 00:00 0 [rollup]\nRss:  %d kB\nPss:  %d kB\nPss_Shmem:  %d kB\n";
        proc.write(pid + "/smaps_rollup", text.formatted(rssKb, pssShmemKb + 1, pssShmemKb));
        return this;
    }

    /** Writes {@code status}, in place. */
    public TestProcess status(long vmHwmKb, long vmSwapKb) throws IOException {
        proc.write(pid + "/status", "Name:\tx\nVmHWM:\t" + vmHwmKb + " kB\nVmSwap:\t" + vmSwapKb + " kB\n");
        return this;
    }

    /** Writes {@code cmdline}, in place. */
    public TestProcess cmdline(String... arguments) throws IOException {
        proc.write(pid + "/cmdline", String.join("\0", arguments) + "\0");
        return this;
    }

    /** Where its stdout and its stderr lead, in place: {@code pipe:[77]}, {@code socket:[9]}. */
    public TestProcess writesTo(String stdout, String stderr) throws IOException {
        Path descriptors = Files.createDirectories(proc.mount().resolve(pid + "/fd"));
        link(descriptors.resolve("1"), stdout);
        link(descriptors.resolve("2"), stderr);
        return this;
    }

    private static void link(Path link, String target) throws IOException {
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, Path.of(target));
    }

    /** Leaves a {@code stat} that cannot be parsed. */
    public void garble() throws IOException {
        proc.write(pid + "/stat", "garbage\n");
    }

    /** Is gone: every read from now on finds no such process. */
    public void vanish() throws IOException {
        proc.write(pid + "/stat", "").write(pid + "/status", "");
    }
}
