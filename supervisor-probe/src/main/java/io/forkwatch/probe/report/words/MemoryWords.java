package io.forkwatch.probe.report.words;

import io.forkwatch.probe.process.advice.CgroupNews;
import io.forkwatch.probe.process.advice.MemoryNews;
import io.forkwatch.probe.process.advice.MemoryNews.Share;
import io.forkwatch.probe.process.advice.MemoryNews.What;
import io.forkwatch.probe.process.advice.Victim;
import java.util.stream.Collectors;

/** What is said about the memory that all share. */
final class MemoryWords {
    private static final int MOST_NAMED = 5;

    /** Less is no waiting. */
    private static final double SOME = 0.005;

    private final Phrases phrases;

    MemoryWords(Phrases phrases) {
        this.phrases = phrases;
    }

    String news(MemoryNews news) {
        String limit = Formats.bytes(news.limitBytes());
        if (news.what() == What.LIMIT) {
            return phrases.say("memory.limit", news.cgroup(), limit, Formats.bytes(news.limitBeforeBytes()));
        }
        MemoryNews.Use use = news.use();
        String percent = Math.round(100.0 * use.keptBytes() / news.limitBytes()) + " %";
        String parts = phrases.say(
                "memory.parts",
                Formats.bytes(use.anonBytes()),
                Formats.bytes(use.shmemBytes()),
                Formats.bytes(use.cacheBytes()));
        String largest = news.largest().stream().map(this::share).collect(Collectors.joining(", "));
        String text = phrases.say(
                "memory." + news.what().label(),
                news.cgroup(),
                percent,
                Formats.bytes(use.keptBytes()),
                limit,
                parts,
                largest);
        String waited = news.waitedRatio().orElse(0) < SOME
                ? text
                : phrases.say(
                        "memory.waited",
                        text,
                        Math.round(100 * news.waitedRatio().getAsDouble()) + " %");
        return news.victim().map(victim -> victim(waited, victim)).orElse(waited);
    }

    String pushed(CgroupNews news) {
        if (news.isRemoved()) {
            return phrases.say("memory.removed", news.cgroup());
        }
        String largest =
                news.processes().stream().limit(MOST_NAMED).map(this::share).collect(Collectors.joining(", "));
        return phrases.say(
                "memory.killed", news.cgroup(), news.kills(), news.processes().size(), largest);
    }

    private String victim(String text, Victim victim) {
        return victim.child()
                .map(child -> phrases.say("memory.victim", text, child.name(), victim.pid()))
                .orElseGet(() -> phrases.say("memory.victim.self", text, victim.score()));
    }

    private String share(Share share) {
        return phrases.say("memory.share", name(share), share.pid(), Formats.bytes(share.rssBytes()));
    }

    private String name(Share share) {
        return share.who().isEmpty() ? phrases.say("memory.self") : share.who();
    }
}
