package io.forkwatch.probe.report.words;

import io.forkwatch.probe.diagnose.verdict.Cause;
import io.forkwatch.probe.diagnose.verdict.Confidence;
import io.forkwatch.probe.diagnose.verdict.Mechanism;
import io.forkwatch.probe.process.WaitStatus;
import io.forkwatch.probe.process.death.JvmFailure;
import io.forkwatch.probe.process.death.OomKill;
import io.forkwatch.probe.process.death.RuntimeFailure;
import io.forkwatch.probe.process.event.Kill;
import io.forkwatch.probe.process.event.KillProgram;
import io.forkwatch.probe.process.program.KillCommand;
import io.forkwatch.probe.process.program.Programs;
import io.forkwatch.probe.process.view.OwnWord;
import java.util.Locale;
import java.util.Optional;

/**
 * The verdict of an end whose reason has a name.
 *
 * @param pid the child
 * @param deathNanos monotonic time of its end
 * @param program its program, as it was given
 * @param mechanism how it ended
 * @param confidence how sure the reason is
 */
record CauseVerdict(
        Phrases phrases, long pid, long deathNanos, String program, Mechanism mechanism, Confidence confidence)
        implements Cause.Cases<String> {
    /** HotSpot, vmError.cpp: malloc(3) or mmap(2) failed; which one stands behind it. */
    private static final String NO_NATIVE_MEMORY = "There is insufficient memory for the Java Runtime Environment";

    @Override
    public String destroyCalled(Cause.DestroyCalled cause) {
        Kill kill = cause.kill();
        return kill.pid() == pid
                ? phrases.say("verdict.killed_by_supervisor.call", phrases.call(kill))
                : phrases.say("verdict.killed_by_supervisor.below", kill.pid(), phrases.call(kill), shownExit());
    }

    @Override
    public String programKilled(Cause.ProgramKilled cause) {
        KillProgram run = cause.program();
        String ran = Programs.basename(KillCommand.name(run.command().arguments()));
        String name = run.pid() > 0 ? phrases.say("process", ran, run.pid()) : ran;
        String age = Formats.duration(deathNanos - run.nanos());
        String caller =
                run.caller().isKnown() ? phrases.caller(run.caller()) : phrases.say("caller.child", run.childPid());
        if (cause.victim() != pid) {
            String key = confidence == Confidence.POSSIBLE ? ".below.possible" : ".below";
            return phrases.say(
                    "verdict.killed_by_supervisor.program" + key, cause.victim(), name, age, caller, shownExit());
        }
        return confidence == Confidence.POSSIBLE
                ? phrases.say(
                        "verdict.killed_by_supervisor.program.possible",
                        phrases.signal(mechanism.signalInExitValue().orElse(0)),
                        name,
                        age,
                        caller)
                : phrases.say("verdict.killed_by_supervisor.program", name, age, caller);
    }

    @Override
    public String oomKilled(Cause.OomKilled cause) {
        OomKill kill = cause.kill();
        if (kill.pid() == pid) {
            return phrases.sayWithLimit("verdict.oom", cause.limitBytes());
        }
        if (mechanism.signal().isPresent()) {
            return relayed(cause);
        }
        int exit = exitCode();
        if (mechanism.signalInExitValue().isPresent()) {
            return phrases.sayWithLimit("verdict.oom.victim", cause.limitBytes(), kill.comm(), kill.pid(), exit);
        }
        String key = exit == 0 ? "verdict.ok.oom" : "verdict.exit.oom";
        return phrases.sayWithLimit(key, cause.limitBytes(), exit, kill.comm(), kill.pid());
    }

    private String relayed(Cause.OomKilled cause) {
        OomKill kill = cause.kill();
        String signal = phrases.signal(mechanism.signal().orElse(0));
        String key = confidence == Confidence.POSSIBLE ? "verdict.oom.relayed.possible" : "verdict.oom.relayed";
        return cause.limitBytes().isPresent()
                ? phrases.say(
                        key + ".limit",
                        kill.comm(),
                        kill.pid(),
                        signal,
                        program,
                        Formats.bytes(cause.limitBytes().getAsLong()))
                : phrases.say(key, kill.comm(), kill.pid(), signal, program);
    }

    @Override
    public String othersOomKilled(Cause.OthersOomKilled cause) {
        return phrases.say(
                "verdict.killed_externally", phrases.signal(mechanism.signal().orElse(0)));
    }

    @Override
    public String crashed(Cause.Crashed file) {
        int signal = mechanism.signalInExitValue().orElse(0);
        return signal == WaitStatus.SIGKILL
                ? phrases.say("verdict.crashed_then_killed", crash(file), phrases.signal(signal))
                : crash(file);
    }

    private String crash(Cause.Crashed file) {
        if (file.outOfMemory().isPresent()) {
            return ofFile("verdict.jvm_oome", file, file.outOfMemory().get());
        }
        if (file.summary().startsWith(NO_NATIVE_MEMORY)) {
            return ofFile("verdict.jvm_no_native_memory", file);
        }
        String what = file.signal().orElse(file.summary());
        Optional<String> frame = file.signal().isPresent() ? file.frame() : Optional.empty();
        return frame.map(at -> ofFile("verdict.jvm_crash", ".frame", file, what, at))
                .orElseGet(() -> ofFile("verdict.jvm_crash", file, what));
    }

    private String ofFile(String key, Cause.Crashed file, Object... found) {
        return ofFile(key, "", file, found);
    }

    /** Of a JVM below the child its pid is told first. */
    private String ofFile(String key, String ending, Cause.Crashed file, Object... found) {
        if (file.pid() == pid) {
            return phrases.say(key + ending, found);
        }
        Object[] more = new Object[found.length + 1];
        more[0] = file.pid();
        System.arraycopy(found, 0, more, 1, found.length);
        return phrases.say(key + ".below" + ending, more);
    }

    @Override
    public String jvmSaid(Cause.JvmSaid cause) {
        JvmFailure failure = cause.failure();
        String what = what(failure);
        return switch (failure.kind()) {
            case NOT_STARTED -> phrases.say("verdict.jvm_said.not_started", exitCode(), what);
            case NO_NATIVE_MEMORY -> phrases.say("verdict.jvm_said.no_memory", exitCode(), what);
            case OUT_OF_MEMORY, UNCAUGHT -> exception(failure, what);
        };
    }

    private String what(JvmFailure failure) {
        return failure.cause().isEmpty()
                ? failure.what()
                : phrases.say("verdict.jvm_said.cause", failure.what(), failure.cause());
    }

    private String exception(JvmFailure failure, String what) {
        int exit = exitCode();
        if (failure.thread().isEmpty()) {
            return phrases.say("verdict.jvm_said.after", exit, what);
        }
        String key = exit == 0 ? "verdict.jvm_said.thread_died" : "verdict.jvm_said.uncaught";
        return phrases.say(key, exit, what, failure.thread());
    }

    @Override
    public String runtimeSaid(Cause.RuntimeSaid cause) {
        RuntimeFailure failure = cause.failure();
        String key = "verdict.runtime." + failure.kind().name().toLowerCase(Locale.ROOT);
        String certainty = confidence == Confidence.POSSIBLE ? ".possible" : "";
        String end = mechanism.signal().isPresent()
                ? phrases.say(
                        "verdict.signal", phrases.signal(mechanism.signal().getAsInt()))
                : phrases.say("verdict.exit", mechanism.exitValue().orElse(0));
        return phrases.say(key + certainty, end, failure.runtime(), failure.line());
    }

    @Override
    public String cpuTimeUsedUp(Cause.CpuTimeUsedUp cause) {
        return phrases.cpuLimit(mechanism);
    }

    @Override
    public String forwarded(Cause.Forwarded cause) {
        String signal = phrases.signal(cause.signal());
        boolean sure = confidence != Confidence.POSSIBLE;
        if (cause.who().isPresent()) {
            String who = phrases.named(cause.who().get());
            return phrases.say(sure ? "verdict.forwarded" : "verdict.forwarded.possible", who, signal, exitCode());
        }
        return sure
                ? phrases.say("verdict.forwarded.command", signal, exitCode())
                : cause.suspects() == 0
                        ? phrases.say("verdict.forwarded.command.possible", signal, exitCode())
                        : phrases.say("verdict.forwarded.one_of", cause.suspects(), signal, exitCode());
    }

    @Override
    public String timedOut(Cause.TimedOut cause) {
        String who = cause.who().map(phrases::named).orElseGet(() -> phrases.say("verdict.timeout.command"));
        String key = cause.killed() ? "verdict.timeout.killed" : "verdict.timeout";
        return phrases.say(key, Formats.seconds(cause.limitNanos()), cause.signal(), who);
    }

    @Override
    public String notRun(Cause.NotRun cause) {
        return phrases.say("verdict.not_run." + cause.why().name().toLowerCase(Locale.ROOT), exitCode(), cause.line());
    }

    @Override
    public String wrapperCode(Cause.WrapperCode cause) {
        String key = "verdict.wrapper_code." + cause.meaning().replace('-', '_');
        return phrases.say(key, exitCode(), cause.program());
    }

    @Override
    public String exitNoted(Cause.ExitNoted cause) {
        if (cause.end().isEmpty()) {
            return phrases.say("verdict.exit_noted.none", exitCode());
        }
        OwnWord.End end = cause.end().get();
        String at = end.frames().isEmpty() ? "?" : end.frames().get(0);
        if (cause.after().isPresent()) {
            return phrases.say(
                    "verdict.exit_noted.after", exitCode(), what(cause.after().get()), end.thread(), at);
        }
        String key = confidence == Confidence.POSSIBLE ? ".possible" : "";
        return phrases.say("verdict.exit_noted" + key, exitCode(), end.thread(), at);
    }

    @Override
    public String commandNotRun(Cause.CommandNotRun cause) {
        return phrases.say(cause.found() ? "verdict.exit.not_executable" : "verdict.exit.not_found", exitCode());
    }

    private int shownExit() {
        return mechanism.exitValue().orElse(0);
    }

    private int exitCode() {
        return mechanism.exitCode().orElse(0);
    }
}
