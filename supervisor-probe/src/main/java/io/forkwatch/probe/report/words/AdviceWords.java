package io.forkwatch.probe.report.words;

import io.forkwatch.probe.process.advice.Advice;
import io.forkwatch.probe.process.advice.AdviceNews;
import io.forkwatch.probe.process.advice.Limit;

/** What is said about children that should be recycled. */
final class AdviceWords {
    private final Phrases phrases;

    AdviceWords(Phrases phrases) {
        this.phrases = phrases;
    }

    String news(AdviceNews news) {
        Advice advice = news.advice();
        String key = "advice." + news.what().label();
        String limit = advice.limit().label();
        String figure = phrases.say("advice.figure." + limit, figure(advice.limit(), advice.figure()));
        String since = Formats.duration(news.nanos() - advice.sinceNanos());
        return phrases.say(
                key,
                advice.child().name(),
                advice.child().key().pid(),
                figure,
                "limit." + limit,
                figure(advice.limit(), advice.most()),
                since);
    }

    private static String figure(Limit limit, long figure) {
        return switch (limit) {
            case RSS, HEAP -> Formats.bytes(figure);
            case FDS -> Long.toString(figure);
            case AGE -> Formats.duration(figure);
        };
    }
}
