package io.forkwatch.probe.options;

import io.forkwatch.probe.sweep.SweepOptions;
import io.forkwatch.probe.sweep.SweepRoot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Directories with ; between them; {@code none}, in any case, is no directory. */
final class SweepRoots implements ValueParser<List<SweepRoot>> {
    @Override
    public Optional<List<SweepRoot>> parse(String text) {
        List<SweepRoot> roots = new ArrayList<>();
        if (text.equalsIgnoreCase("none")) {
            return Optional.of(roots);
        }
        for (String each : text.split(";", -1)) {
            Optional<SweepRoot> root = SweepRoot.parse(each.strip());
            if (root.isEmpty()) {
                return Optional.empty();
            }
            roots.add(root.get());
        }
        return roots.size() > SweepOptions.MAX_ROOTS ? Optional.empty() : Optional.of(roots);
    }
}
