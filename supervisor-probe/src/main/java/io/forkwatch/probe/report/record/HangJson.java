package io.forkwatch.probe.report.record;

import com.google.gson.stream.JsonWriter;
import io.forkwatch.probe.process.advice.BlockedNews;
import io.forkwatch.probe.process.advice.HeldOutputNews;
import io.forkwatch.probe.process.hang.Blockage;
import io.forkwatch.probe.process.hang.BlockedLink;
import io.forkwatch.probe.process.hang.HeldOutput;
import io.forkwatch.probe.process.hang.HeldOutput.Holder;
import io.forkwatch.probe.process.hang.Party;
import io.forkwatch.probe.process.hang.Target;
import io.forkwatch.probe.process.hang.Waiter;
import io.forkwatch.probe.report.words.HangWords;
import io.forkwatch.probe.report.words.Language;
import io.forkwatch.probe.report.words.Messages;
import java.io.IOException;
import java.util.OptionalLong;

/** What does not go on, as fields of an object. */
public final class HangJson {
    private HangJson() {}

    static void write(JsonWriter json, BlockedNews news) throws IOException {
        ExitJson.identity(json, news.child());
        json.name("blocked_seconds").value(ExitJson.seconds(news.nanos()));
        write(json, news.child().name().toString(), news.blockage());
    }

    static void write(JsonWriter json, HeldOutputNews news) throws IOException {
        write(json, news.held());
        json.name("ended_seconds")
                .value(ExitJson.seconds(news.nanos() - news.held().endedNanos()));
    }

    /**
     * What holds up a child: the grade, one sentence in English, and the chain.
     *
     * @param name what the child is called
     */
    public static void write(JsonWriter json, String name, Blockage blockage) throws IOException {
        json.name("on").value(blockage.on().label());
        json.name("confidence").value(blockage.sureness().label());
        ExitJson.text(
                json, "text", new HangWords(Messages.in(Language.EN)).sentence(name, blockage, OptionalLong.empty()));
        if (blockage.cycle()) {
            json.name("cycle").value(true);
        }
        if (blockage.rightsMissing()) {
            json.name("rights_missing").value(true);
        }
        if (blockage.waiter().isPresent()) {
            waiter(json, blockage.waiter().get());
        }
        json.name("chain").beginArray();
        for (BlockedLink link : blockage.links()) {
            link(json, link);
        }
        json.endArray();
    }

    private static void waiter(JsonWriter json, Waiter waiter) throws IOException {
        json.name("waiter").beginObject();
        ExitJson.text(json, "thread", waiter.thread());
        ExitJson.text(json, "call", waiter.call());
        ExitJson.text(json, "place", waiter.place());
        json.endObject();
    }

    private static void link(JsonWriter json, BlockedLink link) throws IOException {
        json.beginObject();
        json.name("pid").value(link.who().pid());
        ExitJson.text(json, "comm", link.comm());
        json.name("tid").value(link.tid());
        ExitJson.text(json, "thread", link.thread());
        json.name("doing").value(link.doing().label());
        ExitJson.text(json, "call", link.call());
        ExitJson.text(json, "detail", link.detail());
        if (!link.target().equals(Target.NONE)) {
            target(json, link.target());
        }
        json.endObject();
    }

    private static void target(JsonWriter json, Target target) throws IOException {
        json.name("target").beginObject();
        json.name("medium").value(target.medium().label());
        ExitJson.text(json, "name", target.name());
        ExitJson.text(json, "stream", target.stream());
        if (target.unreadBytes().isPresent()) {
            json.name("unread_bytes").value(target.unreadBytes().getAsLong());
        }
        json.name("holders").beginArray();
        for (Party party : target.holders()) {
            json.beginObject();
            json.name("pid").value(party.who().pid());
            ExitJson.text(json, "comm", party.comm());
            json.name("supervisor").value(party.self());
            json.endObject();
        }
        json.endArray();
        json.endObject();
    }

    /** An output that is held: whose, which, by whom, and the thread that waits. */
    public static void write(JsonWriter json, HeldOutput held) throws IOException {
        ExitJson.identity(json, held.child());
        json.name("stream").value(held.stream().label());
        json.name("confidence").value(held.sureness().label());
        ExitJson.text(json, "thread", held.thread());
        json.name("holders").beginArray();
        for (Holder holder : held.holders()) {
            json.beginObject();
            json.name("pid").value(holder.key().pid());
            ExitJson.text(json, "comm", holder.comm());
            ExitJson.text(json, "command", holder.command().redacted());
            json.name("descendant").value(holder.below());
            json.endObject();
        }
        json.endArray();
    }
}
