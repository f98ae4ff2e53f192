package io.forkwatch.bench.launch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** One contender: a {@link Launcher} that lives as long as the comparison, and what its batches took. */
final class Lane implements AutoCloseable {
    private final String name;
    private final int batch;
    private final Process launcher;
    private final PrintStream orders;
    private final BufferedReader answers;
    private final List<Cost> costs = new ArrayList<>();

    /**
     * Starts the launcher.
     *
     * @param java command line of the launcher's JVM, up to the main class
     * @param command what it is to launch
     * @param batch how often in a round
     */
    Lane(String name, int batch, List<String> java, List<String> command) throws IOException {
        this.name = name;
        this.batch = batch;
        List<String> line = new ArrayList<>(java);
        line.add(Launcher.class.getName());
        line.addAll(command);
        launcher = new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        orders = new PrintStream(launcher.getOutputStream(), true, UTF_8);
        answers = new BufferedReader(new InputStreamReader(launcher.getInputStream(), UTF_8));
    }

    /** Lets the lanes take turns, in another order in each round. Only one of them is busy at any time. */
    static void race(List<Lane> lanes, int warmUps, int rounds) throws IOException {
        Random random = new Random(17);
        List<Lane> order = new ArrayList<>(lanes);
        for (int round = -warmUps; round < rounds; round++) {
            Collections.shuffle(order, random);
            for (Lane lane : order) {
                Cost cost = lane.run();
                if (round >= 0) {
                    lane.costs.add(cost);
                }
            }
        }
    }

    private Cost run() throws IOException {
        orders.println(batch);
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the launcher of \"" + name + "\" has ended");
        }
        return Cost.ofLine(answer);
    }

    String name() {
        return name;
    }

    /** Wall milliseconds per launch, one for each round. */
    double[] wallMillis() {
        return costs.stream().mapToDouble(cost -> cost.wallMillis() / batch).toArray();
    }

    /** CPU milliseconds of the launched process, one for each round. */
    double[] childMillis() {
        return costs.stream().mapToDouble(cost -> cost.childMillis() / batch).toArray();
    }

    /** CPU milliseconds of the launcher itself per launch, over all rounds. */
    double meanOwnMillis() {
        return costs.stream().mapToDouble(Cost::ownMillis).sum() / batch / costs.size();
    }

    @Override
    public void close() {
        orders.close();
    }
}
