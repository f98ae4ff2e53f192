package io.forkwatch.probe.intercept;

import io.forkwatch.agent.entry.RegularFile;
import io.forkwatch.agent.entry.Suitability;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/** Whether what stands in a {@code java} command bears one more agent: its options as the launcher reads them, java(1). */
final class JavaArguments {
    /** What its launcher and its JVM read besides the command. */
    static final List<String> VARIABLES = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    /** Options whose value is the next argument. */
    private static final Set<String> WITH_VALUE = Set.of(
            "-cp",
            "-classpath",
            "--class-path",
            "-p",
            "--module-path",
            "--upgrade-module-path",
            "--add-modules",
            "--add-exports",
            "--add-opens",
            "--add-reads",
            "--patch-module",
            "--enable-native-access",
            "--source");

    /** The launcher answers, and runs nobody's class. */
    private static final Set<String> QUESTIONS = Set.of(
            "-version",
            "--version",
            "-fullversion",
            "--full-version",
            "-help",
            "--help",
            "--help-extra",
            "-h",
            "-?",
            "-X",
            "-Xinternalversion",
            "-d",
            "--describe-module",
            "--list-modules",
            "--validate-modules",
            "--dry-run");

    /**
     * An archive of classes, a cache or a checkpoint is void with an agent that it was made without, or ends the start; what
     * the modules are limited to may lack the agent's; and what stands in another file is not known.
     */
    private static final List<String> AGAINST = List.of(
            "-XX:AOT",
            "-XX:+AOT",
            "-XX:SharedArchiveFile",
            "-XX:ArchiveClassesAtExit",
            "-XX:+AutoCreateSharedArchive",
            "-XX:+RecordDynamicDumpInfo",
            "-XX:+DynamicDumpSharedSpaces",
            "-XX:+DumpSharedSpaces",
            "-XX:+RequireSharedSpaces",
            "-XX:SharedClassListFile",
            "-XX:DumpLoadedClassList",
            "-XX:CacheDataStore",
            "-XX:CRaC",
            "-Xshare:dump",
            "-Xshare:on",
            "-XX:Flags=",
            "-XX:VMOptionsFile",
            "--limit-modules");

    private static final List<String> RECORDERS = List.of(
            "-XX:StartFlightRecording", "-XX:FlightRecorderOptions", "-XX:+FlightRecorder", "-XX:-FlightRecorder");

    private static final String MODULE = "--module=";

    /** Gradle gives its workers their class path so. */
    private static final int MOST_FILE_BYTES = 256 << 10;

    private final String jarName;

    /**
     * For one agent.
     *
     * @param jarName the last part of its path
     */
    JavaArguments(String jarName) {
        this.jarName = jarName;
    }

    /**
     * Whether a command runs an application that would run as well with one more agent, and has not got it yet.
     *
     * @param directory of the child, or empty for that of this JVM
     * @param inherited what it reads in its environment
     */
    boolean bearAgent(String[] command, String directory, String inherited) {
        if (speaksAgainst(inherited)) {
            return false;
        }
        boolean file = false;
        for (int i = 1; i < command.length; i++) {
            String word = command[i];
            if (word.equals("-m") || word.equals("--module")) {
                return i + 1 < command.length && isApplication(command[i + 1], true);
            } else if (word.startsWith(MODULE)) {
                return isApplication(word.substring(MODULE.length()), true);
            } else if (word.equals("-jar")) {
                return i + 1 < command.length && !command[i + 1].endsWith(jarName);
            } else if (QUESTIONS.contains(word) || word.startsWith("--describe-module=")) {
                return false;
            } else if (WITH_VALUE.contains(word)) {
                i++;
            } else if (word.startsWith("@")) {
                file = true;
                if (speaksAgainst(word.substring(1), directory)) {
                    return false;
                }
            } else if (!word.startsWith("-")) {
                return isApplication(word, false);
            } else if (speaksAgainst(word)) {
                return false;
            }
        }
        return file; // Its main class is in there.
    }

    /** Whether a command says that, or how, its JVM is to record. */
    boolean record(String[] command) {
        for (int i = 1; i < command.length; i++) {
            if (contains(command[i], RECORDERS) || command[i].startsWith("@")) {
                return true;
            }
        }
        return false;
    }

    private boolean speaksAgainst(String text) {
        return contains(text, AGAINST) || text.contains(jarName);
    }

    // A file of arguments.
    private boolean speaksAgainst(String name, String directory) {
        try {
            byte[] text =
                    RegularFile.at(JavaImages.within(directory, name).toPath()).whole(MOST_FILE_BYTES);
            return speaksAgainst(new String(text, StandardCharsets.UTF_8));
        } catch (IOException unknown) {
            return true;
        }
    }

    private static boolean contains(String text, List<String> parts) {
        for (int i = 0; i < parts.size(); i++) {
            if (text.contains(parts.get(i))) {
                return true;
            }
        }
        return false;
    }

    // As the agent itself would see it there.
    private static boolean isApplication(String main, boolean module) {
        Properties properties = new Properties();
        properties.setProperty("sun.java.command", main);
        int end = main.indexOf('/');
        properties.setProperty("jdk.module.main", module ? main.substring(0, end < 0 ? main.length() : end) : "");
        return !main.isEmpty() && !Suitability.of(properties, true).isJdkTool();
    }
}
