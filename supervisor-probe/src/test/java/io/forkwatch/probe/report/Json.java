package io.forkwatch.probe.report;

import com.google.gson.Gson;
import com.google.gson.JsonObject;

/** Reads records back. */
public final class Json {
    private Json() {}

    public static JsonObject parse(String record) {
        return new Gson().fromJson(record, JsonObject.class);
    }
}
