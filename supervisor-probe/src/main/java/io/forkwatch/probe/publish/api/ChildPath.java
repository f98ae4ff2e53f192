package io.forkwatch.probe.publish.api;

import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.publish.web.WebRequest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which child somebody asks for: by kind and slot, and by pid where several share a name, which is what the overflow is.
 *
 * @param kind the kind
 * @param slot the label of the slot
 * @param pid decimal digits; empty for the heaviest with that name
 * @param history true for its last minutes
 */
record ChildPath(String kind, String slot, String pid, boolean history) {
    /** What a path begins with. */
    static final String PREFIX = "/api/v1/children/";

    private static final Pattern FORM = Pattern.compile(PREFIX + "([a-z0-9._-]{1,40})/(\\d{1,9}|overflow)(/history)?");
    private static final Pattern PID = Pattern.compile("pid=(\\d{1,10})");

    /** Reads a request; empty if it names no child. */
    static Optional<ChildPath> of(WebRequest request) {
        Matcher form = FORM.matcher(request.path());
        Matcher pid = PID.matcher(request.query());
        boolean clear = form.matches() && (request.query().isEmpty() || pid.matches());
        return clear
                ? Optional.of(new ChildPath(
                        form.group(1),
                        form.group(2),
                        request.query().isEmpty() ? "" : pid.group(1),
                        form.group(3) != null))
                : Optional.empty();
    }

    boolean fits(LivingChild living) {
        return living.child().name().kind().name().equals(kind)
                && living.child().name().slot().label().equals(slot)
                && (pid.isEmpty()
                        || pid.equals(Long.toString(living.child().key().pid())));
    }
}
