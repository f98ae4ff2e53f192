package io.forkwatch.probe.top;

import java.io.IOException;

/** Where the figures come from. */
@FunctionalInterface
interface Api {
    String CHILDREN = "/api/v1/children";
    String SUPERVISOR = "/api/v1/supervisor";

    /**
     * The body of an answer, as it is.
     *
     * @throws IOException if there is none; its message is for people, and may have the words of strangers in it
     */
    String get(String path) throws IOException;

    /** What is to be shown now. */
    default Screen screen() throws IOException {
        return new Screen(JsonObject.parse(get(CHILDREN)), JsonObject.parse(get(SUPERVISOR)));
    }
}
