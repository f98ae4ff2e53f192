package io.forkwatch.e2e.harness;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The schema of exit records in the docs. */
final class ExitSchema {
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(text(), InputFormat.JSON);

    private ExitSchema() {}

    /** Fails if a record is not as the docs say. */
    static void check(String record) {
        List<Error> errors = SCHEMA.validate(record, InputFormat.JSON);
        if (!errors.isEmpty()) {
            throw new AssertionError("not as the schema says: " + errors + " in " + record);
        }
    }

    private static String text() {
        try {
            return Files.readString(Path.of("..", "docs", "exit-summary.schema.json"));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}
