/** Adapters to peers: each class is loaded by the loader of its peer, see {@code Peers}. */
@NullMarked
package io.forkwatch.bench.rival.peer;

import org.jspecify.annotations.NullMarked;
