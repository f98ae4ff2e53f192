package io.forkwatch.probe.report.words;

import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.advice.BlockedNews;
import io.forkwatch.probe.process.advice.HeldOutputNews;
import io.forkwatch.probe.process.hang.HeldOutput;
import io.forkwatch.probe.process.hang.HeldOutput.Holder;
import io.forkwatch.probe.process.hang.Sureness;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** What is said of a child that does not go on, or of the output of one that has ended. */
final class HangNewsWords {
    private final Messages messages;

    /** Says it in the language of the messages. */
    HangNewsWords(Messages messages) {
        this.messages = messages;
    }

    /** That a child does not go on, or goes on again. */
    String news(BlockedNews news) {
        Child child = news.child();
        if (news.over()) {
            return messages.say("blocked.ends", child.name(), child.key().pid(), Formats.duration(news.nanos()));
        }
        String name = messages.say("blocked.who", child.name(), child.key().pid());
        String sentence =
                new HangWords(messages).sentence(name, news.blockage(), OptionalLong.of(Math.max(0, news.nanos())));
        boolean sure = news.blockage().sureness() == Sureness.CERTAIN;
        return sure ? sentence : messages.say("blocked.likely", sentence);
    }

    /** That an output is held, or that nobody waits for it any more. */
    String news(HeldOutputNews news) {
        HeldOutput held = news.held();
        return messages.say(
                news.over() ? "held.ends" : "held.begins",
                held.child().name(),
                held.child().key().pid(),
                Formats.duration(news.nanos() - held.endedNanos()),
                held.holders().stream().map(this::holder).collect(Collectors.joining(", ")),
                messages.say("held." + held.stream().label()),
                held.thread());
    }

    private String holder(Holder holder) {
        String command = holder.command().redacted();
        return messages.say(
                holder.below() ? "held.by.below" : "held.by",
                command.isEmpty() ? holder.comm() : Formats.middleCut(command),
                holder.key().pid());
    }
}
