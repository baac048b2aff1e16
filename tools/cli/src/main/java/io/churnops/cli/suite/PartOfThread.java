package io.churnops.cli.suite;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.sift.AbstractDiscriminator;

/**
 * Tells which part of the suite logs, when several share a JVM. A thread belongs to the part whose
 * start created it, and so do the threads it creates; a thread without a part belongs to Kafka when
 * Kafka's own loggers speak, else to the suite itself.
 */
public final class PartOfThread extends AbstractDiscriminator<ILoggingEvent> {

  private static final InheritableThreadLocal<String> PART = new InheritableThreadLocal<>();

  /** Runs an action that starts a part; what it starts logs to that part's file. */
  static void during(String part, ThrowingRunnable action) throws Exception {
    PART.set(part);
    try {
      action.run();
    } finally {
      PART.remove();
    }
  }

  @Override
  public String getDiscriminatingValue(ILoggingEvent event) {
    String part = PART.get();
    if (part != null) {
      return part;
    }
    String logger = event.getLoggerName();
    return logger.startsWith("kafka.") || logger.startsWith("org.apache.kafka.")
        ? "kafka"
        : "suite";
  }

  @Override
  public String getKey() {
    return "part";
  }

  /** An action that may fail. */
  @FunctionalInterface
  interface ThrowingRunnable {
    void run() throws Exception;
  }
}
