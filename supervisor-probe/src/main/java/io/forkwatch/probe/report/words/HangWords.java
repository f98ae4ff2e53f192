package io.forkwatch.probe.report.words;

import io.forkwatch.probe.process.hang.Blockage;
import io.forkwatch.probe.process.hang.BlockedLink;
import java.util.List;
import java.util.OptionalLong;

/** Says why a living process does not go on. Text of others is put in as it is. */
public final class HangWords {
    private final Phrases phrases;

    /** Says it in the language of the messages. */
    public HangWords(Messages messages) {
        this.phrases = new Phrases(messages);
    }

    /**
     * All of it in one sentence, without its grade.
     *
     * @param name what the root is called, for example {@code surefire-fork[1]}
     * @param nanos for how long it has not gone on, 0 and up; absent where only known to be now
     */
    public String sentence(String name, Blockage blockage, OptionalLong nanos) {
        return phrases.say("hang", name, blockage.on().label());
    }

    /** A line for each link, the first that waits first. */
    public List<String> chain(List<BlockedLink> links) {
        return links.isEmpty() ? List.of() : List.of(phrases.say("hang.link"));
    }
}
