package io.forkwatch.probe.doctor;

import java.util.List;
import java.util.Optional;

/** Options of a JVM that do not go together with an agent at its start, whatever that agent does. */
final class AgentAtStart {
    private static final String WHAT = "an agent at its start";

    private AgentAtStart() {}

    /**
     * What one of them means; empty if it has none.
     *
     * @param arguments the command line of a JVM
     */
    static Optional<Check> of(List<String> arguments) {
        for (String argument : arguments) {
            if (argument.startsWith("-XX:AOTCache=") || argument.startsWith("-XX:AOTMode=on")) {
                return Optional.of(no(
                        argument,
                        "an AOT cache that was made without the agent is void with it: make it"
                                + " with the agent, or attach"));
            }
            if (argument.startsWith("-XX:ArchiveClassesAtExit")
                    || argument.equals("-XX:+AutoCreateSharedArchive")
                    || argument.equals("-Xshare:dump")) {
                return Optional.of(no(
                        argument,
                        "a JVM that makes such an archive does not start with an agent: make it"
                                + " without, or attach"));
            }
        }
        return Optional.empty();
    }

    private static Check no(String argument, String why) {
        int value = argument.indexOf('=');
        return new Check(false, WHAT, (value < 0 ? argument : argument.substring(0, value)) + ": " + why);
    }
}
