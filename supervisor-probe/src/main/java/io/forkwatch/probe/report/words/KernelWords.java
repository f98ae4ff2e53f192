package io.forkwatch.probe.report.words;

import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.diagnose.verdict.Hint;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.OomKill;

/** What the kernel's log says, which names a victim. */
final class KernelWords {
    private final Phrases phrases;

    KernelWords(Phrases phrases) {
        this.phrases = phrases;
    }

    /** How a child died that is the victim, or that ran the victim. */
    String verdict(Death death, Diagnosis diagnosis, Hint.OomKilled killed) {
        OomKill kill = killed.kill();
        if (kill.pid() == death.child().key().pid()) {
            return phrases.sayWithLimit("verdict.oom", killed.limitBytes());
        }
        int exit = diagnosis.mechanism().exitCode().orElse(0);
        if (diagnosis.mechanism().signalInExitValue().isPresent()) {
            return phrases.sayWithLimit("verdict.oom.victim", killed.limitBytes(), kill.comm(), kill.pid(), exit);
        }
        String key = exit == 0 ? "verdict.ok.oom" : "verdict.exit.oom";
        return phrases.sayWithLimit(key, killed.limitBytes(), exit, kill.comm(), kill.pid());
    }

    /** The kernel's own words. */
    String why(String key, Diagnosis diagnosis) {
        if (diagnosis.hint().orElse(null) instanceof Hint.OomKilled killed) {
            OomKill kill = killed.kill();
            boolean ofOther = !kill.limitGroup().isEmpty() && !kill.limitGroup().equals(kill.victimGroup());
            return ofOther
                    ? phrases.say(key + ".group", kill.line(), kill.limitGroup())
                    : phrases.say(key, kill.line());
        }
        return diagnosis.hint().orElse(null) instanceof Hint.OtherVictim other
                ? phrases.say(key, other.kill().line())
                : "";
    }
}
