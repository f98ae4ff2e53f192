package io.forkwatch.probe.naming;

import io.forkwatch.probe.process.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Turns names of classes, jars and programs into kinds: lower case, without digits, versions and random parts. */
final class PlainNames {
    private static final int LONGEST_KIND = 40;
    /** Names are read this far: file names are at most 255 bytes, class names of people are shorter. */
    private static final int LONGEST_NAME = 512;

    private static final int SHORTEST_RANDOM = 6;
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final List<String> EXTENSIONS = List.of(
            ".exe", ".sh", ".bash", ".jar", ".war", ".py", ".pyc", ".rb", ".pl", ".php", ".js", ".mjs", ".cjs", ".ts",
            ".java", ".bat", ".cmd", ".bin", ".run", ".groovy", ".lua");
    private static final Set<String> VERSION_WORDS =
            Set.of("snapshot", "release", "final", "ga", "rc", "alpha", "beta", "jre", "jdk", "milestone");

    /** Of every machine: they say nothing of the program. */
    private static final Set<String> PLATFORM_WORDS = Set.of("amd64", "arm64", "aarch64", "i386", "i686", "ppc64le");

    /** What half of all programs are called. */
    private static final Set<String> GENERIC = Set.of(
            "main",
            "app",
            "application",
            "cli",
            "launcher",
            "command",
            "index",
            "server",
            "start",
            "run",
            "runner",
            "bootstrap",
            "boot",
            "client",
            "program",
            "service",
            "daemon",
            "manage",
            "entrypoint",
            "init");

    /** Folders and first parts of packages that say no more. */
    private static final Set<String> PLACES = Set.of(
            "bin",
            "sbin",
            "lib",
            "libs",
            "libexec",
            "src",
            "dist",
            "build",
            "target",
            "classes",
            "out",
            "release",
            "debug",
            "usr",
            "local",
            "opt",
            "tmp",
            "var",
            "home",
            "root",
            "share",
            "scripts",
            "java",
            "python",
            "node",
            "com",
            "org",
            "net",
            "io",
            "de",
            "fr",
            "uk",
            "co",
            "dev",
            "impl",
            "internal",
            "tools",
            "core",
            "ci",
            "work",
            "workspace",
            "builds",
            "project",
            "projects",
            "repo",
            "code",
            "current",
            "releases",
            "versions",
            "srv",
            "mnt",
            "www",
            "data",
            "users",
            "venv",
            "site-packages",
            "dist-packages",
            "node_modules",
            "exe",
            "cmd",
            "go-build");

    /** Below them lie the folders of people, whose names say nothing of a program. */
    private static final Set<String> HOMES = Set.of("home", "users");

    private static final int MOST_CLIMBED = 4;

    private PlainNames() {}

    /** The kind that a target's own name suggests, else its interpreter's; empty where nothing is left of both. */
    static Optional<Kind> kindOf(ResolvedCommand target) {
        String plain = telling(plainName(target), target);
        if (plain.isEmpty() && !target.arguments().isEmpty()) {
            plain = program(target.arguments().get(0));
        }
        return plain.isEmpty() ? Optional.empty() : Optional.of(new Kind(plain));
    }

    /** Of a generic name the last part of its package, or the folder that it lies in, where that says more. */
    private static String telling(String plain, ResolvedCommand target) {
        boolean ofClass = target.form() == ResolvedCommand.Form.MAIN_CLASS;
        if (!GENERIC.contains(plain) || target.form() == ResolvedCommand.Form.MODULE) {
            return plain;
        }
        char separator = ofClass ? '.' : '/';
        String path = head(target.name());
        for (int climbed = 0; climbed < MOST_CLIMBED && path.indexOf(separator) >= 0; climbed++) {
            path = path.substring(0, path.lastIndexOf(separator));
            String name = withoutNoise(path.substring(path.lastIndexOf(separator) + 1));
            if (!name.isEmpty() && !GENERIC.contains(name) && !PLACES.contains(name)) {
                return separator == '/' && isOfAPerson(path) ? plain : name;
            }
        }
        return plain;
    }

    private static boolean isOfAPerson(String folder) {
        int end = folder.lastIndexOf('/');
        String above = end < 0 ? "" : folder.substring(folder.lastIndexOf('/', end - 1) + 1, end);
        return HOMES.contains(above.toLowerCase(Locale.ROOT));
    }

    private static String plainName(ResolvedCommand target) {
        return switch (target.form()) {
            case MAIN_CLASS -> ofClass(head(target.name()));
            case MODULE -> withoutNoise(head(target.name()).replace('.', '-'));
            case JAR, FILE -> program(target.name());
        };
    }

    /** {@code python} of {@code /usr/bin/python3.11}; may be empty. */
    static String program(String path) {
        String name = head(ResolvedCommand.basename(path)).toLowerCase(Locale.ROOT);
        for (String extension : EXTENSIONS) {
            if (name.length() > extension.length() && name.endsWith(extension)) {
                return withoutNoise(name.substring(0, name.length() - extension.length()));
            }
        }
        return withoutNoise(name);
    }

    /** {@code crawl-worker} of {@code com.acme.CrawlWorker}. */
    private static String ofClass(String className) {
        String simple = withoutKotlin(className.substring(className.lastIndexOf('.') + 1));
        var kebab = new StringBuilder(simple.length() + 8);
        for (int i = 0; i < simple.length(); i++) {
            if (i > 0 && Character.isUpperCase(simple.charAt(i)) && startsWord(simple, i)) {
                kebab.append('-');
            }
            kebab.append(simple.charAt(i));
        }
        return withoutNoise(kebab.toString());
    }

    // The class of what Kotlin has outside of classes: MainKt of Main.kt.
    private static String withoutKotlin(String simple) {
        return simple.length() > 2 && simple.endsWith("Kt") ? simple.substring(0, simple.length() - 2) : simple;
    }

    private static boolean startsWord(String name, int i) {
        char before = name.charAt(i - 1);
        boolean beforeLower = i + 1 < name.length() && Character.isLowerCase(name.charAt(i + 1));
        return Character.isLowerCase(before) || Character.isDigit(before) || beforeLower;
    }

    private static String withoutNoise(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String text = lower.indexOf('-') < 0 ? lower : UUID.matcher(lower).replaceAll("");
        String plain = joined(text, true);
        // h2, k6, 7z: too little to be noise.
        return plain.isEmpty() && isShortWord(text) ? joined(text, false) : plain;
    }

    /** Words joined by the separators they had. */
    private static String joined(String text, boolean clean) {
        var kind = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            int end = i;
            while (end < text.length() && isWordChar(text.charAt(end))) {
                end++;
            }
            String word = clean ? cleaned(text.substring(i, end)) : text.substring(i, end);
            if (!word.isEmpty()) {
                kind.append(separator(text, i, kind.isEmpty())).append(word);
            }
            i = Math.max(end, i + 1);
        }
        kind.setLength(Math.min(kind.length(), LONGEST_KIND));
        return withoutTrailingSeparator(kind.toString());
    }

    private static String separator(String text, int i, boolean first) {
        if (first) {
            return "";
        }
        char before = text.charAt(i - 1);
        return before == '_' || before == '.' ? String.valueOf(before) : "-";
    }

    private static String withoutTrailingSeparator(String kind) {
        int end = kind.length();
        while (end > 0 && !isWordChar(kind.charAt(end - 1))) {
            end--;
        }
        return kind.substring(0, end);
    }

    /** The word without digits at its end; empty if it is a version or made by chance. */
    private static String cleaned(String word) {
        if (isRandom(word) || PLATFORM_WORDS.contains(word)) {
            return "";
        }
        int end = word.length();
        while (end > 0 && isDigit(word.charAt(end - 1))) {
            end--;
        }
        String letters = word.substring(0, end);
        boolean version = end < word.length() && end < 2;
        return version || isDigits(letters) || VERSION_WORDS.contains(letters) ? "" : letters;
    }

    /** Hexadecimal digests, and letters and digits that alternate: {@code a1b2c3d}, {@code tmp8f3kd92l}. */
    private static boolean isRandom(String word) {
        if (word.length() < SHORTEST_RANDOM) {
            return false;
        }
        int changes = 0;
        boolean hex = true;
        boolean digit = false;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            digit |= isDigit(c);
            hex &= isDigit(c) || (c >= 'a' && c <= 'f');
            if (i > 0 && isDigit(c) != isDigit(word.charAt(i - 1))) {
                changes++;
            }
        }
        return digit && (hex || changes > 2);
    }

    private static boolean isShortWord(String text) {
        return text.length() <= 2 && !isDigits(text) && text.chars().allMatch(c -> isWordChar((char) c));
    }

    private static boolean isDigits(String word) {
        return !word.isEmpty() && word.chars().allMatch(c -> isDigit((char) c));
    }

    private static boolean isWordChar(char c) {
        return (c >= 'a' && c <= 'z') || isDigit(c);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static String head(String name) {
        return name.substring(0, Math.min(name.length(), LONGEST_NAME));
    }
}
