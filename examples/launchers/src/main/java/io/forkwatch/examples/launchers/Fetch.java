package io.forkwatch.examples.launchers;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;

/** Prints what a URL answers, for machines without curl. */
final class Fetch {
    private static final int LIMIT_MILLIS = 5_000;

    private Fetch() {}

    public static void main(String[] urls) throws IOException {
        URLConnection connection = URI.create(urls[0]).toURL().openConnection();
        connection.setConnectTimeout(LIMIT_MILLIS);
        connection.setReadTimeout(LIMIT_MILLIS);
        try (InputStream answer = connection.getInputStream()) {
            answer.transferTo(System.out);
        }
        System.out.flush();
    }
}
