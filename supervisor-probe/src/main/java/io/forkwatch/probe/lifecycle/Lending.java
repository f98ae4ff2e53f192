package io.forkwatch.probe.lifecycle;

import io.forkwatch.probe.intercept.Lend;
import io.forkwatch.probe.jdk.OwnJar;
import io.forkwatch.probe.options.ProbeOptions;
import io.forkwatch.probe.reporter.ReporterQueue;
import io.forkwatch.probe.takeover.Takeover;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What {@code lend=java} adds to the commands of children. Made where somebody has asked for that. */
final class Lending {
    private Lending() {}

    /**
     * The hook that does it.
     *
     * @param takeover says where the marker is, in which recordings are
     * @param reports gets a line if it cannot be done
     */
    static Optional<Lend> of(ProbeOptions options, Takeover takeover, ReporterQueue reports) {
        String jar = OwnJar.file();
        if (!Lend.canLend(jar)) {
            reports.notice("lend=java: this agent is not lent, its jar cannot be named in the option of another JVM: "
                    + (jar.isEmpty() ? "it is no file" : jar));
            return Optional.empty();
        }
        Supplier<List<String>> recording = options.records() ? new Recorder(takeover) : List::of;
        return Optional.of(new Lend(new File(jar), "role=child", recording));
    }

    /**
     * What has a JVM record itself, silently: with the settings {@code default}, but never by the sampler of CPU time, and
     * without what holds secrets; 8 MiB at most. On the host's thread.
     */
    private record Recorder(Takeover takeover) implements Supplier<List<String>> {
        /** Where there is less left, a JVM might not start. */
        private static final long LEAST_ROOM_BYTES = 64L << 20;

        private static final String SETTINGS = "-XX:StartFlightRecording:name=forkwatch,settings=default,maxsize=8m,"
                + "+jdk.CPUTimeSample#enabled=false,jdk.InitialEnvironmentVariable#enabled=false,"
                + "jdk.InitialSystemProperty#enabled=false,jdk.SystemProcess#enabled=false";

        @Override
        public List<String> get() {
            Optional<Path> place = takeover.recordings();
            if (place.isEmpty() || !isWritable(place.get().toFile())) {
                return List.of();
            }
            return List.of(
                    SETTINGS,
                    "-XX:FlightRecorderOptions:repository=" + place.get() + ",maxchunksize=2m",
                    "-Xlog:jfr+startup=error");
        }

        private static boolean isWritable(File directory) {
            return (directory.isDirectory() || directory.mkdir())
                    && directory.canWrite()
                    && directory.getUsableSpace() > LEAST_ROOM_BYTES;
        }
    }
}
