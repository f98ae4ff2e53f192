package io.forkwatch.probe.publish.api;

import com.google.gson.stream.JsonWriter;
import io.forkwatch.probe.process.view.TreeMember;
import io.forkwatch.probe.procfs.Auxv;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.pid.PidStat;
import java.io.IOException;
import java.util.List;

/**
 * The processes of one child. The sampler publishes who they are; what each of them uses is read when somebody asks, on the
 * thread that answers.
 *
 * @param procFs where
 * @param units of this machine
 */
record ProcessTreeJson(ProcFs procFs, Auxv units) {
    /** More than anybody reads, and a few milliseconds of reading. */
    static final int MOST_PROCESSES = 200;

    void write(JsonWriter json, List<TreeMember> members) throws IOException {
        json.name("processes").beginArray();
        for (TreeMember member : members.subList(0, Math.min(MOST_PROCESSES, members.size()))) {
            json.beginObject();
            json.name("pid").value(member.key().pid());
            json.name("comm").value(member.comm());
            figures(json, member);
            json.endObject();
        }
        json.endArray();
        json.name("processes_left_out").value(Math.max(0, members.size() - MOST_PROCESSES));
    }

    private void figures(JsonWriter json, TreeMember member) throws IOException {
        PidStat stat;
        try {
            stat = procFs.stat(member.key().pid());
        } catch (IOException goneOrHidden) {
            return; // Unknown is absent.
        }
        if (stat.starttimeTicks() != member.key().starttimeTicks()) {
            return; // Somebody else has the pid by now.
        }
        json.name("ppid").value(stat.ppid());
        json.name("state").value(String.valueOf(stat.state()));
        if (stat.hasMemory()) {
            json.name("rss_bytes").value(units.pagesToBytes(stat.rssPages()));
            json.name("threads").value(stat.threads());
        }
        json.name("cpu_seconds").value(ApiJson.seconds(units.ticksToNanos(stat.utimeTicks() + stat.stimeTicks())));
    }
}
