package io.forkwatch.probe.report.words;

import io.forkwatch.probe.process.advice.Advice;
import io.forkwatch.probe.process.advice.AdviceNews;
import io.forkwatch.probe.process.advice.Advisory;
import io.forkwatch.probe.process.advice.BlockedNews;
import io.forkwatch.probe.process.advice.CgroupNews;
import io.forkwatch.probe.process.advice.GrowthNews;
import io.forkwatch.probe.process.advice.HeapNews;
import io.forkwatch.probe.process.advice.HeldOutputNews;
import io.forkwatch.probe.process.advice.IdleNews;
import io.forkwatch.probe.process.advice.Limit;
import io.forkwatch.probe.process.advice.MemoryNews;
import io.forkwatch.probe.process.advice.SweepNews;
import java.util.stream.Collectors;

/** What is said about living children before the kernel acts. */
final class AdviceWords {
    private final Messages messages;
    private final Phrases phrases;
    private final MemoryWords memories;

    AdviceWords(Messages messages, Phrases phrases) {
        this.messages = messages;
        this.phrases = phrases;
        this.memories = new MemoryWords(phrases);
    }

    String news(Advisory news) {
        if (news instanceof MemoryNews memory) {
            return memories.news(memory);
        }
        if (news instanceof GrowthNews growth) {
            return growth(growth);
        }
        if (news instanceof HeapNews heaps) {
            return heaps(heaps);
        }
        if (news instanceof IdleNews idle) {
            return idle(idle);
        }
        if (news instanceof SweepNews sweep) {
            return sweep(sweep);
        }
        if (news instanceof CgroupNews cgroup) {
            return memories.pushed(cgroup);
        }
        if (news instanceof BlockedNews blocked) {
            return new HangNewsWords(messages).news(blocked);
        }
        if (news instanceof HeldOutputNews held) {
            return new HangNewsWords(messages).news(held);
        }
        return news instanceof AdviceNews advice ? advice(advice) : "";
    }

    private String advice(AdviceNews news) {
        Advice advice = news.advice();
        String limit = advice.limit().label();
        return phrases.say(
                "advice." + news.what().label(),
                advice.child().name(),
                advice.child().key().pid(),
                phrases.say("advice.figure." + limit, figure(advice.limit(), advice.figure())),
                "limit." + limit,
                figure(advice.limit(), advice.most()),
                Formats.duration(news.nanos() - advice.sinceNanos()));
    }

    private static String figure(Limit limit, long figure) {
        return switch (limit) {
            case RSS, HEAP -> Formats.bytes(figure);
            case FDS -> Long.toString(figure);
            case AGE -> Formats.duration(figure);
        };
    }

    private String growth(GrowthNews news) {
        return phrases.say(
                news.soft() ? "growth.soft" : "growth.cgroup",
                news.child().name(),
                news.child().key().pid(),
                Formats.bytes(news.rssBytes()),
                Formats.bytes(news.limitBytes()),
                Formats.duration(news.nanos()));
    }

    private String idle(IdleNews news) {
        return phrases.say(
                news.idle() ? "idle.begins" : "idle.ends",
                news.child().name(),
                news.child().key().pid(),
                Formats.duration(news.nanos()),
                Formats.cpuTime(news.cpuNanos()),
                news.processes());
    }

    private String sweep(SweepNews news) {
        String why = phrases.say("sweep." + news.verdict().label());
        if (!news.isJudged()) {
            String place = news.place().isEmpty() ? why : why + ": " + news.place();
            return phrases.say(news.removing() ? "sweep.stays" : "sweep.unknown", news.path(), place);
        }
        return phrases.say(
                "sweep",
                news.path(),
                why,
                Formats.bytes(news.bytes()),
                news.entries(),
                Formats.duration(news.ageNanos()));
    }

    private String heaps(HeapNews news) {
        String all = news.heaps().stream()
                .map(each -> phrases.say("heaps.of", each.kind().name(), each.count(), Formats.bytes(each.maxBytes())))
                .collect(Collectors.joining(", "));
        return phrases.say(
                "heaps", Formats.bytes(news.sumBytes()), news.cgroup(), Formats.bytes(news.limitBytes()), all);
    }
}
