package io.forkwatch.probe.report;

import io.forkwatch.probe.diagnose.Diagnosis;
import io.forkwatch.probe.process.Death;
import java.util.List;
import java.util.stream.Stream;

/**
 * The summary of an abnormal end as text: a first line with everything that matters, then indented detail, each line
 * only where there is something to say.
 */
final class ExitSummary {
    private static final String INDENT = "    ";
    private static final int LABEL_WIDTH = 11;

    private final StringBuilder text;

    private ExitSummary(String firstLine) {
        text = new StringBuilder(firstLine);
    }

    static String of(Death death, Diagnosis diagnosis) {
        ExitSummary summary =
                new ExitSummary(TextRecords.line(Words.ended(death, diagnosis) + Words.verdict(death, diagnosis)));
        summary.why(death, diagnosis);
        summary.figures(death);
        summary.lines(
                Words.TREE,
                death.descendants().stream().map(descendant -> Words.descendant(descendant, death.nanos())));
        summary.line(Words.COMMAND, Words.command(death.child()));
        diagnosis
                .killedBy()
                .ifPresent(kill -> summary.lines(
                        Words.KILLED_BY,
                        Stream.concat(
                                Stream.of(Words.thread(kill)),
                                kill.frames().stream().map(Words::frame))));
        diagnosis.hint().ifPresent(hint -> summary.line(Words.HINT, Words.hint(hint, death)));
        return summary.text.toString();
    }

    private void why(Death death, Diagnosis diagnosis) {
        line(Words.HOW, Words.how(diagnosis.mechanism()));
        lines(Words.WHY, diagnosis.evidence().stream().map(clue -> Words.why(clue, death, diagnosis)));
    }

    private void figures(Death death) {
        line(
                Words.LAST_SEEN,
                death.lastSample()
                        .map(sample -> Words.lastSeen(sample, death.nanos()))
                        .orElseGet(() -> Words.neverSampled(death)));
        boolean peakKnown = death.peak().rssBytes() > 0;
        String cpu = Words.cpuKnown(death) ? Words.cpuTotal(death.cpu(), death.cpuExact()) : "";
        if (peakKnown && !cpu.isEmpty()) {
            line(Words.PEAK, Words.peak(death.peak()) + INDENT + " " + Words.CPU_TOTAL + " " + cpu);
        } else {
            line(Words.PEAK, peakKnown ? Words.peak(death.peak()) : "");
            line(Words.CPU_TOTAL, cpu);
        }
    }

    /** Lines under one label; empty ones are left out. */
    private void lines(String label, Stream<String> values) {
        List<String> said = values.filter(value -> !value.isEmpty()).toList();
        for (int i = 0; i < said.size(); i++) {
            line(i == 0 ? label : "", said.get(i));
        }
    }

    private void line(String label, String value) {
        if (!value.isEmpty()) {
            String padding = " ".repeat(LABEL_WIDTH - label.length());
            text.append('\n').append(INDENT).append(label).append(padding).append(Printable.of(value));
        }
    }
}
