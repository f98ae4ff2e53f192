package io.forkwatch.bench.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** A supervisor that lives as long as the soak, and does what each line on stdin says: a deed and a seed. */
final class Host {
    private static final int LODGERS = 5;
    private static final int DYING = 4;
    private static final int LONGEST_MILLIS = 20_000;

    private final Fates fates;
    private final Feats feats;
    private final Brood brood;
    private final Deque<Process> lodgers = new ArrayDeque<>();
    private final List<Future<?>> background = new ArrayList<>();

    private Host(Fates fates, Feats feats, Brood brood) {
        this.fates = fates;
        this.feats = feats;
        this.brood = brood;
    }

    /**
     * Runs until stdin ends.
     *
     * @param arguments a directory; its ledger; java; class path; the memory cgroup's file, or nothing
     */
    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        List<String> jvm = List.of(arguments[2], "-cp", arguments[3], Victim.class.getName());
        Optional<Path> group = arguments[4].isEmpty() ? Optional.empty() : Optional.of(Path.of(arguments[4]));
        Feats.writePrograms(home);
        try (Ledger ledger = new Ledger(Path.of(arguments[1]));
                Brood brood = new Brood(home, ledger)) {
            new Host(new Fates(home, jvm, group), new Feats(home, brood), brood).obey();
        }
        System.exit(0); // Threads that still wait for children do not keep it.
    }

    private void obey() throws Exception {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        while (lodgers.size() < LODGERS) {
            lodgers.add(brood.lodge(Fates.lodger()));
        }
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            String[] words = order.split(" ", -1);
            System.out.println(answer(words[0], new SplittableRandom(Long.parseLong(words[1]))));
        }
    }

    private String answer(String deed, SplittableRandom random) throws Exception {
        switch (deed) {
            case "few" -> some(mixed(), 1 + random.nextInt(8), random);
            case "storm" -> some(fates.brief(), 100, random);
            case "background" -> inBackground(random);
            case "jvms" -> some(fates.jvms(), 1 + random.nextInt(2), random);
            case "memory" -> some(fates.memory(), 1, random);
            case "lodger" -> replaceLodger();
            case "heap" -> atRest(HostFaults::fillHeap);
            case "descriptors" -> dieWithoutDescriptors();
            case "interrupt" -> HostFaults.interruptAgent();
            case "rest" -> brood.rest();
            case "figures" -> {
                return HostFigures.now(brood.count()).toLine();
            }
            default -> feats.perform(deed, random);
        }
        return "done";
    }

    private interface Fault {
        void happen() throws InterruptedException;
    }

    // Without memory this program could not keep its own books of children that end.
    private void atRest(Fault fault) throws InterruptedException {
        brood.rest();
        try {
            fault.happen();
        } catch (OutOfMemoryError full) {
            return; // That was the fault.
        }
    }

    // No child is started meanwhile: the JDK closes descriptors twice that it could not get, which may be others' by
    // then.
    private void dieWithoutDescriptors() throws InterruptedException {
        brood.rest();
        long before = brood.count().started();
        for (int i = 0; i < DYING; i++) {
            background.add(brood.add(Fate.ofScript("without-descriptors", "exit 3", "error", "sleep 0.7; exit 3"), 0));
        }
        while (brood.count().started() < before + DYING) {
            Thread.sleep(1);
        }
        HostFaults.useUpDescriptors();
        brood.rest();
    }

    private List<Fate> mixed() {
        List<Fate> all = new ArrayList<>(fates.brief());
        all.addAll(fates.middling());
        return all;
    }

    private void some(List<Fate> choice, int count, SplittableRandom random)
            throws InterruptedException, ExecutionException {
        if (choice.isEmpty()) {
            return;
        }
        List<Future<?>> ends = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ends.add(brood.add(choice.get(random.nextInt(choice.size())), random.nextInt(500)));
        }
        for (Future<?> end : ends) {
            end.get();
        }
    }

    private void inBackground(SplittableRandom random) {
        background.removeIf(Future::isDone); // One that could not be started is counted.
        List<Fate> choice = fates.middling();
        for (int i = 0; i < 6; i++) {
            background.add(brood.add(choice.get(random.nextInt(choice.size())), random.nextInt(LONGEST_MILLIS)));
        }
    }

    private void replaceLodger() throws IOException, InterruptedException {
        lodgers.add(brood.lodge(Fates.lodger()));
        brood.dismiss(lodgers.remove(), Fates.lodger());
    }
}
