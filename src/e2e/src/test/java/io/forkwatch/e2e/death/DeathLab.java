package io.forkwatch.e2e.death;

import io.forkwatch.e2e.death.Scenario.Room;
import io.forkwatch.e2e.harness.ControlGroup;
import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.Outcome;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Summaries;
import io.forkwatch.e2e.harness.Supervisor;
import io.forkwatch.e2e.program.Fates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lets children die under one watched supervisor: first those that need no control group, then the others. */
final class DeathLab {
    private static final String ANYBODY = "rwxrwxrwx";
    private static final String RUN_NOT_READ = "rwx--x--x";

    private final Jdk jdk;
    private final Mode mode;
    private final Path directory;
    private final Path unreadable;
    private final List<ControlGroup> groups = new ArrayList<>();
    private final Set<String> played = new HashSet<>();

    private DeathLab(Jdk jdk, Mode mode) throws IOException {
        this.jdk = jdk;
        this.mode = mode;
        this.directory = Shipped.newDirectory("deaths-" + jdk.feature() + "-" + mode);
        this.unreadable = Files.copy(Path.of("/bin/sh"), directory.resolve("unreadable-sh"));
        allow(unreadable, RUN_NOT_READ);
        allow(directory, ANYBODY);
    }

    /** Plays the scenarios. */
    static Findings play(Jdk jdk, Mode mode, List<Scenario> scenarios) throws IOException {
        DeathLab lab = new DeathLab(jdk, mode);
        try {
            return lab.play(scenarios);
        } finally {
            lab.groups.forEach(ControlGroup::close);
        }
    }

    private Findings play(List<Scenario> scenarios) throws IOException {
        List<String> fates = new ArrayList<>();
        for (Scenario scenario : scenarios) {
            if (scenario.room().isEmpty()) {
                fates.add(fate(scenario, ""));
            }
        }
        fates.add("");
        for (Scenario scenario : scenarios) {
            Optional<Path> procs = room(scenario);
            if (procs.isPresent()) {
                fates.add(fate(scenario, procs.get().toString()));
            }
        }
        Summaries summaries = run(Files.write(directory.resolve("fates"), fates));
        return new Findings(directory.getFileName().toString(), summaries, directory, played, mode.witnesses());
    }

    /** Where a process enters; empty where none is needed or possible. */
    private Optional<Path> room(Scenario scenario) throws IOException {
        if (scenario.room().isEmpty()) {
            return Optional.empty();
        }
        Room room = scenario.room().get();
        Optional<ControlGroup> group = ControlGroup.create(room.limit(), scenario.name(), room.value());
        group.ifPresent(groups::add);
        return group.map(ControlGroup::procs);
    }

    private String fate(Scenario scenario, String procs) throws IOException {
        Path home = Files.createDirectory(directory.resolve(scenario.name()));
        allow(home, ANYBODY);
        played.add(scenario.name());
        return scenario.line(home, procs, unreadable.toString());
    }

    private Summaries run(Path fates) throws IOException {
        Path log = directory.resolve("forkwatch.log");
        List<String> command = Program.of(jdk, Fates.class, fates.toString())
                .watched(mode.agentOptions(log))
                .command();
        try (Supervisor supervisor = Supervisor.start(mode.command(command), Map.of(), directory)) {
            Outcome outcome = supervisor.awaitEnd();
            if (outcome.exitValue() != 0) {
                throw new AssertionError("the supervisor failed: " + outcome);
            }
        }
        return Summaries.read(log);
    }

    private static void allow(Path file, String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
