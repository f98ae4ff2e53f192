package io.forkwatch.probe.report.record;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;

/** Fields of an object that is open. */
@FunctionalInterface
interface JsonFields {
    /** Writes them. */
    void write(JsonWriter json) throws IOException;
}
