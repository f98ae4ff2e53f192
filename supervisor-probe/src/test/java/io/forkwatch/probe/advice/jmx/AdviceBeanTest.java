package io.forkwatch.probe.advice.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.Name;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Slot;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.process.advice.Advice;
import io.forkwatch.probe.process.advice.AdviceNews;
import io.forkwatch.probe.process.advice.AdviceNews.What;
import io.forkwatch.probe.process.advice.AdviceView;
import io.forkwatch.probe.process.advice.Limit;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.Notification;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With the real server of this JVM. */
class AdviceBeanTest {
    private static final Child CHILD = new Child(
            new ProcessKey(4711, 5),
            new Name(new Kind("worker"), new Slot(2)),
            CommandLine.UNKNOWN,
            "/",
            Instant.EPOCH,
            0);
    private static final Advice ADVICE = new Advice(CHILD, Limit.RSS, 2, 1, 0);

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final List<Throwable> faults = new ArrayList<>();
    private final Trouble trouble = (what, fault) -> faults.add(fault);
    private AdviceView view = AdviceView.NONE;
    private final AdviceBean bean = new AdviceBean(() -> view);

    private static ObjectName name() throws JMException {
        return new ObjectName("io.forkwatch:type=Advice");
    }

    private Object advice(long pid) throws JMException {
        return server.invoke(name(), "advice", new Object[] {pid}, new String[] {"long"});
    }

    @AfterEach
    void close() {
        bean.close();
    }

    @Test
    void whoAsksLearnsWhoShouldBeRecycledAndWhy() throws JMException {
        bean.register(trouble);
        bean.register(trouble);
        assertThat(server.getAttribute(name(), "Pids")).isEqualTo(new long[] {});
        assertThat(advice(4711)).isEqualTo("");
        view = new AdviceView(Map.of(CHILD.key(), ADVICE), Map.of(), Map.of(), Optional.empty());
        assertThat(server.getAttribute(name(), "Pids")).isEqualTo(new long[] {4711});
        assertThat(advice(4711)).isEqualTo("rss");
        assertThat(advice(4712)).isEqualTo("");
    }

    @Test
    void whoListensIsToldOnAnotherThread() throws JMException, InterruptedException {
        bean.say(new AdviceNews(ADVICE, What.RECYCLE, 0), 1);
        bean.register(trouble);
        LinkedBlockingQueue<List<Object>> heard = new LinkedBlockingQueue<>();
        server.addNotificationListener(
                name(),
                (notification, handback) -> heard.add(List.of(
                        notification.getType(),
                        notification.getMessage(),
                        notification.getUserData(),
                        notification.getTimeStamp(),
                        Thread.currentThread().getName())),
                Notification.class::isInstance,
                null);
        bean.say(new AdviceNews(ADVICE, What.TAKEN, 0), 42);

        assertThat(heard.poll(30, TimeUnit.SECONDS))
                .isEqualTo(List.of("io.forkwatch.advice.taken", "worker[2] limit.rss", 4711L, 42L, "forkwatch-advice"));
        assertThat(heard).isEmpty();
    }

    @Test
    void aServerThatRefusesItIsToldOnce() throws JMException {
        bean.register(trouble);
        try (AdviceBean another = new AdviceBean(() -> view)) {
            another.register(trouble);
            another.register(trouble);
        }
        assertThat(faults).hasSize(1);
        assertThat(server.isRegistered(name())).isTrue();
    }

    @Test
    void atTheEndItIsGone() throws JMException {
        bean.register(trouble);
        bean.close();
        assertThat(server.isRegistered(name())).isFalse();
        bean.close();
    }
}
