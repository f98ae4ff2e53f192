package io.forkwatch.bench.jmh;

import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.pid.PidStat;
import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.procfs.text.MalformedProcTextException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The text of a {@code stat}, that of this JVM, into numbers. */
@State(Scope.Thread)
public class Parse {
    private final PidStat stat = new PidStat();
    private final ByteSpan text = Made.by(Parse::ownText);

    private static ByteSpan ownText() throws IOException {
        long pid = ProcessHandle.current().pid();
        return ByteSpan.of(new String(ProcFs.system().statBytes(pid), StandardCharsets.ISO_8859_1));
    }

    /** One text. */
    @Benchmark
    public long parse() throws MalformedProcTextException {
        stat.parse(text);
        return stat.rssPages();
    }
}
