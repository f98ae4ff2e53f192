package io.forkwatch.probe.publish.debug;

import io.forkwatch.probe.attach.AttachFailure;
import io.forkwatch.probe.attach.BoundedText;
import io.forkwatch.probe.attach.CommandedJvm;
import io.forkwatch.probe.attach.JvmCommands;
import io.forkwatch.probe.attach.KnockCheck;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.publish.web.LongAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.function.IntConsumer;

/**
 * A JVM among the children.
 *
 * @param key which process
 * @param machine what can be told of it from outside, before each knock
 * @param commands the way in
 * @param scratch for what it records
 * @param pause waits for so many seconds
 */
record ChildJvm(ProcessKey key, KnockCheck machine, JvmCommands commands, Scratch scratch, IntConsumer pause)
        implements Subject {
    private static final int NO_MORE_SECONDS = 60;

    @Override
    public LongAnswer threads() throws DebugRefusal {
        return LongAnswer.text(200, ask(CommandedJvm::threads).bytes());
    }

    @Override
    public LongAnswer histogram(boolean live) throws DebugRefusal {
        String command = live ? "GC.class_histogram" : "GC.class_histogram -all";
        return LongAnswer.text(200, ask(jvm -> jvm.command(command)).bytes());
    }

    /** Ends by itself even if this JVM does first. */
    @Override
    public LongAnswer recording(int seconds) throws DebugRefusal {
        Path file = scratch.newFile();
        try {
            String name = "forkwatch-" + Long.toHexString(scratch.nanos().getAsLong());
            String limits = " disk=true maxsize=" + Recordings.KEPT_MIB + "m duration=" + (seconds + NO_MORE_SECONDS)
                    + "s " + Recordings.asArguments();
            expect("JFR.start name=" + name + limits, "Started recording");
            pause.accept(seconds);
            expect("JFR.stop name=" + name + " filename=\"" + file + "\"", "Stopped recording");
            return scratch.sent(file, Recordings.MOST_BYTES);
        } finally {
            Scratch.delete(file);
        }
    }

    private void expect(String command, String said) throws DebugRefusal {
        if (!ask(jvm -> jvm.command(command)).toString().contains(said)) {
            throw new DebugRefusal(409, "no recording: the Flight Recorder of that JVM did not do it");
        }
    }

    /** One thing that it is asked. */
    private interface Question {
        InputStream ask(CommandedJvm jvm) throws AttachFailure;
    }

    private BoundedText ask(Question question) throws DebugRefusal {
        check();
        try (CommandedJvm jvm = commands.open(key.pid());
                InputStream said = question.ask(jvm)) {
            return new BoundedText(BoundedText.MOST_BYTES).addAll(said);
        } catch (AttachFailure refused) {
            throw new DebugRefusal(409, "that process cannot be asked: " + refused.line());
        } catch (IOException ended) {
            throw new DebugRefusal(409, "that process has ended while it was asked");
        }
    }

    private void check() throws DebugRefusal {
        try {
            machine.check(key);
        } catch (AttachFailure refused) {
            int status = switch (refused.why()) {
                case NOT_HERE -> 503;
                case ENDED -> 404;
                case REFUSED -> 409;
            };
            throw new DebugRefusal(status, refused.line());
        }
    }
}
