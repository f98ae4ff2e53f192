package io.forkwatch.probe.report.jfr;

import io.forkwatch.probe.diagnose.verdict.DeathReceiver;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.thread.Confined;
import java.util.Optional;
import jdk.jfr.FlightRecorder;

/**
 * Keeps the Flight Recorder out of JVMs that have no use for it: the event classes are loaded when somebody else has
 * started it, and in a runtime that was made without {@code jdk.jfr} never. Safe for any thread.
 */
public final class JfrGate implements DeathReceiver {
    private final boolean present;
    private volatile Optional<JfrEvents> events = Optional.empty();

    /**
     * A gate that is closed.
     *
     * @param modules of this JVM, of which that of the Flight Recorder may be missing
     */
    public JfrGate(ModuleLayer modules) {
        this.present = modules.findModule("jdk.jfr").isPresent();
    }

    /** The events, while a recording that wants any of them is on. Allocates nothing where there is none. */
    public Optional<JfrEvents> recording() {
        if (!present || !FlightRecorder.isInitialized()) {
            return Optional.empty();
        }
        Optional<JfrEvents> opened = events.isPresent() ? events : open();
        return opened.get().isRecording() ? opened : Optional.empty();
    }

    @Override
    public String what() {
        return "jfr";
    }

    @Override
    @Confined(Confined.To.REPORTER)
    public void died(Death death, Diagnosis diagnosis) {
        Optional<JfrEvents> recording = recording();
        if (recording.isPresent()) {
            recording.get().ended(death, diagnosis);
        }
    }

    private synchronized Optional<JfrEvents> open() {
        if (events.isEmpty()) {
            events = Optional.of(new JfrEvents());
        }
        return events;
    }
}
