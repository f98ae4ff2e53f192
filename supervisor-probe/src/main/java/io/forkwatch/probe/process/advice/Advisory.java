package io.forkwatch.probe.process.advice;

/** Something to be said about living children before the kernel acts. */
public sealed interface Advisory
        permits AdviceNews,
                MemoryNews,
                CgroupNews,
                GrowthNews,
                HeapNews,
                IdleNews,
                SweepNews,
                BlockedNews,
                HeldOutputNews {
    /** What it is called in JSON, for example {@code memory_warn}. */
    String event();
}
