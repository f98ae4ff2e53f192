/** The first classes a JVM sees of Forkwatch: Java 8 byte code, no dependency. */
package io.forkwatch.agent.entry;
