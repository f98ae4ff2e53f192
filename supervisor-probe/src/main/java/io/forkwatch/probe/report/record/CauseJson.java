package io.forkwatch.probe.report.record;

import com.google.gson.stream.JsonWriter;
import io.forkwatch.probe.diagnose.verdict.Cause;
import io.forkwatch.probe.process.death.OomKill;
import io.forkwatch.probe.process.event.Caller;
import io.forkwatch.probe.process.event.Kill;
import java.io.IOException;

/**
 * The object that a cause has in a record, where it has one of its own.
 *
 * @param deathNanos monotonic time of the end
 */
record CauseJson(long deathNanos) implements Cause.Cases<JsonFields> {
    private static final JsonFields NONE = json -> {};

    @Override
    public JsonFields destroyCalled(Cause.DestroyCalled cause) {
        return json -> killedBy(json, cause.kill());
    }

    @Override
    public JsonFields programKilled(Cause.ProgramKilled cause) {
        return json -> killedBy(json, cause);
    }

    @Override
    public JsonFields oomKilled(Cause.OomKilled cause) {
        return json -> kernelLog(json, cause.kill());
    }

    @Override
    public JsonFields othersOomKilled(Cause.OthersOomKilled cause) {
        return json -> kernelLog(json, cause.kill());
    }

    @Override
    public JsonFields crashed(Cause.Crashed cause) {
        return json -> crashFile(json, cause);
    }

    @Override
    public JsonFields jvmSaid(Cause.JvmSaid cause) {
        return NONE; // It stands in stderr_tail.
    }

    @Override
    public JsonFields exitNoted(Cause.ExitNoted cause) {
        return NONE; // It stands in black_box.
    }

    @Override
    public JsonFields runtimeSaid(Cause.RuntimeSaid cause) {
        return NONE; // It stands in stderr_tail.
    }

    @Override
    public JsonFields cpuTimeUsedUp(Cause.CpuTimeUsedUp cause) {
        return NONE;
    }

    @Override
    public JsonFields forwarded(Cause.Forwarded cause) {
        return NONE; // It stands in tree.
    }

    @Override
    public JsonFields timedOut(Cause.TimedOut cause) {
        return NONE;
    }

    @Override
    public JsonFields notRun(Cause.NotRun cause) {
        return NONE;
    }

    @Override
    public JsonFields wrapperCode(Cause.WrapperCode cause) {
        return NONE;
    }

    @Override
    public JsonFields commandNotRun(Cause.CommandNotRun cause) {
        return NONE;
    }

    private void killedBy(JsonWriter json, Kill kill) throws IOException {
        json.name("killed_by").beginObject();
        json.name("call").value(kill.call());
        json.name("age_seconds").value(ExitJson.seconds(deathNanos - kill.nanos()));
        caller(json, new Caller(kill.thread(), kill.frames()));
        json.endObject();
    }

    private void killedBy(JsonWriter json, Cause.ProgramKilled cause) throws IOException {
        json.name("killed_by").beginObject();
        json.name("program").value(cause.program().command().redacted());
        if (cause.program().pid() > 0) {
            json.name("pid").value(cause.program().pid());
        }
        if (cause.exitValue().isPresent()) {
            json.name("exit_value").value(cause.exitValue().getAsInt());
        }
        json.name("victim_pid").value(cause.victim());
        json.name("age_seconds")
                .value(ExitJson.seconds(deathNanos - cause.program().nanos()));
        if (cause.program().childPid() != 0) {
            json.name("child_pid").value(cause.program().childPid());
        }
        if (cause.program().caller().isKnown()) {
            caller(json, cause.program().caller());
        }
        json.endObject();
    }

    private static void caller(JsonWriter json, Caller caller) throws IOException {
        json.name("thread").value(caller.thread());
        json.name("stack").beginArray();
        for (String frame : caller.frames()) {
            json.value(frame);
        }
        json.endArray();
    }

    private static void kernelLog(JsonWriter json, OomKill kill) throws IOException {
        json.name("kernel_log").beginObject();
        json.name("pid").value(kill.pid());
        json.name("comm").value(kill.comm());
        json.name("of_group").value(kill.ofCgroup());
        ExitJson.text(json, "limit_group", kill.limitCgroup());
        ExitJson.text(json, "victim_group", kill.victimCgroup());
        json.name("line").value(kill.line());
        json.endObject();
    }

    private static void crashFile(JsonWriter json, Cause.Crashed file) throws IOException {
        json.name("crash_file").beginObject();
        json.name("path").value(file.path());
        json.name("pid").value(file.pid());
        ExitJson.text(json, "signal", file.signal().orElse(""));
        ExitJson.text(json, "frame", file.frame().orElse(""));
        ExitJson.text(json, "out_of_memory", file.outOfMemory().orElse(""));
        json.name("summary").value(file.summary());
        json.endObject();
    }
}
