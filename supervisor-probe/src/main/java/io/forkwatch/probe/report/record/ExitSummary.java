package io.forkwatch.probe.report.record;

import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.program.Programs;
import io.forkwatch.probe.report.words.Words;
import java.util.List;
import java.util.stream.Stream;

/**
 * The summary of an abnormal end as text: a first line with everything that matters, then indented detail, each line
 * only where there is something to say.
 */
final class ExitSummary {
    private static final String INDENT = "    ";
    private static final String GAP = "  ";

    private final Words words;
    private final int labelWidth;
    private final StringBuilder text;

    private ExitSummary(Words words, String firstLine) {
        this.words = words;
        labelWidth = words.labelChars() + GAP.length();
        text = new StringBuilder(firstLine);
    }

    static String of(Death death, Diagnosis diagnosis, Words words) {
        ExitSummary summary = new ExitSummary(words, TextRecords.line(words.died(death, diagnosis)));
        // A shell is known by what it runs.
        List<String> command = death.child().command().arguments();
        boolean treeFirst = !command.isEmpty() && Programs.isShell(command.get(0));
        if (treeFirst) {
            summary.tree(death);
        }
        summary.why(death, diagnosis);
        summary.figures(death, diagnosis);
        diagnosis.jvm().ifPresent(jvm -> summary.line("heap", words.heap(jvm, death)));
        if (diagnosis.own().isPresent()) {
            summary.lines("black_box", words.own(diagnosis.own().get(), death).stream());
        }
        summary.lines("recorded", words.recorded(diagnosis).stream());
        summary.lines("threads", words.threads(diagnosis, death).stream());
        summary.lines("stderr", TailLines.of(diagnosis.stderr()).stream());
        if (!treeFirst) {
            summary.tree(death);
        }
        summary.line("name", death.child().title());
        summary.line("command", words.command(death.child()));
        diagnosis
                .caller()
                .ifPresent(caller -> summary.lines(
                        "killed_by",
                        Stream.concat(
                                Stream.of(words.thread(caller)),
                                caller.frames().stream().map(words::frame))));
        diagnosis.hint().ifPresent(hint -> summary.line("hint", words.hint(hint, death)));
        return summary.text.toString();
    }

    private void tree(Death death) {
        lines("tree", death.descendants().stream().map(descendant -> words.descendant(descendant, death.nanos())));
    }

    private void why(Death death, Diagnosis diagnosis) {
        line("how", words.how(diagnosis.mechanism()));
        lines("why", diagnosis.evidence().stream().map(clue -> words.why(clue, death, diagnosis)));
    }

    private void figures(Death death, Diagnosis diagnosis) {
        line(
                "last_seen",
                death.lastSample()
                        .map(sample -> words.lastSeen(sample, death))
                        .orElseGet(() -> words.neverSampled(death)));
        String peak = death.peak().rssBytes() > 0 ? words.peak(death, diagnosis) : "";
        String cpu = Words.cpuKnown(death) ? words.cpuTotal(death.cpu(), death.cpuExact()) : "";
        if (!peak.isEmpty() && !cpu.isEmpty()) {
            line("peak", peak + INDENT + " " + words.label("cpu_total") + " " + cpu);
        } else {
            line("peak", peak);
            line("cpu_total", cpu);
        }
    }

    /** Lines under one label, which is {@code label.} and its name in the bundles; empty ones are left out. */
    private void lines(String label, Stream<String> values) {
        List<String> said = values.filter(value -> !value.isEmpty()).toList();
        for (int i = 0; i < said.size(); i++) {
            labelled(i == 0 ? words.label(label) : "", said.get(i));
        }
    }

    private void line(String label, String value) {
        if (!value.isEmpty()) {
            labelled(words.label(label), value);
        }
    }

    private void labelled(String label, String value) {
        String padding = " ".repeat(Math.max(0, labelWidth - label.length()));
        text.append('\n').append(INDENT).append(label).append(padding).append(Printable.of(value));
    }
}
