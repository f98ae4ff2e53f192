package io.forkwatch.probe.naming;

import io.forkwatch.probe.process.Kind;
import java.util.regex.Pattern;

/**
 * A user's rule: {@code kind.NAME=regex}.
 *
 * @param kind the kind it gives
 * @param pattern what is searched for in the command line, its arguments joined by spaces
 */
public record KindRule(Kind kind, Pattern pattern) {}
