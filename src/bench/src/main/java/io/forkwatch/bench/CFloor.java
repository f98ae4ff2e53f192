package io.forkwatch.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** The C program {@code floor}, in one of its modes: as cheap as a look at processes can be. */
public final class CFloor implements AutoCloseable {
    private final PrintStream orders;
    private final BufferedReader answers;

    /**
     * Starts the program.
     *
     * @param mode {@code held}, {@code anew}, {@code scan} or {@code list}; see there
     * @param pids what it follows
     */
    public CFloor(String mode, List<Long> pids) throws IOException {
        List<String> command = new ArrayList<>(List.of(Work.file("floor"), mode));
        pids.forEach(pid -> command.add(Long.toString(pid)));
        Process program = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        orders = new PrintStream(program.getOutputStream(), true, UTF_8);
        answers = new BufferedReader(new InputStreamReader(program.getInputStream(), UTF_8));
    }

    /** Looks at all processes {@code ticks} times at once; what all of that took. */
    public Turn turn(int ticks) throws IOException {
        return new Turn(answer(ticks)[0], 0);
    }

    /** How many processes it sees. */
    public long seen() throws IOException {
        return answer(1)[1];
    }

    private long[] answer(int ticks) throws IOException {
        orders.println(ticks);
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the C program has ended");
        }
        String[] words = answer.split(" ", -1);
        return new long[] {Long.parseLong(words[0]), Long.parseLong(words[1])};
    }

    @Override
    public void close() {
        orders.close();
    }
}
