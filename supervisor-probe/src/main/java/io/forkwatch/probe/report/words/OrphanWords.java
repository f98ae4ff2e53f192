package io.forkwatch.probe.report.words;

import io.forkwatch.probe.process.orphan.Origin;
import io.forkwatch.probe.process.orphan.Orphan;
import io.forkwatch.probe.process.orphan.OrphanNews;
import java.util.ArrayList;
import java.util.List;

/** What is said about processes that nobody is responsible for any more. */
final class OrphanWords {
    private final Phrases phrases;

    OrphanWords(Phrases phrases) {
        this.phrases = phrases;
    }

    String news(OrphanNews news) {
        Orphan orphan = news.orphan();
        String who = phrases.say("orphan.process", orphan.comm(), orphan.key().pid());
        String key = "orphan." + news.what().label();
        return news.what() == OrphanNews.What.GONE
                ? phrases.say(key, who, Formats.duration(orphan.ageNanos()))
                : phrases.say(key, origin(who, orphan), figures(news));
    }

    private String origin(String who, Orphan orphan) {
        Origin origin = orphan.origin();
        String key = "orphan." + origin.label();
        if (origin instanceof Origin.OutlivedChild outlived) {
            String alone = Formats.duration(orphan.aloneNanos());
            return phrases.say(
                    "orphan.outlived." + outlived.by().label(), who, alone, outlived.child(), outlived.pid());
        }
        if (origin instanceof Origin.LeftBehind left) {
            return phrases.say(key, who, orphan.kind(), left.supervisorPid());
        }
        return origin instanceof Origin.Pattern pattern ? phrases.say(key, who, pattern.text()) : who;
    }

    private String figures(OrphanNews news) {
        Orphan orphan = news.orphan();
        List<String> figures = new ArrayList<>();
        figures.add(phrases.say("orphan.age", Formats.duration(orphan.ageNanos())));
        figures.add(phrases.say("orphan.rss", Formats.bytes(orphan.rssBytes())));
        if (news.frozen()) {
            figures.add(phrases.say("orphan.frozen"));
        }
        figures.add(phrases.say("orphan.cpu", Formats.cpuTime(orphan.cpu().totalNanos())));
        figures.add(phrases.say("orphan.parent", orphan.ppid()));
        if (news.below() > 0) {
            figures.add(phrases.say("orphan.below", news.below()));
        }
        figures.add(phrases.say("orphan.command", orphan.command().redacted()));
        return String.join(", ", figures);
    }
}
