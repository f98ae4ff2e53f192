package io.forkwatch.probe.options;

/**
 * What Kubernetes puts into every container next to a Service called {@code forkwatch} or {@code forkwatch-…}, see
 * makeLinkVariables in its kubelet: no user meant it as an option, so it must not turn Forkwatch off.
 */
final class ServiceLink {
    private static final String NUMBERED = "_PORT_";

    private ServiceLink() {}

    static boolean is(String variable, String value) {
        if (variable.startsWith(Setting.KIND_VARIABLE_PREFIX)) {
            return false;
        }
        String rest = variable.substring(Setting.VARIABLE_PREFIX.length() - 1);
        return rest.endsWith("_SERVICE_HOST")
                || rest.endsWith("_SERVICE_PORT")
                || rest.contains("_SERVICE_PORT_")
                || (rest.endsWith("_PORT") && isUrl(value))
                || isNumbered(rest);
    }

    private static boolean isUrl(String value) {
        return value.startsWith("tcp://") || value.startsWith("udp://") || value.startsWith("sctp://");
    }

    /** {@code _PORT_9797_TCP}, and behind it {@code _PROTO}, {@code _PORT} or {@code _ADDR}. */
    private static boolean isNumbered(String rest) {
        int start = rest.lastIndexOf(NUMBERED) + NUMBERED.length();
        int end = start;
        while (end < rest.length() && Quantity.isDigit(rest.charAt(end))) {
            end++;
        }
        return rest.contains(NUMBERED)
                && end > start
                && (rest.startsWith("_TCP", end) || rest.startsWith("_UDP", end) || rest.startsWith("_SCTP", end));
    }
}
