package io.forkwatch.probe.top;

import java.util.List;

/** Answers of the port as it writes them. */
final class Answers {
    static final String SUPERVISOR = """
            {"schema_version":1,"seq":7,"tick_time_seconds":1000.000,"version":"0.1.0","java_version":"17.0.15+6",
            "pid":4711,"start_time_seconds":818.500,"main_class":"com.acme.Launcher",
            "sampler":{"status":"ok","tick_time_seconds":1000.000,"lag_seconds":0.0,"interval_seconds":1.0},
            "memory":{"scope":"cgroup","limit_bytes":2147483648,"used_bytes":1395864371,"pressure_some_ratio":0.003},
            "kinds":[],"children":3,"orphans":0,
            "exits":{"abnormal_total":4,"by_reason":{"oom_kernel":3,"signal":1,"ok":9},"day":"2026-11-28",
            "of_day_by_reason":{"oom_kernel":3,"signal":1,"ok":9}},"agent":{}}
            """;

    private Answers() {}

    /** One child in the form of a list. */
    static String child(String kind, int slot, long treeRssBytes, double cores, double startSeconds, String more) {
        return "{\"kind\":\"" + kind + "\",\"slot\":\"" + slot + "\",\"pid\":" + (100 + slot)
                + ",\"start_time_seconds\":" + startSeconds + ",\"state\":\"S\",\"tree_rss_bytes\":" + treeRssBytes
                + ",\"tree_processes\":2,\"tree_threads\":14,\"tree_cpu_ratio\":" + cores + ",\"zombies\":0" + more
                + "}";
    }

    /** A list of them, of which so many are not sent. */
    static String children(int leftOut, List<String> children) {
        int total = children.size() + leftOut;
        return "{\"schema_version\":1,\"seq\":7,\"tick_time_seconds\":1000.0,\"total\":" + total + ",\"left_out\":"
                + leftOut + ",\"totals\":{\"sampled\":" + total + ",\"tree_rss_bytes\":1288490189,\"tree_processes\":6,"
                + "\"tree_threads\":42,\"tree_cpu_ratio\":0.52},\"children\":[" + String.join(",", children) + "]}";
    }

    /** Three children of two kinds. */
    static String three() {
        return children(
                0,
                List.of(
                        child(
                                "worker",
                                3,
                                268435456,
                                0.07,
                                996,
                                ",\"flags\":[\"near_limit\"],\"memory_limit_bytes\":"
                                        + "283115520,\"jvm\":{\"heap_used_bytes\":7938048},\"command\":\"java -jar w.jar\""),
                        child("browser", 0, 134217728, 1.5, 400, ",\"flags\":[],\"command\":\"chrome\""),
                        child(
                                "worker",
                                12,
                                1048576,
                                0.0,
                                900,
                                ",\"flags\":[],\"title\":\"fork 12\",\"command\":\"x\"")));
    }
}
