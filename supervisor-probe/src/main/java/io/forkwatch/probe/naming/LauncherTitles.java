package io.forkwatch.probe.naming;

import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.Kind;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the launcher itself calls a child, where its command line shows that: {@code Gradle Test Executor 4}. For logs
 * only, so that a summary can be held against the launcher's own output; it is of no bounded set, so never a label.
 */
public final class LauncherTitles {
    private static final int MOST_CHARACTERS = 60;

    // Surefire names its dump files by the fork's number, and gives that name to the fork.
    private static final Pattern SUREFIRE = Pattern.compile("-jvmRun(\\d{1,4})\\b");
    private static final Pattern SPARK = Pattern.compile("--executor-id[ =](\\S{1,20})");
    private static final Pattern YARN = Pattern.compile("\\b(container_[0-9a-z_]{10,60})\\b");
    private static final Pattern STORM = Pattern.compile("-Dworker\\.id=(\\S{1,50})");
    // Of an application server's domain all servers have one command but for this.
    private static final Pattern DOMAIN_SERVER = Pattern.compile("-D\\[Server:([^\\]]{1,40})]");
    // The others of that domain, as -D[Host Controller].
    private static final Pattern DOMAIN_PROCESS = Pattern.compile("-D\\[([A-Z][A-Za-z ]{1,40})]");
    private static final Pattern PORT = Pattern.compile("--port[ =](\\d{1,5})\\b");

    private LauncherTitles() {}

    /** The launcher's name for a child of that kind; empty where it has none or does not show it. */
    public static Optional<String> of(Kind kind, CommandLine command) {
        return switch (kind.name()) {
            case "gradle-worker" -> last(command.arguments());
            case "surefire-fork" -> found(SUREFIRE, "fork ", command);
            case "spark-executor" -> found(SPARK, "executor ", command);
            case "yarn-container" -> found(YARN, "", command);
            case "storm-worker" -> found(STORM, "worker ", command);
            case "selenium-driver" -> found(PORT, "port ", command);
            default -> found(DOMAIN_SERVER, "server ", command).or(() -> found(DOMAIN_PROCESS, "", command));
        };
    }

    // The name is the one argument of Gradle's worker: GradleWorkerMain 'Gradle Test Executor 4'.
    private static Optional<String> last(List<String> arguments) {
        String last = unquoted(arguments.get(arguments.size() - 1));
        return last.startsWith("Gradle ") && last.length() <= MOST_CHARACTERS ? Optional.of(last) : Optional.empty();
    }

    // Gradle passes the quotes as well.
    private static String unquoted(String text) {
        boolean quoted = text.length() > 1
                && (text.charAt(0) == '\'' || text.charAt(0) == '"')
                && text.charAt(text.length() - 1) == text.charAt(0);
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    private static Optional<String> found(Pattern pattern, String before, CommandLine command) {
        Matcher matcher = pattern.matcher(command.joined());
        return matcher.find() ? Optional.of(before + matcher.group(1)) : Optional.empty();
    }
}
