package io.forkwatch.probe.evidence.perf;

import java.util.List;
import java.util.Optional;

/**
 * What matters of the options that a JVM runs with, wherever they came from: command line, argument file,
 * {@code JAVA_TOOL_OPTIONS}. The options themselves may hold secrets and are not kept.
 *
 * @param exitOnOutOfMemoryError true if {@code -XX:+ExitOnOutOfMemoryError} is on
 * @param heapGiven true if an option says how large the heap may be; else the JVM goes by the memory that it sees
 * @param errorFile the pattern of {@code -XX:ErrorFile}
 */
public record JvmFlags(boolean exitOnOutOfMemoryError, boolean heapGiven, Optional<String> errorFile) {
    private static final String EXIT = "ExitOnOutOfMemoryError";
    private static final String ERROR_FILE = "-XX:ErrorFile=";
    private static final List<String> HEAP = List.of("-Xmx", "-XX:MaxHeapSize=", "-XX:MaxRAM");

    /**
     * Parses options as {@code java.rt.vmArgs} has them, joined by blanks: a value with a blank in it ends there.
     * The last one counts, as in the JVM.
     */
    static JvmFlags parse(String vmArgs) {
        boolean exit = false;
        boolean heap = false;
        Optional<String> errorFile = Optional.empty();
        for (String option : vmArgs.split(" ", -1)) {
            if (option.equals("-XX:+" + EXIT) || option.equals("-XX:-" + EXIT)) {
                exit = option.charAt(4) == '+';
            } else if (option.startsWith(ERROR_FILE)) {
                errorFile = Optional.of(option.substring(ERROR_FILE.length())).filter(name -> !name.isEmpty());
            }
            heap |= HEAP.stream().anyMatch(option::startsWith);
        }
        return new JvmFlags(exit, heap, errorFile);
    }
}
