package io.forkwatch.probe.diagnose.verdict;

import io.forkwatch.probe.evidence.CrashFile;
import io.forkwatch.probe.process.death.JvmFailure;
import io.forkwatch.probe.process.death.OomKill;
import io.forkwatch.probe.process.death.RuntimeFailure;
import io.forkwatch.probe.process.event.Caller;
import io.forkwatch.probe.process.event.Kill;
import io.forkwatch.probe.process.event.KillProgram;
import io.forkwatch.probe.process.view.OwnWord;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What names the reason of an end: evidence with its figures, as summaries quote it. Where there is none, the reason rests
 * on the end itself and on counters. What may be done about it is a {@link Hint}.
 */
public sealed interface Cause {
    /** The answer for the case that this is. */
    <R> R match(Cases<R> cases);

    /** The call of destroy in this JVM that ended the child; absent with every other cause. */
    default Optional<Kill> destroyCall() {
        return Optional.empty();
    }

    /** True if what it tells of was asked for by this JVM. */
    default boolean bySupervisor() {
        return destroyCall().isPresent();
    }

    /** Who in this JVM asked for the end, by whatever means; absent with every other cause. */
    default Optional<Caller> caller() {
        return destroyCall().map(kill -> new Caller(kill.thread(), kill.frames()));
    }

    /** The kill of the child, or of a process below it, that the kernel's log tells of; absent with every other cause. */
    default Optional<OomKill> oomKill() {
        return Optional.empty();
    }

    /** An answer for each cause: whoever implements this has forgotten none. */
    interface Cases<R> {
        /** This JVM asked for the end. */
        R destroyCalled(DestroyCalled cause);

        /** A program that this JVM started sent the signal. */
        R programKilled(ProgramKilled cause);

        /** The kernel's log names the victim. */
        R oomKilled(OomKilled cause);

        /** The kernel's log names others for all kills that were counted. */
        R othersOomKilled(OthersOomKilled cause);

        /** A JVM left its crash file. */
        R crashed(Crashed cause);

        /** A JVM said on its stderr why it ended. */
        R jvmSaid(JvmSaid cause);

        /** Another runtime said on its stderr why it ended. */
        R runtimeSaid(RuntimeSaid cause);

        /** The limit of CPU time was used up. */
        R cpuTimeUsedUp(CpuTimeUsedUp cause);

        /** A process below it was ended by a signal. */
        R forwarded(Forwarded cause);

        /** The time of a {@code timeout} was up. */
        R timedOut(TimedOut cause);

        /** A program could not be run, and said why. */
        R notRun(NotRun cause);

        /** A wrapper has an exit code of its own for how its command ended. */
        R wrapperCode(WrapperCode cause);

        /** A shell could not run its command. */
        R commandNotRun(CommandNotRun cause);

        /** A JVM said who ended it, or that nobody did. */
        R exitNoted(ExitNoted cause);
    }

    /**
     * This JVM asked for the end of the child.
     *
     * @param kill the request that ended it
     */
    record DestroyCalled(Kill kill) implements Cause {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.destroyCalled(this);
        }

        @Override
        public Optional<Kill> destroyCall() {
            return Optional.of(kill);
        }
    }

    /**
     * A program that this JVM started sent the signal that ended the child, or a process below it.
     *
     * @param program what was started
     * @param signal the signal
     * @param victim the process that it was sent to
     * @param exitValue how that program ended; absent if it still ran
     */
    record ProgramKilled(KillProgram program, int signal, long victim, OptionalInt exitValue) implements Cause {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.programKilled(this);
        }

        @Override
        public boolean bySupervisor() {
            return true;
        }

        @Override
        public Optional<Caller> caller() {
            return Optional.of(program.caller()).filter(Caller::isKnown);
        }
    }

    /**
     * The kernel's log names the victim of the OOM killer: the child, or a process below it.
     *
     * @param kill what it says
     * @param limitBytes the limit that was reached; absent if it was the machine's memory, or is not known
     */
    record OomKilled(OomKill kill, OptionalLong limitBytes) implements Cause {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.oomKilled(this);
        }

        @Override
        public Optional<OomKill> oomKill() {
            return Optional.of(kill);
        }
    }

    /**
     * The kernel's log names others for all kills that were counted: this one was none of them.
     *
     * @param kill the last of those
     */
    record OthersOomKilled(OomKill kill) implements Cause {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.othersOomKilled(this);
        }
    }

    /**
     * A JVM crashed, or gave up at an OutOfMemoryError, and left a file that says so.
     *
     * @param path the file
     * @param pid the JVM that wrote it, as that JVM saw itself
     * @param signal the signal that the JVM caught, for example {@code SIGSEGV (0xb)}
     * @param frame the problematic frame, for example {@code C  [libfoo.so+0x1a]}
     * @param outOfMemory what ran out at an OutOfMemoryError, for example {@code Java heap space}
     * @param summary the line of the file that says most
     */
    record Crashed(
            String path,
            long pid,
            Optional<String> signal,
            Optional<String> frame,
            Optional<String> outOfMemory,
            String summary)
            implements Cause {
        /** What that file says. */
        public static Crashed of(CrashFile file) {
            return new Crashed(
                    file.path().toString(),
                    file.pid(),
                    file.signal(),
                    file.frame(),
                    file.outOfMemory(),
                    file.summary());
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.crashed(this);
        }
    }

    /**
     * A JVM said on its stderr why it ended.
     *
     * @param failure what it said
     */
    record JvmSaid(JvmFailure failure) implements Cause {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.jvmSaid(this);
        }
    }

    /**
     * A runtime that is no JVM said on its stderr why it ended.
     *
     * @param failure what it said
     */
    record RuntimeSaid(RuntimeFailure failure) implements Cause {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.runtimeSaid(this);
        }
    }

    /**
     * The limit of CPU time was used up, by the child or by those that it waited for.
     *
     * @param limitSeconds the limit
     * @param usedNanos what was used of it
     */
    record CpuTimeUsedUp(long limitSeconds, long usedNanos) implements Cause {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.cpuTimeUsedUp(this);
        }
    }

    /**
     * It exited 128 + n by itself after a process that it ran was ended by signal n, or was gone.
     *
     * @param signal n
     * @param who that process; absent where nothing speaks for one of them more than for another
     * @param suspects how many that may have been; 0 if none was seen
     * @param words what a shell said of it on stderr; empty if none did
     */
    record Forwarded(int signal, Optional<Culprit> who, int suspects, String words) implements Cause {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.forwarded(this);
        }
    }

    /**
     * The time of a {@code timeout} was up.
     *
     * @param limitNanos the time
     * @param signal what it sent then, for example {@code SIGTERM}
     * @param killed true if it sent SIGKILL after that
     * @param who its command; absent if that was never sampled
     */
    record TimedOut(long limitNanos, String signal, boolean killed, Optional<Culprit> who) implements Cause {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.timedOut(this);
        }
    }

    /**
     * A program could not be run, and a line on stderr says why.
     *
     * @param why the kind of reason
     * @param line that line, at most 200 characters
     */
    record NotRun(Why why, String line) implements Cause {
        /** Why a program cannot be run. */
        public enum Why {
            /** It is not there. */
            NOT_THERE,
            /** It, or its directory, may not be executed. */
            NOT_ALLOWED,
            /** A shared library that it needs is missing, or has not what it needs. */
            NO_LIBRARY,
            /** It got no memory for its libraries. */
            NO_MEMORY,
            /** The interpreter that it names is missing. */
            NO_INTERPRETER,
            /** It was built for another processor, or is no program. */
            OTHER_PROCESSOR
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.notRun(this);
        }
    }

    /**
     * A wrapper has an exit code of its own for how its command ended.
     *
     * @param meaning the word in {@code wrapper-ends.txt}: {@code killed}, {@code failed} or {@code gave-up}
     * @param program the wrapper
     */
    record WrapperCode(String meaning, String program) implements Cause {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.wrapperCode(this);
        }
    }

    /**
     * A JVM noted how its own end began; or has not, though it notes every orderly end.
     *
     * @param end that note; absent where there is none
     * @param after the OutOfMemoryError that nobody caught just before; absent where there was none
     */
    record ExitNoted(Optional<OwnWord.End> end, Optional<JvmFailure> after) implements Cause {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.exitNoted(this);
        }
    }

    /**
     * A shell could not run its command.
     *
     * @param found true if the command is there, and cannot be executed
     */
    record CommandNotRun(boolean found) implements Cause {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.commandNotRun(this);
        }
    }
}
