package io.forkwatch.probe.process;

import java.util.ArrayList;
import java.util.List;

/** Keeps what was reported, by name. */
public final class Troubles implements Trouble {
    private final List<String> seen = new ArrayList<>();

    @Override
    public void report(String what, Throwable fault) {
        seen.add(what);
    }

    /** The names, oldest first. */
    public List<String> seen() {
        return seen;
    }
}
