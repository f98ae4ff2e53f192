package io.forkwatch.probe.advice.jmx;

import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.process.advice.Advice;
import io.forkwatch.probe.process.advice.AdviceNews;
import io.forkwatch.probe.process.advice.AdviceView;
import io.forkwatch.probe.thread.Confined;
import io.forkwatch.probe.thread.OwnThreads;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.management.JMException;
import javax.management.MBeanNotificationInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import javax.management.ObjectName;
import javax.management.StandardEmitterMBean;

/**
 * Registers the bean once the host has the platform's MBean server, which is never made from here: that would set up
 * logging and management of a host which has not come to it yet. Listeners are the host's: they are called on a thread of
 * their own, which is there while there is something to tell, and what finds no room before it is left out.
 */
public final class AdviceBean implements AutoCloseable {
    private static final String NAME = "io.forkwatch:type=Advice";

    /** That of the platform has it, MBeanServer of others may have not. */
    private static final String RUNTIME = "java.lang:type=Runtime";

    private static final String TYPE = "io.forkwatch.advice.";
    private static final int MOST_WAITING = 64;
    private static final long IDLE_SECONDS = 1;

    private final Supplier<AdviceView> view;
    private final ThreadPoolExecutor listeners = new ThreadPoolExecutor(
            0,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            body -> OwnThreads.interruptible("advice", body),
            new ThreadPoolExecutor.DiscardPolicy());
    private final NotificationBroadcasterSupport broadcaster = new NotificationBroadcasterSupport(
            listeners,
            new MBeanNotificationInfo(
                    new String[] {TYPE + "recycle", TYPE + "cleared", TYPE + "taken"},
                    Notification.class.getName(),
                    "Who should be recycled, need not be any more, or was."));
    private Optional<MBeanServer> server = Optional.empty();
    private long sequence;
    private boolean refused;

    /**
     * A bean that is not registered.
     *
     * @param view what is advised
     */
    public AdviceBean(Supplier<AdviceView> view) {
        this.view = view;
    }

    /**
     * Registers it, if that can be done now and has not been.
     *
     * @param trouble where it is told, once, that the server refuses it
     */
    @Confined(Confined.To.REPORTER)
    public void register(Trouble trouble) {
        if (server.isPresent() || refused) {
            return;
        }
        try {
            register();
        } catch (JMException | RuntimeException fault) {
            refused = true;
            trouble.report("advice bean", fault);
        }
    }

    private void register() throws JMException {
        List<MBeanServer> servers = MBeanServerFactory.findMBeanServer(null);
        ObjectName runtime = new ObjectName(RUNTIME);
        for (MBeanServer each : servers) {
            if (each.isRegistered(runtime)) {
                each.registerMBean(
                        new StandardEmitterMBean(new Answers(view), AdviceMXBean.class, true, broadcaster),
                        new ObjectName(NAME));
                server = Optional.of(each);
                return;
            }
        }
    }

    private record Answers(Supplier<AdviceView> view) implements AdviceMXBean {
        @Override
        public long[] getPids() {
            return view.get().byChild().keySet().stream()
                    .mapToLong(key -> key.pid())
                    .sorted()
                    .toArray();
        }

        @Override
        public String advice(long pid) {
            for (Advice advice : view.get().byChild().values()) {
                if (advice.child().key().pid() == pid) {
                    return advice.limit().label();
                }
            }
            return "";
        }
    }

    /**
     * Tells those who listen.
     *
     * @param millis wall clock of it
     */
    @Confined(Confined.To.REPORTER)
    public void say(AdviceNews news, long millis) {
        if (server.isPresent()) {
            Advice advice = news.advice();
            String message = advice.child().name() + " limit." + advice.limit().label();
            Notification told = new Notification(TYPE + news.what().label(), NAME, ++sequence, millis, message);
            told.setUserData(advice.child().key().pid());
            broadcaster.sendNotification(told);
        }
    }

    /** Takes it out of the server again. */
    @Override
    @Confined(Confined.To.REPORTER)
    public void close() {
        listeners.shutdown();
        try {
            if (server.isPresent()) {
                server.get().unregisterMBean(new ObjectName(NAME));
            }
        } catch (JMException gone) {
            server = Optional.empty(); // The host has taken it out itself.
        }
    }
}
