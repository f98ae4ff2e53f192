package io.forkwatch.bench.soak;

import io.forkwatch.bench.Table;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Tells a supervisor with the agent and one without what to do, looks at both each minute, and says what came of it. */
final class Soak {
    private static final long MINUTE_NANOS = 60_000_000_000L;
    private static final long COUNTING_NANOS = 20_000_000_000L;
    private static final long AWAY_NANOS = 60_000_000_000L;
    private static final int POLL_MILLIS = 200;
    private static final int SETTLE_MILLIS = 1_500;
    private static final int SHOWN = 30;

    private final SplittableRandom random;
    private final Path log;
    private final Path exits;
    private final Pair pair;
    private final Callers callers;
    private final ExitTail tail;
    private final ShortSupervisors others;
    private final Map<Deed, Integer> deeds = new EnumMap<>(Deed.class);
    private final List<Minute> minutes = new ArrayList<>();
    private final Map<String, Integer> notices = new TreeMap<>();
    private final List<String> portless = new ArrayList<>();
    private int pageless;

    private Soak(SplittableRandom random, Path work, Pair pair, int port, ShortSupervisors others) {
        this.random = random;
        this.log = log(work);
        this.exits = exits(work);
        this.pair = pair;
        this.callers = new Callers(port);
        this.tail = new ExitTail(exits);
        this.others = others;
    }

    private static Path log(Path work) {
        return work.resolve("log");
    }

    private static Path exits(Path work) {
        return work.resolve("exits");
    }

    /**
     * Prints the report; ends with 1 if something grows, is lost or is told wrongly.
     *
     * @param arguments java, class path, forkwatch.jar, a directory, minutes, a seed
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        String java = arguments[0];
        String classes = arguments[1];
        String jar = arguments[2];
        Path work = Path.of(arguments[3]);
        int port = freePort();
        String agent = "-javaagent:" + jar + "=port=" + port + ",summary=all,stderr.tail=4k,orphan.age=2s,pss=10s,log="
                + log(work) + ",exits.size=1m,exits.file=" + exits(work);
        ShortSupervisors others = new ShortSupervisors(work, java, classes, jar);
        SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[5]));
        boolean good;
        try (Pair pair = Pair.start(work, java, classes, agent)) {
            good = new Soak(random, work, pair, port, others).run(Integer.parseInt(arguments[4]));
        } catch (IOException broken) {
            broken.printStackTrace();
            Pair.printErrors(work);
            good = false;
        }
        System.exit(good ? 0 : 1);
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    private boolean run(int count) throws IOException, InterruptedException {
        ScheduledExecutorService poller = Executors.newSingleThreadScheduledExecutor();
        Future<?> polling = poller.scheduleWithFixedDelay(this::poll, 0, POLL_MILLIS, TimeUnit.MILLISECONDS);
        try (callers;
                tail) {
            Report.printHead();
            long start = System.nanoTime();
            for (int minute = 1; minute <= count; minute++) {
                while (System.nanoTime() - start < minute * MINUTE_NANOS) {
                    happen(Deed.next(random), random.split());
                }
                look(minute);
            }
            if (polling.isDone()) {
                throw new IOException("exits.file could not be read");
            }
            poll();
            return conclude();
        } finally {
            poller.shutdownNow();
        }
    }

    private void look(int minute) throws IOException, InterruptedException {
        try {
            Minute now = lookAt(minute);
            minutes.add(now);
            Report.printRow(now);
        } catch (SocketException away) {
            portless.add("no port after minute " + minute + ": " + away);
        }
    }

    private void poll() {
        try {
            tail.poll();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void happen(Deed deed, SplittableRandom own) throws IOException, InterruptedException {
        deeds.merge(deed, 1, Integer::sum);
        if (deed.isOfHost()) {
            pair.ask(deed.word() + " " + own.nextLong());
            return;
        }
        switch (deed) {
            case SCRAPE -> callers.scrape();
            case CROWD -> callers.crowd();
            case HALF -> callers.tryTo(callers::sayHalf);
            case SILENT -> callers.tryTo(callers::beSilent);
            case DRIP -> callers.tryTo(callers::drip);
            case STOP -> pair.stop(pids());
            case ROTATE_LOG -> rotateLog();
            case REMOVE_EXITS -> Files.deleteIfExists(exits);
            case STALE_MARKER -> others.leaveMarker();
            case SHORT_SUPERVISOR -> others.run(own);
            default -> throw new AssertionError(deed);
        }
    }

    private List<Long> pids() throws IOException, InterruptedException {
        return figures().stream().map(HostFigures::pid).toList();
    }

    private List<HostFigures> figures() throws IOException, InterruptedException {
        return pair.ask("figures 0").stream().map(HostFigures::ofLine).toList();
    }

    private void rotateLog() throws IOException {
        note();
        Files.deleteIfExists(log);
    }

    // What else the log says than how children ended.
    private void note() throws IOException {
        if (Files.exists(log)) {
            Files.readAllLines(log).stream()
                    .filter(line -> line.startsWith("[forkwatch] "))
                    .filter(line -> !line.startsWith("[forkwatch] child ") && !line.startsWith("[forkwatch] orphan"))
                    .forEach(line -> notices.merge(line.replaceAll("\\d+", "N"), 1, Integer::sum));
        }
    }

    private Minute lookAt(int number) throws IOException, InterruptedException {
        callers.hangUp();
        pair.ask("rest 0");
        Thread.sleep(SETTLE_MILLIS);
        List<HostFigures> figures = figures();
        PageFigures page = awaitCount(figures.get(0).ended());
        pair.tidy(); // Not before: the agent reads the crash files of those that have just ended.
        long before =
                minutes.isEmpty() ? 0 : minutes.get(minutes.size() - 1).page().agentCpuMillis();
        return new Minute(
                number,
                figures.get(0),
                figures.get(1),
                page,
                pair.temporaryFiles(),
                others.markers(figures.get(0).pid()).size(),
                page.agentCpuMillis() - before);
    }

    private PageFigures awaitCount(long ended) throws IOException, InterruptedException {
        long start = System.nanoTime();
        PageFigures page = awaitPage();
        while (page.sum("forkwatch_child_exits_total") < ended && System.nanoTime() - start < COUNTING_NANOS) {
            Thread.sleep(POLL_MILLIS);
            page = PageFigures.read(callers.url());
        }
        return page;
    }

    // After a fault the port may be away for some seconds, until it is opened again.
    private PageFigures awaitPage() throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (true) {
            try {
                return PageFigures.read(callers.url());
            } catch (IOException away) {
                if (System.nanoTime() - start > AWAY_NANOS) {
                    throw away;
                }
                pageless++;
                Thread.sleep(POLL_MILLIS);
            }
        }
    }

    private boolean conclude() throws IOException {
        List<String> faults = new ArrayList<>(portless);
        new Report(minutes).printQuarters().forEach(name -> faults.add("grows: " + name));
        Comparison comparison = Comparison.of(pair.ended(), tail.told());
        comparison.wrong().forEach(line -> faults.add("told wrongly: " + line));
        if (comparison.lost().size() > admitted()) {
            comparison.lost().forEach(line -> faults.add("not told: " + line));
        }
        comparison.invented().forEach(line -> faults.add("told, but it did not happen: " + line));
        others.wrong().forEach(line -> faults.add("short supervisor: " + line));
        faults.addAll(countFaults());
        note();
        printRest(comparison);
        list("Faults", faults);
        return faults.isEmpty();
    }

    // While the heap is full a record cannot be made, and what waits for a file has a bound; that is said.
    private long admitted() {
        PageFigures page = minutes.get(minutes.size() - 1).page();
        return Math.round(page.trouble().getOrDefault("exits", 0.0)
                + page.trouble().getOrDefault("evidence", 0.0)
                + page.trouble().getOrDefault("report", 0.0)
                + page.dropped().getOrDefault("exits.file", 0.0)
                + page.dropped().getOrDefault("reports", 0.0));
    }

    private List<String> countFaults() throws IOException {
        List<String> faults = new ArrayList<>();
        Minute last = minutes.get(minutes.size() - 1);
        if (last.uncounted() != 0 || last.uncountedStarts() != 0 || last.uncountedFailures() != 0) {
            faults.add("not counted: " + last.uncounted() + " ends, " + last.uncountedStarts() + " starts, "
                    + last.uncountedFailures() + " failed starts");
        }
        pair.endedOfControl().stream()
                .filter(entry -> !entry.isAsMeant())
                .forEach(entry -> faults.add("without the agent, so not ours: " + entry.toLine()));
        return faults;
    }

    private void printRest(Comparison comparison) throws IOException {
        Minute last = minutes.get(minutes.size() - 1);
        System.out.println("\n- Children: " + last.watched().started() + " with the agent, "
                + last.control().started() + " without; abnormal ends told rightly: " + comparison.right() + ", "
                + comparison.notExact() + " of them by their exit value only, "
                + comparison.doubtful() + " with a reason called possible; not told: "
                + comparison.lost().size() + " (" + admitted() + " faults in telling were admitted); told wrongly: "
                + comparison.wrong().size());
        System.out.println("- Short supervisors: " + others.toText());
        System.out.println("- The port: " + callers.toText() + "; " + pageless + " times in vain for the figures");
        System.out.println("- CPU of the two supervisors: " + last.watched().cpuMillis() + " and "
                + last.control().cpuMillis() + " ms, of the agent's threads "
                + last.page().agentCpuMillis() + " ms");
        System.out.println("- Deeds: " + deeds);
        list(
                "Notices in the log",
                notices.entrySet().stream()
                        .map(entry -> entry.getValue() + " x " + entry.getKey())
                        .toList());
        list("Not told", comparison.lost());
        list("On stderr of the supervisor with the agent", pair.errors());
    }

    private static void list(String title, List<String> lines) {
        System.out.println("\n" + title + ": " + Table.number(lines.size(), 0) + "\n");
        lines.stream().limit(SHOWN).forEach(line -> System.out.println("    " + line));
    }
}
