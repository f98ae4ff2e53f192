package io.forkwatch.bench.part;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.forkwatch.bench.rival.Contender;
import io.forkwatch.bench.rival.OurSample;
import io.forkwatch.bench.rival.OurTick;
import io.forkwatch.bench.rival.Peers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;

/** A JVM that looks at the processes of its arguments again and again: to be measured as a whole from outside. */
final class Ticks {
    private Ticks() {}

    /**
     * Each line of stdin is a number of ticks to do at once; answered by an empty line.
     *
     * @param arguments contender, pid of the parent of all, their pids
     */
    public static void main(String[] arguments) throws Exception {
        List<Long> pids = new ArrayList<>();
        for (String argument : List.of(arguments).subList(2, arguments.length)) {
            pids.add(Long.parseLong(argument));
        }
        Contender contender = contender(arguments[0], Long.parseLong(arguments[1]), pids);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            for (int ticks = Integer.parseInt(order); ticks > 0; ticks--) {
                contender.tick();
            }
            System.out.println();
        }
    }

    private static Contender contender(String name, long parentPid, List<Long> pids) throws Exception {
        return switch (name) {
            case "sample" -> new OurSample(pids);
            case "tick" -> OurTick.of(pids);
            case "hadoop" -> Peers.hadoop(parentPid);
            case "oshi6", "oshi7" -> Peers.oshi(name, pids);
            default -> throw new IOException("no contender " + name);
        };
    }
}
