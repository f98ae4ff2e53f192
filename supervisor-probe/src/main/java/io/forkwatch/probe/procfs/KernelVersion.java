package io.forkwatch.probe.procfs;

import io.forkwatch.probe.procfs.text.ByteSpan;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code /proc/sys/kernel/osrelease}, proc_sys_kernel(5): which kernel this is.
 *
 * <pre>
 * 6.12.117+deb13-cloud-amd64
 * </pre>
 *
 * @param major 0 and up
 * @param minor 0 and up
 * @param patch of the stable series; 0 if it has none
 */
record KernelVersion(int major, int minor, int patch) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(?:\\.(\\d{1,4}))?.*", Pattern.DOTALL);

    /** The version that a text begins with; empty if it begins with none. */
    static Optional<KernelVersion> parse(ByteSpan text) {
        Matcher matcher = TEXT.matcher(new String(text.array(), 0, text.length(), StandardCharsets.ISO_8859_1));
        return matcher.matches()
                ? Optional.of(new KernelVersion(
                        Integer.parseInt(matcher.group(1)),
                        Integer.parseInt(matcher.group(2)),
                        Optional.ofNullable(matcher.group(3))
                                .map(Integer::parseInt)
                                .orElse(0)))
                : Optional.empty();
    }

    /** True of that version and of all later ones. */
    boolean isAtLeast(int otherMajor, int otherMinor) {
        return major > otherMajor || (major == otherMajor && minor >= otherMinor);
    }
}
