package io.forkwatch.probe.lifecycle;

import io.forkwatch.probe.evidence.kernel.KernelLogSource;
import io.forkwatch.probe.intercept.Interception;
import io.forkwatch.probe.options.ProbeOptions;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.ThreadClocks;
import io.forkwatch.probe.publish.http.HttpServerFactory;
import java.util.function.BooleanSupplier;

/**
 * What both threads stand on.
 *
 * @param options what the user chose
 * @param version of Forkwatch
 * @param threads CPU time of the threads of Forkwatch
 * @param dropped what went beyond a cap, by name
 * @param portGate whether the port may be opened
 * @param httpServers makes the server of the port
 * @param kernelLog where the kernel's log is
 */
record Ground(
        ProbeOptions options,
        String version,
        Clocks clocks,
        ProcFs procFs,
        ThreadClocks threads,
        Tally dropped,
        Interception interception,
        BooleanSupplier portGate,
        HttpServerFactory httpServers,
        KernelLogSource kernelLog) {}
