package io.forkwatch.probe.report.words;

import io.forkwatch.probe.diagnose.verdict.Clue;
import io.forkwatch.probe.diagnose.verdict.Confidence;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.diagnose.verdict.Hint;
import io.forkwatch.probe.diagnose.verdict.Mechanism;
import io.forkwatch.probe.diagnose.verdict.Reason;
import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.advice.Advisory;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.Descendant;
import io.forkwatch.probe.process.event.Caller;
import io.forkwatch.probe.process.event.StartFailure;
import io.forkwatch.probe.process.orphan.OrphanNews;
import io.forkwatch.probe.process.redact.Redaction;
import io.forkwatch.probe.process.view.JvmFigures;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.ProcessSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Says what was found, in one language: picks the sentence and gives it its figures. Text of others is put in as it is;
 * what is not printable in it is the next one's business.
 */
public final class Words {
    private final Messages messages;
    private final Phrases phrases;
    private final VerdictWords verdicts;
    private final ClueWords clues;
    private final OrphanWords orphans;
    private final AdviceWords advices;
    private final JvmWords jvms;
    private final PeakWords peaks;

    /** Says it in the language of the messages. */
    public Words(Messages messages) {
        this.messages = messages;
        this.phrases = new Phrases(messages);
        this.verdicts = new VerdictWords(phrases);
        this.clues = new ClueWords(phrases);
        this.orphans = new OrphanWords(phrases);
        this.advices = new AdviceWords(messages, phrases);
        this.jvms = new JvmWords(phrases);
        this.peaks = new PeakWords(phrases);
    }

    /** Forkwatch is on, and where its port is. */
    public String started(String version, long pid, Optional<String> url, List<String> touches) {
        String line = url.map(at -> messages.say("started.url", version, pid, at))
                .orElseGet(() -> messages.say("started", version, pid));
        return touching(line, touches, messages);
    }

    /** The start line with what is on that touches children. */
    public static String touching(String started, List<String> touches, Messages messages) {
        String line = started;
        for (String key : touches) {
            line = messages.say("started.touches." + key, line);
        }
        return line;
    }

    /** A child could not be started. */
    public String notStarted(StartFailure failure, String kind) {
        String key = failure.directory().isEmpty() ? "not_started" : "not_started.directory";
        return messages.say(
                key, kind, Redaction.ofLine(failure.reason()), failure.command().redacted(), failure.directory());
    }

    /** How one ended that ended together with this JVM. */
    public String endedWithUs(Death death, Diagnosis diagnosis) {
        Child child = death.child();
        String verdict = verdicts.verdict(death, diagnosis);
        OptionalInt signal = diagnosis.mechanism().signal();
        boolean unsaid = diagnosis.reason() == Reason.KILLED_BY_SUPERVISOR && signal.isPresent();
        return unsaid
                ? messages.say(
                        "ended_together.child.signal",
                        child.name(),
                        child.key().pid(),
                        verdict,
                        phrases.signal(signal.getAsInt()))
                : messages.say("ended_together.child", child.name(), child.key().pid(), verdict);
    }

    /** So many children ended while this JVM ended; the first are named, the others only counted. */
    public String endedTogether(int count, String named, int unnamed) {
        String plain = count == 1 ? "ended_together.one" : "ended_together.many";
        return messages.say(unnamed == 0 ? plain : "ended_together.more", count, named, unnamed);
    }

    /** So many children outlive this JVM; the first are named, the others only counted. */
    public String leftAlive(int count, String named, int unnamed) {
        String plain = count == 1 ? "left_alive.one" : "left_alive.many";
        return messages.say(unnamed == 0 ? plain : "left_alive.more", count, named, unnamed);
    }

    /** One of them. */
    public String leftAlive(LivingChild living, long ageNanos) {
        Child child = living.child();
        String age = Formats.duration(ageNanos);
        return living.sample()
                .map(sample -> messages.say(
                        "left_alive.child.rss", child.name(), child.key().pid(), age, Formats.bytes(sample.rssBytes())))
                .orElseGet(() -> messages.say(
                        "left_alive.child", child.name(), child.key().pid(), age));
    }

    /** Records that the rate limit took. */
    public String dropped(long count) {
        return messages.count("dropped", count);
    }

    /** A fault of Forkwatch itself. */
    public String trouble(FaultRecord fault) {
        String text =
                fault.place().isEmpty() ? fault.text() : messages.say("trouble.place", fault.text(), fault.place());
        String counted = fault.seen() == 1 ? text : messages.say("trouble.seen", text, fault.seen());
        return messages.say("trouble", fault.what(), counted);
    }

    /** The first line of a summary: everything that matters, with its grade. What is unknown has none. */
    public String died(Death death, Diagnosis diagnosis) {
        String verdict = verdicts.verdict(death, diagnosis);
        boolean graded = diagnosis.reason() != Reason.UNKNOWN && !VerdictWords.gradesItself(diagnosis);
        return first("died", death, graded ? messages.say("graded", verdict, grade(diagnosis.confidence())) : verdict);
    }

    /** The only line about a clean end. */
    public String ended(Death death, Diagnosis diagnosis) {
        String text = first("ended", death, verdicts.verdict(death, diagnosis));
        if (death.peak().rssBytes() > 0) {
            text = messages.say("ended.peak", text, phrases.peak(death.peak()));
        }
        return cpuKnown(death) ? messages.say("ended.cpu", text, cpu(death.cpu())) : text;
    }

    private String first(String key, Death death, String verdict) {
        Child child = death.child();
        String lifetime = Formats.duration(death.lifetime().toNanos());
        return messages.say(key, child.name(), child.key().pid(), lifetime, verdict);
    }

    private String grade(Confidence confidence) {
        return messages.say("confidence." + confidence.label());
    }

    /** What stands before a line of a summary, for example before {@code last_seen}. */
    public String label(String line) {
        return messages.say("label." + line);
    }

    /** Of the longest label. */
    public int labelChars() {
        return messages.longest("label.");
    }

    /** How it ended; empty where the verdict says it all. */
    public String how(Mechanism mechanism) {
        OptionalInt signal = mechanism.signal();
        int value = mechanism.exitValue().orElse(0);
        if (signal.isPresent() && mechanism.hidden()) {
            return messages.say("how.signal.hidden", phrases.signal(signal.getAsInt()), value);
        }
        if (signal.isPresent()) {
            return messages.say(
                    mechanism.coreDumped() ? "how.signal.core" : "how.signal",
                    phrases.signal(signal.getAsInt()),
                    value);
        }
        if (mechanism.signalInExitValue().isEmpty()) {
            return "";
        }
        if (mechanism.hidden()) {
            return messages.say("how.exited.hidden", value);
        }
        int hidden = mechanism.signalInExitValue().getAsInt();
        return mechanism.exact()
                ? messages.say("how.exited", value, mechanism.rawStatus().orElse(0))
                : messages.say("how.ambiguous", value, phrases.signal(hidden));
    }

    /** What a clue adds to the verdict; empty where that is nothing. */
    public String why(Clue clue, Death death, Diagnosis diagnosis) {
        return clues.why(clue, death, diagnosis);
    }

    /** The last sample, and how long before the death it was. */
    public String lastSeen(ProcessSample sample, Death death) {
        List<String> seen = new ArrayList<>();
        seen.add(messages.say("last_seen.rss", Formats.bytes(sample.rssBytes())));
        if (sample.treeProcesses() > 1) {
            seen.add(messages.say("last_seen.tree", Formats.bytes(sample.treeRssBytes()), sample.treeProcesses()));
        }
        // Of the tree: a direct child is often a shell that waits.
        sample.treeCpuRatio().ifPresent(ratio -> seen.add(messages.say("last_seen.cpu", Formats.cores(ratio))));
        seen.add(messages.count("last_seen.threads", sample.treeThreads()));
        boolean frozen = death.around().frozen();
        seen.add(messages.say(frozen ? "last_seen.state.frozen" : "last_seen.state", sample.state()));
        return messages.say("last_seen", String.join(", ", seen), Formats.duration(death.nanos() - sample.nanos()));
    }

    /** Instead of it, of a child that was gone too soon. */
    public String neverSampled(Death death) {
        return messages.say("never_sampled", Formats.duration(death.lifetime().toNanos()));
    }

    /** The most memory that was seen, how long before the end that was, and what the kernel saw if that was more. */
    public String peak(Death death, Diagnosis diagnosis) {
        return peaks.peak(death, diagnosis);
    }

    private String cpu(CpuTime cpu) {
        return messages.say("cpu", Formats.cpuTime(cpu.userNanos()), Formats.cpuTime(cpu.systemNanos()));
    }

    /** CPU time of its whole life, and whether that is the kernel's last figure. */
    public String cpuTotal(CpuTime cpu, boolean exact) {
        return messages.say(exact ? "cpu.exact" : "cpu.last_sample", cpu(cpu));
    }

    /** True if there is a figure of its CPU time. */
    public static boolean cpuKnown(Death death) {
        return death.cpuExact() || death.cpu().totalNanos() > 0;
    }

    /** The Java heap of a JVM, as it was last seen. */
    public String heap(JvmFigures jvm, Death death) {
        return jvms.heap(jvm, death);
    }

    /** Where its threads are written down, and what those did that were busiest; none where nobody did. */
    public List<String> threads(Diagnosis diagnosis, Death death) {
        return jvms.threads(diagnosis.inside(), death);
    }

    /** What it had recorded of itself; none where it did not. */
    public List<String> recorded(Diagnosis diagnosis) {
        return jvms.recorded(diagnosis.inside());
    }

    /** One process below it. */
    public String descendant(Descendant descendant, long deathNanos) {
        String process = Phrases.process(descendant);
        if (descendant.alive()) {
            return messages.say("descendant.alive", process);
        }
        return descendant.memory().isPresent()
                ? messages.say(
                        "descendant.vanished",
                        process,
                        Formats.duration(deathNanos - descendant.memory().get().nanos()))
                : messages.say("descendant.unseen", process);
    }

    /** Its command line without secrets, and where it ran. */
    public String command(Child child) {
        String command = Formats.middleCut(child.command().redacted());
        if (child.directory().isEmpty()) {
            return command;
        }
        return command.isEmpty()
                ? messages.say("directory", child.directory())
                : messages.say("command.directory", command, child.directory());
    }

    /** The thread of this JVM that asked for its end. */
    public String thread(Caller caller) {
        return messages.say("thread", caller.thread());
    }

    /** A line of that thread's stack. */
    public String frame(String frame) {
        return messages.say("frame", frame);
    }

    /** Something about a process that nobody is responsible for any more. */
    public String orphan(OrphanNews news) {
        return orphans.news(news);
    }

    /** Something about living children, before the kernel acts. */
    public String advice(Advisory news) {
        return advices.news(news);
    }

    /** What may be done about it. */
    public String hint(Hint hint, Death death) {
        return hint.match(new HintWords(phrases, death));
    }
}
