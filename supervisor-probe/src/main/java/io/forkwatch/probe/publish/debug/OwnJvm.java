package io.forkwatch.probe.publish.debug;

import io.forkwatch.probe.attach.BoundedText;
import io.forkwatch.probe.publish.web.LongAnswer;
import java.time.InstantSource;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * This JVM.
 *
 * @param modules what it is made of
 * @param commands its diagnostic commands
 * @param scratch says whether there can be files
 * @param wall for the head of a dump
 * @param pause waits for so many seconds
 */
record OwnJvm(ModuleLayer modules, OwnCommands commands, Scratch scratch, InstantSource wall, IntConsumer pause)
        implements Subject {
    @Override
    public LongAnswer threads() {
        List<SeenThread> threads = ThreadList.ofThisJvm(modules);
        BoundedText text = new BoundedText(BoundedText.MOST_BYTES);
        text.add(wall.instant() + "\nThread dump of pid " + scratch.pid() + ": " + threads.size()
                + " platform threads, without the locks that they hold\n\n");
        threads.forEach(thread -> thread.write(text));
        return LongAnswer.text(200, text.bytes());
    }

    @Override
    public LongAnswer histogram(boolean live) throws DebugRefusal {
        String said = commands.run(live ? "GC.class_histogram" : "GC.class_histogram -all");
        return LongAnswer.text(
                200, new BoundedText(BoundedText.MOST_BYTES).add(said).bytes());
    }

    @Override
    public LongAnswer recording(int seconds) throws DebugRefusal {
        if (modules.findModule("jdk.jfr").isEmpty()) {
            throw new DebugRefusal(503, "this runtime was made without the module jdk.jfr");
        }
        // Where its files have no place, the Flight Recorder would complain on the host's stdout.
        scratch.tryOut();
        return OwnRecording.of(seconds, pause);
    }
}
