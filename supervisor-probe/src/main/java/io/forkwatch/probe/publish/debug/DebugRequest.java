package io.forkwatch.probe.publish.debug;

import io.forkwatch.probe.publish.web.LongPages;
import io.forkwatch.probe.publish.web.WebRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What somebody wants to see.
 *
 * @param what it is
 * @param child of which child; absent for this JVM
 * @param seconds how long a recording is, 1 to 300
 * @param live whether a heap is collected first, so that what is counted lives
 */
record DebugRequest(What what, Optional<WantedChild> child, int seconds, boolean live) {
    static final int MOST_SECONDS = 300;
    private static final int USUAL_SECONDS = 30;

    private static final Pattern PATH = Pattern.compile(
            LongPages.DEBUG + "(?:children/([a-z0-9._-]{1,40})/(\\d{1,9}|overflow)/)?(threads|heap-histogram|jfr)");
    private static final Pattern PID = Pattern.compile("[1-9]\\d{0,9}");
    private static final Pattern SECONDS = Pattern.compile("[1-9]\\d{0,2}");

    /** What there is to see. */
    enum What {
        /** What the threads do. */
        THREADS("threads", "-"),
        /** What is on the heap, by class. */
        HISTOGRAM("heap-histogram", "live"),
        /** What happens for a while. */
        RECORDING("jfr", "seconds");

        private final String name;
        private final String key;

        What(String name, String key) {
            this.name = name;
            this.key = key;
        }

        static What of(String name) {
            for (What each : values()) {
                if (each.name.equals(name)) {
                    return each;
                }
            }
            throw new IllegalArgumentException(name);
        }
    }

    /** Reads a request. */
    static DebugRequest of(WebRequest request) throws DebugRefusal {
        Matcher path = PATH.matcher(request.path());
        if (!path.matches()) {
            throw new DebugRefusal(
                    404,
                    "not found; there are /debug/threads, /debug/heap-histogram and /debug/jfr, and the same below"
                            + " /debug/children/KIND/SLOT/");
        }
        What what = What.of(path.group(3));
        boolean ofChild = path.group(1) != null;
        Map<String, String> query = query(request.query(), what, ofChild);
        Optional<WantedChild> child =
                ofChild ? Optional.of(new WantedChild(path.group(1), path.group(2), pid(query))) : Optional.empty();
        return new DebugRequest(what, child, seconds(query), live(query));
    }

    private static Map<String, String> query(String text, What what, boolean ofChild) throws DebugRefusal {
        Map<String, String> values = new HashMap<>();
        for (String pair : text.isEmpty() ? new String[0] : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            boolean known = what.key.equals(key) || (ofChild && key.equals("pid"));
            if (!known || equals < 0 || values.put(key, pair.substring(equals + 1)) != null) {
                throw new DebugRefusal(
                        400, "jfr takes seconds=1 to 300, heap-histogram live=true or false, those of a child pid=PID");
            }
        }
        return values;
    }

    private static long pid(Map<String, String> query) throws DebugRefusal {
        String text = query.getOrDefault("pid", "0");
        if (query.containsKey("pid") && !PID.matcher(text).matches()) {
            throw new DebugRefusal(400, "pid is a number from 1 up");
        }
        return Long.parseLong(text);
    }

    private static int seconds(Map<String, String> query) throws DebugRefusal {
        String text = query.getOrDefault("seconds", Integer.toString(USUAL_SECONDS));
        if (!SECONDS.matcher(text).matches() || Integer.parseInt(text) > MOST_SECONDS) {
            throw new DebugRefusal(400, "seconds is a number from 1 to " + MOST_SECONDS);
        }
        return Integer.parseInt(text);
    }

    private static boolean live(Map<String, String> query) throws DebugRefusal {
        String text = query.getOrDefault("live", "false");
        if (!text.equals("true") && !text.equals("false")) {
            throw new DebugRefusal(400, "live is true or false");
        }
        return text.equals("true");
    }
}
