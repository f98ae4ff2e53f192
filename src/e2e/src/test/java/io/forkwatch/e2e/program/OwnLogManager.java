package io.forkwatch.e2e.program;

import java.util.logging.LogManager;

/** What an application server or a test runner brings along. */
public final class OwnLogManager extends LogManager {
    /** Called by java.util.logging. */
    public OwnLogManager() {}
}
