package io.forkwatch.probe.procfs.cgroup;

import io.forkwatch.agent.entry.Suitability;
import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.procfs.text.Keyed;
import io.forkwatch.probe.procfs.text.MalformedProcTextException;
import io.forkwatch.probe.procfs.text.Numbers;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.OptionalLong;

/** Reads the files of control groups. What cannot be read is absent: a cgroup may be removed at any time. */
final class CgroupFiles {
    private final ByteSpan text = new ByteSpan(512);

    /** The text of the file read last. */
    ByteSpan text() {
        return text;
    }

    /** The number behind a key. */
    OptionalLong value(File file, String key) {
        try {
            return read(file) ? Keyed.value(file.getName(), text, key) : OptionalLong.empty();
        } catch (MalformedProcTextException strange) {
            return OptionalLong.empty();
        }
    }

    /** The number that is all of the file; absent for {@code max} as well. */
    OptionalLong number(File file) {
        try {
            return read(file)
                    ? OptionalLong.of(Numbers.natural(file.getName(), text.array(), 0, text.endOfWord(0)))
                    : OptionalLong.empty();
        } catch (MalformedProcTextException strange) {
            return OptionalLong.empty();
        }
    }

    /** Reads a file; false if that cannot be done: ENOENT, or ENODEV for one that has been open. */
    boolean read(File file) {
        if (Suitability.isManaged()) {
            return false; // See HostChecks.
        }
        try (FileInputStream in = new FileInputStream(file)) {
            text.readFrom(in);
            return true;
        } catch (IOException gone) {
            return false;
        }
    }
}
