package io.forkwatch.probe.options;

import java.util.Set;

/**
 * Variables that scripts and images set around Forkwatch, as {@code FORKWATCH_JAR} for where it is or
 * {@code FORKWATCH_VERSION} for which to fetch: nobody means them as an option, so they must not turn it off.
 */
final class Bystander {
    private static final Set<String> WORDS = Set.of(
            "JAR",
            "HOME",
            "VERSION",
            "DIR",
            "DIRECTORY",
            "PATH",
            "URL",
            "AGENT",
            "OPTS",
            "ARGS",
            "OPTIONS",
            "SHA256",
            "SHA",
            "SHA512",
            "CHECKSUM",
            "DIGEST",
            "IMAGE",
            "TAG",
            "BIN",
            "ROOT",
            "BRANCH",
            "COMMIT",
            "REPO",
            "REPOSITORY",
            "JAVA",
            "JAVAAGENT",
            "DOWNLOAD",
            "RELEASE",
            "MIRROR",
            "DOCKER",
            "BASE",
            "INSTALL",
            "CACHE",
            "BUILD",
            "SRC",
            "SOURCE");

    private Bystander() {}

    /** True if each word of the variable's name behind the prefix is such a word. */
    static boolean is(String variable) {
        String rest = variable.substring(Setting.VARIABLE_PREFIX.length());
        for (int from = 0; from <= rest.length(); ) {
            int end = rest.indexOf('_', from);
            String word = rest.substring(from, end < 0 ? rest.length() : end);
            if (!WORDS.contains(word)) {
                return false;
            }
            from = end < 0 ? rest.length() + 1 : end + 1;
        }
        return true;
    }
}
