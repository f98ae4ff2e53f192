package io.forkwatch.probe.top;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The supervisor at a glance, as the head of the page has it.
 *
 * @param children the answer of {@code /api/v1/children}
 * @param supervisor that of {@code /api/v1/supervisor}
 */
record Head(JsonObject children, JsonObject supervisor) {
    /** Shares of what can be had, from which on the page colours them. */
    private static final double MUCH = 0.9;

    private static final double PRESSING = 0.1;

    List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        lines.add(new Line(PlainText.of(who()), Line.Style.BOLD));
        lines.add(Line.of(PlainText.of(figures())));
        lines.add(memory());
        lines.add(deaths());
        if (supervisor.object("sampler").text("status").equals("stale")) {
            lines.add(new Line("The sampler stands still: what you see is old.", Line.Style.DANGER));
        }
        return lines;
    }

    /** The time at which the figures were true, in seconds since the epoch: the clock here may be another. */
    double nowSeconds() {
        return children.number("tick_time_seconds");
    }

    private String who() {
        List<String> parts = new ArrayList<>();
        parts.add(simpleName());
        parts.add("pid " + Words.whole(supervisor.number("pid")));
        parts.add("up " + Words.span(nowSeconds() - supervisor.number("start_time_seconds")));
        parts.add("Java " + supervisor.text("java_version").split("\\+", 2)[0]);
        parts.add("Forkwatch " + supervisor.text("version"));
        return String.join(", ", parts);
    }

    private String simpleName() {
        String main = supervisor.text("main_class");
        String last = main.substring(main.lastIndexOf('/') + 1);
        return last.endsWith(".jar") ? last : last.substring(last.lastIndexOf('.') + 1);
    }

    private String figures() {
        JsonObject totals = children.object("totals");
        return Words.plural(children.count("total"), "child", "children") + ", "
                + Words.plural(totals.count("tree_processes"), "process", "processes") + ", "
                + Words.plural(totals.count("tree_threads"), "thread", "threads") + "; memory "
                + Words.bytes(totals.number("tree_rss_bytes")) + "; CPU "
                + Words.cores(totals.number("tree_cpu_ratio")) + " cores";
    }

    private Line memory() {
        JsonObject memory = supervisor.object("memory");
        double used = memory.number("used_bytes");
        double limit = memory.number("limit_bytes");
        double waits = memory.number("pressure_some_ratio");
        String text = "memory of the " + (memory.text("scope").equals("cgroup") ? "cgroup " : "machine ")
                + (Double.isNaN(used) ? "unknown" : Words.bytes(used) + " of " + Words.bytes(limit))
                + (Double.isNaN(waits) ? "" : ", pressure " + percent(waits));
        boolean hot = used >= MUCH * limit || waits >= PRESSING;
        return new Line(text, hot ? Line.Style.WARNING : Line.Style.PLAIN);
    }

    private static String percent(double ratio) {
        return String.format(Locale.ROOT, ratio < PRESSING ? "%.1f %%" : "%.0f %%", 100 * ratio);
    }

    private Line deaths() {
        Map<String, Object> today = new TreeMap<>(
                supervisor.object("exits").object("of_day_by_reason").fields());
        long well = 0;
        long badly = 0;
        List<String> reasons = new ArrayList<>();
        for (Map.Entry<String, Object> each : today.entrySet()) {
            long times = each.getValue() instanceof Double number ? number.longValue() : 0;
            if (each.getKey().equals("ok")) {
                well += times;
            } else {
                badly += times;
                reasons.add(times + " " + Words.label(each.getKey()));
            }
        }
        if (well > 0) {
            reasons.add(well + " ended well");
        }
        String text = "deaths today: " + (badly == 0 ? "none" : Long.toString(badly))
                + (reasons.isEmpty() ? "" : " (" + String.join(", ", reasons) + ")");
        return new Line(PlainText.of(text), badly == 0 ? Line.Style.PLAIN : Line.Style.DANGER);
    }
}
