package io.forkwatch.bench.lane;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * One contender: a process that lives as long as the comparison and answers each line with a line, and what its rounds
 * gave.
 *
 * @param <T> what an answer says
 */
public final class Lane<T> implements AutoCloseable {
    private final String name;
    private final Function<String, T> reading;
    private final Process process;
    private final PrintStream orders;
    private final BufferedReader answers;
    private final List<T> results = new ArrayList<>();

    /**
     * Starts the process.
     *
     * @param name for the table
     * @param command its command line
     * @param reading of one of its answers
     */
    public Lane(String name, List<String> command, Function<String, T> reading) throws IOException {
        this.name = name;
        this.reading = reading;
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        orders = new PrintStream(process.getOutputStream(), true, UTF_8);
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    /**
     * Lets the lanes take turns, in another order in each round. Only one of them is busy at any time.
     *
     * @param order what each is told in each round
     * @param warmUps rounds that do not count, before the others
     */
    public static <T> void race(List<Lane<T>> lanes, String order, int warmUps, int rounds) throws IOException {
        Random random = new Random(17);
        List<Lane<T>> turns = new ArrayList<>(lanes);
        for (int round = -warmUps; round < rounds; round++) {
            Collections.shuffle(turns, random);
            for (Lane<T> lane : turns) {
                T result = lane.ask(order);
                if (round >= 0) {
                    lane.results.add(result);
                }
            }
        }
    }

    /** Gives an order and waits for the answer. */
    public T ask(String order) throws IOException {
        orders.println(order);
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("\"" + name + "\" has ended");
        }
        return reading.apply(answer);
    }

    /** The processes that it has started, and that live. */
    public List<Long> childPids() {
        return process.children().map(ProcessHandle::pid).toList();
    }

    /** What it is called in the table. */
    public String name() {
        return name;
    }

    /** One figure of each round that counted, the first round first. */
    public double[] figures(ToDoubleFunction<T> figure) {
        return results.stream().mapToDouble(figure).toArray();
    }

    /** Ends the process, by the end of its stdin, and waits for that. */
    @Override
    public void close() {
        orders.close();
        process.onExit().join();
    }
}
