package io.forkwatch.probe.lifecycle;

import com.sun.net.httpserver.HttpServer;
import io.forkwatch.probe.intercept.Interceptions;
import io.forkwatch.probe.options.GivenOptions;
import io.forkwatch.probe.options.ProbeOptions;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.ThreadClocks;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/** A ground to stand on without an agent. */
final class Grounds {
    static final String VERSION = "1.2.3";

    private Grounds() {}

    static Ground of(String argument, Clocks clocks, Tally dropped) {
        return of(argument, clocks, dropped, () -> true);
    }

    static Ground of(String argument, Clocks clocks, Tally dropped, BooleanSupplier portGate) {
        ProbeOptions options = GivenOptions.of(argument);
        return new Ground(
                options,
                VERSION,
                clocks,
                ProcFs.system(),
                ThreadClocks.system(),
                dropped,
                Interceptions.waiting(),
                portGate,
                HttpServer::create,
                () -> {
                    throw new IOException("no kernel log in this test");
                });
    }
}
