package io.forkwatch.probe.intercept;

/**
 * What the file {@code release} of a Java says of it.
 *
 * @param feature its release, 8 and up; 0 if that is not known
 * @param instrumented true if it is known to have the module that agents need
 * @param recorded true if it is known to have the Flight Recorder
 */
record JavaImage(int feature, boolean instrumented, boolean recorded) {
    /** That of the byte code of our entry. */
    private static final int OLDEST = 8;

    /** From here on the recorder takes the options that are given to it. */
    private static final int OLDEST_RECORDER = 17;

    /** What is said by a text of lines {@code KEY="value"}. A virtual machine that is not HotSpot is not known. */
    static JavaImage of(String release, boolean oldInstrument) {
        String variant = value(release, "JVM_VARIANT");
        int feature = variant.isEmpty() || variant.equalsIgnoreCase("hotspot") || variant.equalsIgnoreCase("server")
                ? feature(value(release, "JAVA_VERSION"))
                : 0;
        String modules = " " + value(release, "MODULES") + " ";
        boolean old = feature == OLDEST && oldInstrument;
        return new JavaImage(feature, old || modules.contains(" java.instrument "), modules.contains(" jdk.jfr "));
    }

    /** Whether it starts with an agent of ours, as far as it can be known. */
    boolean takesAgent() {
        return feature >= OLDEST && instrumented;
    }

    /** Whether it can record itself as we would have it. */
    boolean records() {
        return feature >= OLDEST_RECORDER && recorded;
    }

    // At the beginning of a line.
    private static String value(String release, String key) {
        String start = "\n" + key + "=\"";
        int at = ("\n" + release).indexOf(start);
        if (at < 0) {
            return "";
        }
        int from = at + start.length() - 1;
        int end = release.indexOf('"', from);
        return end < 0 ? "" : release.substring(from, end);
    }

    // "1.8.0_402", "9", "17.0.15", "25-ea".
    private static int feature(String version) {
        String text = version.startsWith("1.") ? version.substring(2) : version;
        int feature = 0;
        for (int i = 0; i < text.length() && i < 4 && Character.isDigit(text.charAt(i)); i++) {
            feature = 10 * feature + Character.digit(text.charAt(i), 10);
        }
        return feature;
    }
}
