package io.forkwatch.bench.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** What a supervisor does with children that differ by more than how they end. */
final class Feats {
    private static final int NAMES = 60;
    private static final int AT_ONCE = 50;
    private static final int ARGUMENT_CHARACTERS = 100_000;

    private final Path home;
    private final Brood brood;

    /**
     * None done yet.
     *
     * @param home a directory for programs
     */
    Feats(Path home, Brood brood) {
        this.home = home;
        this.brood = brood;
    }

    /**
     * Does one of them, to its end.
     *
     * @param feat {@code kinds}, {@code slots}, {@code pipeline}, {@code absent} or {@code giant}
     */
    void perform(String feat, SplittableRandom random) throws Exception {
        switch (feat) {
            case "kinds" -> kinds(random);
            case "slots" -> slots();
            case "pipeline" -> pipeline();
            case "absent" -> absent();
            case "giant" -> giant();
            default -> throw new IllegalArgumentException(feat);
        }
    }

    // More programs of different names than there are kinds.
    private void kinds(SplittableRandom random) throws ExecutionException, InterruptedException {
        List<Future<?>> ends = new ArrayList<>();
        for (int i = 0; i < NAMES / 2; i++) {
            int code = 1 + random.nextInt(9);
            String program = home.resolve("tool-" + random.nextInt(NAMES)).toString();
            ends.add(brood.add(Fate.of("many-names", "exit " + code, "error", program, Integer.toString(code)), 0));
        }
        awaitAll(ends);
    }

    /** Writes them, before any child could inherit the descriptor: a program that is open for writing cannot be run. */
    static void writePrograms(Path home) throws IOException {
        for (int i = 0; i < NAMES; i++) {
            Path program = Files.writeString(home.resolve("tool-" + i), "#!/bin/sh\nexit $1\n");
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        }
    }

    // More of one kind than there are slots.
    private void slots() throws ExecutionException, InterruptedException {
        List<Future<?>> ends = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            ends.add(brood.add(Fate.of("many-at-once", "exit 0", "ok", "sleep", "1.5"), 0));
        }
        awaitAll(ends);
    }

    private void pipeline() throws InterruptedException {
        List<ProcessBuilder> builders = List.of(
                new ProcessBuilder("seq", "20000"),
                new ProcessBuilder("cat"),
                new ProcessBuilder("sh", "-c", "cat >/dev/null; exit 3"));
        List<Fate> fates = List.of(
                Fate.of("pipeline", "exit 0", "ok"),
                Fate.of("pipeline", "exit 0", "ok"),
                Fate.of("pipeline-fails", "exit 3", "error"));
        try {
            brood.adopt(ProcessBuilder.startPipeline(builders), fates);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void absent() {
        brood.fail(new ProcessBuilder("no-such-program-here", "x"));
        brood.fail(new ProcessBuilder(home.toString()));
        brood.fail(new ProcessBuilder("true")
                .directory(home.resolve("no-such-directory").toFile()));
    }

    private void giant() throws ExecutionException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "exit 8", "sh"));
        command.addAll(Collections.nCopies(10, "x".repeat(ARGUMENT_CHARACTERS)));
        Fate fate = Fate.of("giant-command", "exit 8", "error", command.toArray(String[]::new));
        awaitAll(List.of(brood.add(fate, 0), brood.add(fate, 0), brood.add(fate, 0)));
    }

    private static void awaitAll(List<Future<?>> ends) throws ExecutionException, InterruptedException {
        for (Future<?> end : ends) {
            end.get();
        }
    }
}
