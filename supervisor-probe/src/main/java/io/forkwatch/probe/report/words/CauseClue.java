package io.forkwatch.probe.report.words;

import io.forkwatch.probe.diagnose.verdict.Cause;
import io.forkwatch.probe.diagnose.verdict.Mechanism;
import io.forkwatch.probe.process.death.OomKill;
import io.forkwatch.probe.process.event.Kill;

/**
 * The clue that a cause stands for, as a sentence with its figures; empty where the verdict says it all.
 *
 * @param deathNanos monotonic time of the end
 * @param mechanism how it ended
 */
record CauseClue(Phrases phrases, long deathNanos, Mechanism mechanism) implements Cause.Cases<String> {
    @Override
    public String destroyCalled(Cause.DestroyCalled cause) {
        Kill kill = cause.kill();
        String signal = phrases.signal(kill.signal());
        String age = Formats.duration(deathNanos - kill.nanos());
        boolean caught =
                !kill.force() && mechanism.exact() && mechanism.signal().isEmpty();
        return caught
                ? phrases.say(
                        "why.destroy_call.caught",
                        kill.call(),
                        signal,
                        age,
                        mechanism.exitValue().orElse(0))
                : phrases.say("why.destroy_call", kill.call(), signal, age);
    }

    @Override
    public String programKilled(Cause.ProgramKilled cause) {
        String command = Formats.middleCut(cause.program().command().redacted());
        if (cause.program().childPid() != 0) {
            return phrases.say(
                    "why.kill_program.below", command, cause.program().childPid());
        }
        return cause.exitValue().isPresent()
                ? phrases.say(
                        "why.kill_program.exited", command, cause.exitValue().getAsInt())
                : phrases.say("why.kill_program", command);
    }

    @Override
    public String oomKilled(Cause.OomKilled cause) {
        OomKill kill = cause.kill();
        boolean ofOther = !kill.limitCgroup().isEmpty() && !kill.limitCgroup().equals(kill.victimCgroup());
        return ofOther
                ? phrases.say("why.kernel_log.group", kill.line(), kill.limitCgroup())
                : phrases.say("why.kernel_log", kill.line());
    }

    @Override
    public String othersOomKilled(Cause.OthersOomKilled cause) {
        return phrases.say("why.kernel_log_others", cause.kill().line());
    }

    @Override
    public String crashed(Cause.Crashed file) {
        return phrases.say("why.crash_file", file.path(), file.summary());
    }

    @Override
    public String jvmSaid(Cause.JvmSaid cause) {
        return "";
    }

    @Override
    public String runtimeSaid(Cause.RuntimeSaid cause) {
        return "";
    }

    @Override
    public String cpuTimeUsedUp(Cause.CpuTimeUsedUp cause) {
        String key = mechanism.signal().isPresent() ? "why.cpu_time_limit" : "why.cpu_time_limit.below";
        return phrases.say(key, Formats.cpuTime(cause.usedNanos()), cause.limitSeconds());
    }

    @Override
    public String forwarded(Cause.Forwarded cause) {
        return cause.words().isEmpty() ? "" : phrases.say("why.said", cause.words());
    }

    @Override
    public String timedOut(Cause.TimedOut cause) {
        return phrases.say("why.time_limit", Formats.seconds(cause.limitNanos()));
    }

    @Override
    public String notRun(Cause.NotRun cause) {
        return "";
    }

    @Override
    public String wrapperCode(Cause.WrapperCode cause) {
        return "";
    }

    @Override
    public String exitNoted(Cause.ExitNoted cause) {
        return "";
    }

    @Override
    public String commandNotRun(Cause.CommandNotRun cause) {
        return "";
    }
}
