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
     * @param pid the child's pid, positive; it may be somebody else's by now
     * @param by what says that it was born there
     */
    record OutlivedChild(Name child, long pid, Attribution by) implements Origin {
        public OutlivedChild {
            if (pid <= 0) {
                throw new IllegalArgumentException("pid " + pid);
            }
        }

        @Override
        public String label() {
            return "outlived_child";
        }
    }

    /**
     * It belonged to a supervisor that is gone.
     *
     * @param supervisorPid the pid of that supervisor, positive; it may be somebody else's by now
     */
    record LeftBehind(long supervisorPid) implements Origin {
        public LeftBehind {
            if (supervisorPid <= 0) {
                throw new IllegalArgumentException("supervisorPid " + supervisorPid);
            }
        }

        @Override
        public String label() {
            return "left_behind";
        }
    }

    /**
     * It is old and its command line contains a text that the user asked to watch.
     *
     * @param text the text, not empty
     */
    record Pattern(String text) implements Origin {
        public Pattern {
            if (text.isEmpty()) {
                throw new IllegalArgumentException("text is empty");
            }
        }

        @Override
        public String label() {
            return "pattern";
        }
    }
}
