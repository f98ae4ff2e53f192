package io.forkwatch.probe.lifecycle;

import io.forkwatch.probe.evidence.child.BlackBoxes;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.process.view.BeatState;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.OwnWord;
import io.forkwatch.probe.process.view.OwnWordSource;
import io.forkwatch.probe.process.view.ProcessSample;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.ProcessActivity;
import io.forkwatch.probe.thread.Confined;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What JVMs below this one say of themselves, read when somebody asks. */
@Confined(Confined.To.ANY)
final class ChildWords implements OwnWordSource {
    /** Its comm, of at most 15 bytes, is the whole name. */
    private static final String THREAD = "forkwatch-child";

    private final ProcFs procFs;
    private final Optional<BlackBoxes> boxes;

    /**
     * Those in a marker.
     *
     * @param marker of this supervisor; empty where it has none
     * @param trouble is told of a file that cannot be believed
     */
    ChildWords(Optional<Path> marker, ProcFs procFs, Clocks clocks, Trouble trouble) {
        this.procFs = procFs;
        this.boxes = marker.map(directory -> new BlackBoxes(directory, procFs, clocks, trouble));
    }

    @Override
    public List<OwnWord> living() {
        return boxes.map(BlackBoxes::living).orElseGet(List::of);
    }

    @Override
    public BeatState beat(OwnWord word, LivingChild child, long nanos) {
        long ageNanos = nanos - word.beatNanos();
        if (!BeatState.isLate(ageNanos, word.intervalNanos())) {
            return BeatState.ON_TIME;
        }
        return BeatState.of(
                ageNanos,
                word.intervalNanos(),
                state(word.key().pid()),
                child.slow().frozen(),
                new ProcessActivity(procFs).threadState(word.key().pid(), THREAD),
                child.sample().map(ProcessSample::treeCpuRatio).orElse(OptionalDouble.empty()));
    }

    private char state(long pid) {
        try {
            return procFs.stat(pid).state();
        } catch (IOException gone) {
            return '?';
        }
    }
}
