package io.forkwatch.probe.process.orphan;

import io.forkwatch.probe.process.Name;

/** Why a process counts as an orphan. */
public sealed interface Origin {
    /** One word for JSON: {@code outlived_child}, {@code left_behind} or {@code pattern}. */
    String label();

    /**
     * It was born below a child of this supervisor, and lives on after that child.
     *
     * @param child what the child was called
     * @param pid the child's pid, which may be somebody else's by now
     */
    record OutlivedChild(Name child, long pid) implements Origin {
        @Override
        public String label() {
            return "outlived_child";
        }
    }

    /**
     * It belonged to a supervisor that is gone.
     *
     * @param supervisorPid the pid of that supervisor, which may be somebody else's by now
     */
    record LeftBehind(long supervisorPid) implements Origin {
        @Override
        public String label() {
            return "left_behind";
        }
    }

    /**
     * It is old and its command line contains a text that the user asked to watch.
     *
     * @param text the text
     */
    record Pattern(String text) implements Origin {
        @Override
        public String label() {
            return "pattern";
        }
    }
}
