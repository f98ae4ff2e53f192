package io.forkwatch.probe;

/** Stands in for the real one behind the isolated loader. */
public final class CommandLineTool {
    private CommandLineTool() {}

    /** What AgentEntry calls. */
    public static int run(String[] arguments, String version) {
        System.out.println(String.join("+", arguments) + " of " + version);
        return 0;
    }
}
