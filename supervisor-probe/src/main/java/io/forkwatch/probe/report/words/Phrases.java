package io.forkwatch.probe.report.words;

import io.forkwatch.probe.diagnose.verdict.Culprit;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.diagnose.verdict.Mechanism;
import io.forkwatch.probe.diagnose.verdict.Reason;
import io.forkwatch.probe.diagnose.verdict.Signals;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.Descendant;
import io.forkwatch.probe.process.death.OomCounts;
import io.forkwatch.probe.process.event.Caller;
import io.forkwatch.probe.process.event.Kill;
import io.forkwatch.probe.process.view.Peak;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What several sentences have in common. */
final class Phrases {
    private final Messages messages;

    Phrases(Messages messages) {
        this.messages = messages;
    }

    /** A sentence, see {@link Messages#say}. */
    String say(String key, Object... found) {
        return messages.say(key, found);
    }

    /** A sentence, or if there is a limit its longer form, which takes the limit as the value after those found. */
    String sayWithLimit(String key, OptionalLong limitBytes, Object... found) {
        if (limitBytes.isEmpty()) {
            return messages.say(key, found);
        }
        Object[] more = Arrays.copyOf(found, found.length + 1);
        more[found.length] = Formats.bytes(limitBytes.getAsLong());
        return messages.say(key + ".limit", more);
    }

    /** {@code signal 9 (SIGKILL)}. */
    String signal(int signal) {
        return messages.say("signal", signal, Signals.name(signal));
    }

    /** That the limit of CPU time was reached: by the child, or by those that it waited for. */
    String cpuLimit(Mechanism mechanism) {
        OptionalInt signal = mechanism.signal();
        return signal.isPresent()
                ? say("verdict.cpu_limit", signal(signal.getAsInt()))
                : say("verdict.cpu_limit.below", mechanism.exitCode().orElse(0));
    }

    /** Who called what, and where. */
    String call(Kill kill) {
        String place = place(kill.frames());
        return place.isEmpty()
                ? messages.say("call", kill.call(), kill.thread())
                : messages.say("call.at", kill.call(), kill.thread(), place);
    }

    /** Where in this JVM somebody asked for something, and on which thread. */
    String caller(Caller caller) {
        String place = place(caller.frames());
        return place.isEmpty()
                ? messages.say("caller", caller.thread())
                : messages.say("caller.at", caller.thread(), place);
    }

    String peak(Peak peak) {
        String own = Formats.bytes(peak.rssBytes());
        return peak.treeRssBytes() == peak.rssBytes()
                ? own
                : messages.say("peak.tree", own, Formats.bytes(peak.treeRssBytes()));
    }

    /** {@code 4243 java 1.60 GiB}; without the memory that nobody has seen. */
    static String process(Descendant descendant) {
        String process = descendant.key().pid() + " " + descendant.comm();
        return descendant.memory().isPresent()
                ? process + " " + Formats.bytes(descendant.memory().get().rssBytes())
                : process;
    }

    /** {@code java (pid 4243)}; without the pid that nobody has said. */
    String named(Culprit who) {
        return who.pid().isPresent() ? say("process", who.comm(), who.pid().getAsLong()) : who.comm();
    }

    static OptionalLong limit(Death death) {
        return death.oom().map(OomCounts::blamedLimitBytes).orElseGet(OptionalLong::empty);
    }

    /** The last call of destroy before the end, where it is not what ended the child. */
    static Optional<Kill> otherKill(Death death, Diagnosis diagnosis) {
        if (diagnosis.reason() == Reason.KILLED_BY_SUPERVISOR) {
            return Optional.empty();
        }
        return death.kills().stream()
                .filter(kill -> kill.pid() == death.child().key().pid() && death.nanos() - kill.nanos() >= 0)
                .reduce((older, newer) -> newer);
    }

    // Launcher.java:42 of the innermost frame that is not the JDK's own.
    private static String place(List<String> frames) {
        String frame = frames.stream()
                .filter(f -> !f.startsWith("java.") && !f.startsWith("jdk."))
                .findFirst()
                .orElse(frames.isEmpty() ? "" : frames.get(0));
        int open = frame.lastIndexOf('(');
        boolean located = open >= 0 && frame.endsWith(")") && frame.indexOf(':', open) > 0;
        return located ? frame.substring(open + 1, frame.length() - 1) : frame;
    }
}
