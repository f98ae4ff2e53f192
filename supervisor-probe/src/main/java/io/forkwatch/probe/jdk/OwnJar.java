package io.forkwatch.probe.jdk;

import io.forkwatch.agent.entry.AgentEntry;
import java.nio.file.Path;
import java.security.CodeSource;

/** The jar that this JVM has Forkwatch from. Its entry on the class path knows where that is; ours does not. */
public final class OwnJar {
    private OwnJar() {}

    /** Its absolute name; an empty text if this is no jar. */
    public static String file() {
        try {
            CodeSource source = Class.forName(AgentEntry.class.getName(), false, ClassLoader.getSystemClassLoader())
                    .getProtectionDomain()
                    .getCodeSource();
            return Path.of(source.getLocation().toURI()).toAbsolutePath().toString();
        } catch (ClassNotFoundException | java.net.URISyntaxException notFromAJar) {
            return "";
        }
    }
}
