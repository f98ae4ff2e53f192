package io.forkwatch.probe.evidence;

import io.forkwatch.probe.evidence.kernel.KernelLogExcerpt;
import io.forkwatch.probe.evidence.perf.JvmSample;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.InsideLook;
import io.forkwatch.probe.process.death.JvmFailure;
import io.forkwatch.probe.process.death.StderrTail;
import io.forkwatch.probe.process.view.OwnWord;
import java.util.List;
import java.util.Optional;

/**
 * All that is known about one death when its cause is sought. Starts with what the supervisor's own process saw; each
 * witness adds what it knows.
 *
 * @param death what the supervisor's own process saw
 * @param killsWatched true if no call of {@link Process#destroy()} in this JVM can have been missed, so that an empty
 *     {@link Death#kills()} means that nobody called it
 * @param crashFile what a JVM that aborted left behind: the child itself, or one below it
 * @param jvm the child, if it was a JVM; else the largest one below it that was gone with it
 * @param stderr the end of what the child wrote to its stderr; absent where nothing was kept
 * @param program what the file of a program says that could not be run; absent if nobody looked, or nothing is known
 * @param kernel what the kernel's log says; absent if it cannot be read here
 * @param own what a JVM said of itself: the child, or one below it that was gone with it
 * @param killRuns programs that the supervisor started and that may have ended the child, the newest first
 * @param inside what was seen inside its JVM; absent where nobody looked, or there was nothing to be seen
 */
public record Evidence(
        Death death,
        boolean killsWatched,
        Optional<CrashFile> crashFile,
        Optional<JvmSample> jvm,
        Optional<StderrTail> stderr,
        Optional<ProgramFault> program,
        Optional<KernelLogExcerpt> kernel,
        Optional<OwnWord> own,
        List<KillRun> killRuns,
        Optional<InsideLook> inside) {
    public Evidence {
        killRuns = List.copyOf(killRuns);
    }

    /** Nothing but the death itself. */
    public static Evidence of(Death death, boolean killsWatched) {
        return new Evidence(
                death,
                killsWatched,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    /** The last lines of its stderr, oldest first; none where nothing was kept. */
    public List<String> stderrLines() {
        return stderr.isPresent() ? stderr.get().lines() : List.of();
    }

    /** What a JVM said there of its end; absent if it said nothing, or nothing was kept. */
    public Optional<JvmFailure> jvmFailure() {
        return stderr.isPresent() ? stderr.get().failure() : Optional.empty();
    }

    /** The same with what was found of a crash file. */
    public Evidence withCrashFile(Optional<CrashFile> found) {
        return new Evidence(death, killsWatched, found, jvm, stderr, program, kernel, own, killRuns, inside);
    }

    /** The same with what was seen of a JVM. */
    public Evidence withJvm(Optional<JvmSample> seen) {
        return new Evidence(death, killsWatched, crashFile, seen, stderr, program, kernel, own, killRuns, inside);
    }

    /** The same with the end of what the child wrote to its stderr. */
    public Evidence withStderr(Optional<StderrTail> kept) {
        return new Evidence(death, killsWatched, crashFile, jvm, kept, program, kernel, own, killRuns, inside);
    }

    /** The same with what the file of its program says. */
    public Evidence withProgram(Optional<ProgramFault> fault) {
        return new Evidence(death, killsWatched, crashFile, jvm, stderr, fault, kernel, own, killRuns, inside);
    }

    /** The same with what the kernel's log says. */
    public Evidence withKernel(Optional<KernelLogExcerpt> said) {
        return new Evidence(death, killsWatched, crashFile, jvm, stderr, program, said, own, killRuns, inside);
    }

    /** The same with what a JVM said of itself. */
    public Evidence withOwn(Optional<OwnWord> said) {
        return new Evidence(death, killsWatched, crashFile, jvm, stderr, program, kernel, said, killRuns, inside);
    }

    /** The same with programs that may have ended it. */
    public Evidence withKillRuns(List<KillRun> runs) {
        return new Evidence(death, killsWatched, crashFile, jvm, stderr, program, kernel, own, runs, inside);
    }

    /** The same with what was seen inside its JVM. */
    public Evidence withInside(Optional<InsideLook> seen) {
        return new Evidence(death, killsWatched, crashFile, jvm, stderr, program, kernel, own, killRuns, seen);
    }
}
