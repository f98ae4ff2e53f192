package io.forkwatch.bench.soak;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** A supervisor that runs a few children and ends, one way or the other. */
final class ShortLife {
    /** It leaves with this one, unless it is killed. */
    static final int EXIT_VALUE = 5;

    private ShortLife() {}

    /**
     * Runs.
     *
     * @param arguments a directory; a ledger; a seed; {@code exit}, {@code halt} or {@code kill}
     */
    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[2]));
        List<Fate> choice = new Fates(home, List.of("java"), Optional.empty()).brief();
        Ledger ledger = new Ledger(Path.of(arguments[1]));
        Brood brood = new Brood(home, ledger);
        for (int i = 0; i < 3; i++) {
            brood.add(choice.get(random.nextInt(choice.size())), 0).get();
        }
        end(arguments[3]);
    }

    private static void end(String mode) throws Exception {
        switch (mode) {
            case "halt" -> Runtime.getRuntime().halt(EXIT_VALUE);
            case "kill" -> {
                // What it leaves behind ends by itself.
                new ProcessBuilder("sleep", "3").start();
                new ProcessBuilder(
                                "kill",
                                "-9",
                                Long.toString(ProcessHandle.current().pid()))
                        .start()
                        .waitFor();
                Thread.sleep(60_000);
            }
            default -> System.exit(EXIT_VALUE);
        }
    }
}
