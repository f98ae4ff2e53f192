package io.forkwatch.probe.report.record;

import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.process.BuildDaemon;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.advice.Advisory;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.event.StartFailure;
import io.forkwatch.probe.process.orphan.OrphanNews;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.report.words.FaultRecord;
import io.forkwatch.probe.report.words.Words;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Lines for people. */
public final class TextRecords implements Records {
    private static final String PREFIX = "[forkwatch] ";

    private final Words words;
    private final Clocks clocks;

    TextRecords(Words words, Clocks clocks) {
        this.words = words;
        this.clocks = clocks;
    }

    @Override
    public String started(String version, long pid, Optional<String> url, List<String> touches) {
        return line(words.started(version, pid, url, touches));
    }

    @Override
    public String notice(String line) {
        return line(line);
    }

    @Override
    public String died(Death death, Diagnosis diagnosis) {
        return diagnosis.abnormal() ? ExitSummary.of(death, diagnosis, words) : line(words.ended(death, diagnosis));
    }

    @Override
    public String startFailed(StartFailure failure, Kind kind) {
        return line(words.notStarted(failure, kind.name()));
    }

    @Override
    public Optional<String> endedWithUs(Death death, Diagnosis diagnosis) {
        return Optional.of(words.endedWithUs(death, diagnosis));
    }

    @Override
    public String endedTogether(List<String> parts) {
        List<String> named = parts.subList(0, Math.min(NAMED_CHILDREN, parts.size()));
        return line(words.endedTogether(
                parts.size(), String.join("; ", named), Math.max(0, parts.size() - NAMED_CHILDREN)));
    }

    @Override
    public Optional<String> leftAlive(List<LivingChild> all) {
        List<LivingChild> children = all.stream()
                .filter(living -> !BuildDaemon.isOne(living.child().name().kind()))
                .toList();
        if (children.isEmpty()) {
            return Optional.empty();
        }
        long now = clocks.nanos();
        String named = children.stream()
                .limit(NAMED_CHILDREN)
                .map(living -> words.leftAlive(living, now - living.child().startedNanos()))
                .collect(Collectors.joining(", "));
        return Optional.of(
                line(words.leftAlive(children.size(), named, Math.max(0, children.size() - NAMED_CHILDREN))));
    }

    @Override
    public String orphan(OrphanNews news) {
        return line(words.orphan(news));
    }

    @Override
    public String advice(Advisory news) {
        return line(words.advice(news));
    }

    @Override
    public String dropped(long count) {
        return line(words.dropped(count));
    }

    @Override
    public String trouble(FaultRecord fault) {
        return line(words.trouble(fault));
    }

    /** One line with the mark that makes it greppable. */
    static String line(String text) {
        return PREFIX + Printable.of(text);
    }
}
