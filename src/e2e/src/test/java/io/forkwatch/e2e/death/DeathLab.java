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
import java.util.function.Predicate;

/**
 * Lets children die under one watched supervisor: first those that need no cgroup, then those
 * that need one, and at last each of those that bear no company. */
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
        fates.addAll(fates(
                scenarios, scenario -> !scenario.alone() && scenario.room().isEmpty()));
        fates.add("");
        fates.addAll(fates(
                scenarios, scenario -> !scenario.alone() && scenario.room().isPresent()));
        for (Scenario alone : scenarios) {
            fates.add("");
            fates.addAll(fates(List.of(alone), Scenario::alone));
        }
        Summaries summaries = run(Files.write(directory.resolve("fates"), fates));
        return new Findings(directory.getFileName().toString(), summaries, directory, played, mode.witnesses());
    }

    private List<String> fates(List<Scenario> scenarios, Predicate<Scenario> which) throws IOException {
        List<String> fates = new ArrayList<>();
        for (Scenario scenario : scenarios) {
            if (which.test(scenario)) {
                fate(scenario).ifPresent(fates::add);
            }
        }
        return fates;
    }

    /** Its line; empty where its room is not possible. */
    private Optional<String> fate(Scenario scenario) throws IOException {
        if (scenario.room().isEmpty()) {
            return Optional.of(fate(scenario, ""));
        }
        Room room = scenario.room().get();
        Optional<ControlGroup> group = ControlGroup.create(room.limit(), scenario.name(), room.value());
        if (group.isEmpty()) {
            return Optional.empty();
        }
        groups.add(group.get());
        return Optional.of(fate(scenario, group.get().procs().toString()));
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
