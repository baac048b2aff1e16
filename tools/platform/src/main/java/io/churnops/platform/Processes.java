package io.churnops.platform;

import java.io.IOException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Starts processes while no port is being tried. For a moment a new process holds copies of this
 * JVM's sockets: one with which {@link Ports} tried a port would keep its server from taking it.
 */
public final class Processes {

  /** Held while a process starts, and while a port is tried. */
  static final Lock SOCKETS = new ReentrantLock();

  private Processes() {}

  /** As {@link ProcessBuilder#start}. */
  public static Process start(ProcessBuilder builder) throws IOException {
    SOCKETS.lock();
    try {
      return builder.start();
    } finally {
      SOCKETS.unlock();
    }
  }
}
