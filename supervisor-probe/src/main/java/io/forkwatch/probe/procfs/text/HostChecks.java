package io.forkwatch.probe.procfs.text;

import io.forkwatch.agent.entry.Suitability;
import java.io.IOException;

/** What the host has a say in: each file that is opened, where it has a security manager of its own. */
public final class HostChecks {
    private static final String MANAGED = "the application has a security manager of its own";

    private HostChecks() {}

    /**
     * To be called before a file is opened, listed or looked at. Costs the read of a field.
     *
     * @throws IOException if the host would be asked about it
     */
    public static void avoid() throws IOException {
        if (Suitability.isManaged()) {
            throw new IOException(MANAGED);
        }
    }
}
