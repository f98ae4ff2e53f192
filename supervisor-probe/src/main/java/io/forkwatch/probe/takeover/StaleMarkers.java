package io.forkwatch.probe.takeover;

import io.forkwatch.agent.entry.Marker;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.event.LeftBehind;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.pid.NoSuchProcessException;
import io.forkwatch.probe.procfs.pid.PidStat;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Removes the markers of supervisors that were killed before they could do so themselves, and takes over what they wrote
 * down of the processes below them. Only directories of our own user whose process, by pid and starttime, is gone for
 * certain; what is in doubt stays, and so does a directory that holds anything else.
 */
final class StaleMarkers {
    /** A huge /tmp must not cost a supervisor its start. */
    private static final int MOST_ENTRIES = 1_000;

    /** A supervisor writes its first list within a second of its marker. */
    private static final Duration YOUNG = Duration.ofMinutes(1);

    private final List<Path> places;
    private final ProcFs procFs;
    private final Clocks clocks;
    private final Claims claims;
    private final Path here;
    private final Consumer<LeftBehind> heir;

    /**
     * The markers in some places.
     *
     * @param clocks for how long a process is known, and how old a log is
     * @param claims keeps the lists until they are told
     * @param here the directory that this supervisor was started in: the lists of others that were are its own to tell
     * @param heir gets the processes that were written down, living or not
     */
    StaleMarkers(List<Path> places, ProcFs procFs, Clocks clocks, Claims claims, Path here, Consumer<LeftBehind> heir) {
        this.claims = claims;
        this.here = here;
        this.places = places;
        this.procFs = procFs;
        this.clocks = clocks;
        this.heir = heir;
    }

    /** Scans the first 1,000 entries of each place; returns how many markers were removed. */
    int remove() {
        int removed = 0;
        for (Path place : places) {
            removed += removeIn(place);
        }
        return removed;
    }

    private int removeIn(Path place) {
        int scanned = 0;
        int removed = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(place)) {
            for (Path entry : entries) {
                if (scanned++ == MOST_ENTRIES) {
                    break;
                }
                removed += removeIfStale(entry) ? 1 : 0;
            }
        } catch (IOException | DirectoryIteratorException notListed) {
            return removed; // No such place here, or not ours to list: then nothing is tidied.
        }
        return removed;
    }

    private boolean removeIfStale(Path entry) {
        String name = String.valueOf(entry.getFileName());
        OptionalLong pid = Marker.pidOf(name);
        return pid.isPresent() && isGone(pid.getAsLong(), name) && Marker.isOurs(entry) && tidy(entry);
    }

    private boolean tidy(Path marker) {
        boolean hasList = false;
        for (String name : lists(marker)) {
            hasList = true;
            if (inherit(marker, name)) {
                return true;
            }
        }
        if (hasList || isYoung(marker)) {
            return false;
        }
        new LeftLog(marker).removeIfOld(clocks.now());
        LeftRecords.remove(marker);
        return removeEmpty(marker);
    }

    // A claimant that lives tells what it has claimed, or leaves it again.
    private static List<String> lists(Path marker) {
        List<String> lists = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(marker, StateFile.NAME + '*')) {
            for (Path each : found) {
                String name = String.valueOf(each.getFileName());
                if (!name.equals(StateFile.NAME + ".new")) {
                    lists.add(name);
                }
            }
        } catch (IOException | DirectoryIteratorException notListed) {
            return List.of(StateFile.NAME);
        }
        return lists;
    }

    private boolean inherit(Path marker, String list) {
        Optional<String> namespace = procFs.pidNamespace();
        if (namespace.isEmpty() || !isFree(list)) {
            return false;
        }
        StateFile file = new StateFile(marker, namespace.get(), StateFile.placeOf(here));
        Optional<List<LeftBehind>> read = file.read(list, clocks.nanos());
        if (read.isEmpty()) {
            return false;
        }
        if (!claims.isAnyAlive(read.get())) {
            read.get().forEach(heir);
            return new Claim(marker.resolve(list), read.get()).discard();
        }
        return ownName()
                .flatMap(me -> file.claim(list, me, clocks.nanos()))
                .map(this::hand)
                .orElse(false);
    }

    private boolean hand(Claim claim) {
        claim.processes().forEach(heir);
        return claims.add(claim);
    }

    private boolean isFree(String list) {
        if (list.equals(StateFile.NAME)) {
            return true;
        }
        String claimant = list.substring(StateFile.NAME.length() + 1);
        OptionalLong pid = Marker.pidOf(claimant);
        return pid.isPresent() && isGone(pid.getAsLong(), claimant);
    }

    private Optional<String> ownName() {
        try {
            PidStat self = procFs.self();
            return Optional.of(Marker.name(self.pid(), self.starttimeTicks()));
        } catch (IOException hidden) {
            return Optional.empty();
        }
    }

    // Its supervisor may live in another pid namespace, and has not yet written which.
    private boolean isYoung(Path marker) {
        try {
            Instant made =
                    Files.getLastModifiedTime(marker, LinkOption.NOFOLLOW_LINKS).toInstant();
            return made.plus(YOUNG).isAfter(clocks.now());
        } catch (IOException gone) {
            return true;
        }
    }

    private boolean isGone(long pid, String name) {
        try {
            PidStat stat = procFs.stat(pid);
            return stat.isZombie() || !Marker.name(pid, stat.starttimeTicks()).equals(name);
        } catch (NoSuchProcessException gone) {
            return true;
        } catch (IOException unknown) {
            return false;
        }
    }

    // But for where its port was, and what JVMs below it said. rmdir(2) refuses a directory that is not empty. No race
    // with a link: in a sticky
    // place the entry is ours.
    private static boolean removeEmpty(Path directory) {
        try {
            new UrlFile(directory).delete();
            OwnFiles.removeIn(directory);
            return Files.deleteIfExists(directory);
        } catch (IOException notEmpty) {
            return false;
        }
    }
}
