package io.forkwatch.probe.procfs.cgroup;

import io.forkwatch.probe.procfs.MountInfo;
import io.forkwatch.probe.procfs.MountInfo.Mount;
import io.forkwatch.probe.procfs.PidCgroup;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The control group that can stop all of a process's threads, kernel files admin-guide/cgroup-v1/freezer-subsystem.rst and
 * admin-guide/cgroup-v2.rst. Its own files say so as well where one above it is frozen.
 */
public final class FreezerCgroup {
    private static final String STATE = "freezer.state";
    private static final String EVENTS = "cgroup.events";
    private static final String FROZEN = "FROZEN";

    private final Optional<File> state;
    private final Optional<File> events;
    private final CgroupFiles files = new CgroupFiles();

    private FreezerCgroup(Optional<File> state, Optional<File> events) {
        this.state = state;
        this.events = events;
    }

    /** Where nothing can be frozen: at the root, and where nothing is mounted. */
    public static FreezerCgroup none() {
        return new FreezerCgroup(Optional.empty(), Optional.empty());
    }

    /** That of a living process. */
    public static FreezerCgroup of(PidCgroup groups, MountInfo mounts) {
        Optional<File> state = file(groups.freezer(), mounts.freezer(), STATE);
        Optional<File> events =
                groups.unifiedDeleted() ? Optional.empty() : file(groups.unified(), mounts.unified(), EVENTS);
        return new FreezerCgroup(state, events);
    }

    // The root cgroup has none, and an exception for each child costs more than all the rest.
    private static Optional<File> file(Optional<String> path, Optional<Mount> mount, String name) {
        if (path.isEmpty() || mount.isEmpty()) {
            return Optional.empty();
        }
        File mountPoint = new File(mount.get().mountPoint());
        return mount.get()
                .below(path.get())
                .map(rest -> new File(new File(mountPoint, rest), name))
                .filter(File::exists);
    }

    /** True if it has a file that can say so. */
    boolean isKnown() {
        return state.isPresent() || events.isPresent();
    }

    /** True if all that is in it is stopped now; false if that cannot be read: a cgroup may be removed at any time. */
    public boolean isFrozen() {
        if (state.isPresent() && files.read(state.get())) {
            String text = new String(files.text().array(), 0, files.text().length(), StandardCharsets.US_ASCII);
            if (text.startsWith(FROZEN)) {
                return true;
            }
        }
        return events.isPresent() && files.value(events.get(), "frozen").orElse(0) == 1;
    }
}
