package io.forkwatch.probe.report.record;

import com.google.gson.stream.JsonWriter;
import io.forkwatch.probe.process.advice.MemoryNews;
import io.forkwatch.probe.process.advice.MemoryNews.Share;
import io.forkwatch.probe.process.advice.MemoryNews.What;
import java.io.IOException;

/** News of the memory that all share as fields of an object. */
final class MemoryJson {
    private MemoryJson() {}

    static void write(JsonWriter json, MemoryNews news) throws IOException {
        json.name("cgroup").value(news.cgroup());
        json.name("limit_bytes").value(news.limitBytes());
        if (news.what() == What.LIMIT) {
            json.name("limit_before_bytes").value(news.limitBeforeBytes());
        }
        json.name("used_bytes").value(news.use().keptBytes());
        json.name("anon_bytes").value(news.use().anonBytes());
        json.name("shmem_bytes").value(news.use().shmemBytes());
        json.name("cache_bytes").value(news.use().cacheBytes());
        if (!news.largest().isEmpty()) {
            json.name("largest").beginArray();
            for (Share share : news.largest()) {
                json.beginObject();
                json.name("name").value(share.who().isEmpty() ? "supervisor" : share.who());
                json.name("pid").value(share.pid());
                json.name("rss_bytes").value(share.rssBytes());
                json.endObject();
            }
            json.endArray();
        }
    }
}
