package io.forkwatch.probe.report.words;

import io.forkwatch.probe.process.hang.Blockage;
import io.forkwatch.probe.process.hang.BlockedLink;
import io.forkwatch.probe.process.hang.Doing;
import io.forkwatch.probe.process.hang.Medium;
import io.forkwatch.probe.process.hang.Party;
import io.forkwatch.probe.process.hang.Target;
import io.forkwatch.probe.process.hang.Waiter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;

/** Says why a living process does not go on. Text of others is put in as it is. */
public final class HangWords {
    private static final Set<Doing> STATES = Set.of(Doing.STOPPED, Doing.TRACED, Doing.FROZEN);

    private final Phrases phrases;

    /** Says it in the language of the messages. */
    public HangWords(Messages messages) {
        this.phrases = new Phrases(messages);
    }

    /**
     * All of it in one sentence, without its grade.
     *
     * @param name what the root is called, for example {@code surefire-fork[1]}
     * @param nanos for how long it has not gone on, 0 and up; absent where that is not known
     */
    public String sentence(String name, Blockage blockage, OptionalLong nanos) {
        BlockedLink first = blockage.first();
        String who = first.who().equals(blockage.root()) ? name : phrases.say("hang.below", name, process(first));
        String what = phrase(first);
        String key = STATES.contains(first.doing()) ? "hang.state" : "hang";
        StringBuilder text = new StringBuilder(
                nanos.isPresent()
                        ? phrases.say(key + ".since", who, what, Formats.duration(nanos.getAsLong()))
                        : phrases.say(key + ".now", who, what));
        for (BlockedLink link : blockage.links().subList(1, blockage.links().size())) {
            text.append(phrases.say("hang.which", process(link), phrase(link)));
        }
        if (blockage.cycle()) {
            text.append(phrases.say("hang.cycle"));
        }
        blockage.waiter().ifPresent(waiter -> text.append(waiter(waiter)));
        return text.toString();
    }

    private String waiter(Waiter waiter) {
        return waiter.place().isEmpty()
                ? phrases.say("hang.waiter", waiter.thread(), waiter.call())
                : phrases.say("hang.waiter.at", waiter.thread(), waiter.call(), waiter.place());
    }

    /**
     * A line for each link, the first that waits first: {@code 4711 yes: write: writing to stdout: ...}.
     *
     * @param links of a blockage, or of one that is none
     */
    public List<String> chain(List<BlockedLink> links) {
        List<String> lines = new ArrayList<>();
        for (BlockedLink link : links) {
            String thread = link.thread().isEmpty() ? "" : ", " + phrases.say("hang.thread", link.thread(), link.tid());
            String call = link.call().isEmpty() ? "" : link.call() + ": ";
            lines.add(link.who().pid() + " " + link.comm() + thread + ": " + call + phrase(link));
        }
        return lines;
    }

    /** What one of them is in, to stand behind "is": {@code writing to stdout: the pipe is full (65,536 bytes) ...}. */
    public String phrase(BlockedLink link) {
        Target target = link.target();
        return switch (link.doing()) {
            case WRITES, WAITS_TO_WRITE -> writing(target);
            case READS_STDIN, READS -> reading(link.doing(), target);
            case WAITS_FOR_LOCK -> locking(target);
            case STOPPED -> {
                String key = link.detail().isEmpty() ? "hang.stopped" : "hang.stopped.background";
                yield link.call().isEmpty() ? phrases.say(key) : phrases.say(key + ".in", link.call());
            }
            case DEADLOCKED -> phrases.say("hang.deadlocked", link.detail());
            case TRACED -> phrases.say("hang.traced", link.detail());
            case DISK_SLEEP ->
                phrases.say(target.name().isEmpty() ? "hang.disk" : "hang.disk.of", call(link), target.name());
            case FILE_SERVER -> phrases.say("hang.file_server", call(link));
            case CONNECTS -> phrases.say("hang.connects", target.name());
            default -> phrases.say("hang." + link.doing().label());
        };
    }

    private String call(BlockedLink link) {
        return link.call().isEmpty() ? phrases.say("hang.unknown_call") : link.call();
    }

    private String writing(Target target) {
        String stream = target.stream().isEmpty() ? target.name() : target.stream();
        String where = stream.isEmpty() ? phrases.say("hang.somewhere") : stream;
        String full = target.unreadBytes().isPresent()
                ? phrases.say("hang.full.bytes", grouped(target.unreadBytes().getAsLong()))
                : phrases.say("hang.full." + medium(target.medium()));
        return phrases.say("hang.writes", where, full, reader(target));
    }

    private static String medium(Medium medium) {
        return switch (medium) {
            case TERMINAL -> "terminal";
            case PIPE, FIFO, FILE, UNKNOWN -> "pipe";
            default -> "socket";
        };
    }

    private String reader(Target target) {
        if (target.onlyItself()) {
            return phrases.say("hang.reader.itself");
        }
        if (target.holders().isEmpty()) {
            return phrases.say("hang.reader.unknown");
        }
        String key = target.idle() ? "hang.reader.idle" : "hang.reader";
        return phrases.say(key, party(target.holders().get(0)));
    }

    private String reading(Doing doing, Target target) {
        String from = doing == Doing.READS_STDIN ? "stdin" : target.name();
        String what = from.isEmpty() ? phrases.say("hang.somewhere") : from;
        if (target.onlyItself()) {
            return phrases.say("hang.reads.itself", what);
        }
        return target.holders().isEmpty()
                ? phrases.say("hang.reads", what)
                : phrases.say("hang.reads.of", what, party(target.holders().get(0)));
    }

    private String locking(Target target) {
        String file = target.name().isEmpty() ? phrases.say("hang.some_file") : target.name();
        return target.holders().isEmpty()
                ? phrases.say("hang.locks", file)
                : phrases.say("hang.locks.of", file, party(target.holders().get(0)));
    }

    private String party(Party party) {
        return party.self()
                ? phrases.say("hang.self")
                : phrases.say("process", party.comm(), party.who().pid());
    }

    private String process(BlockedLink link) {
        return phrases.say("process", link.comm(), link.who().pid());
    }

    private String grouped(long bytes) {
        return String.format(Locale.ROOT, "%,d", bytes).replace(",", phrases.say("hang.thousands"));
    }
}
