package io.churnops.platform;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports of this machine: free ones, and a clear word when one is taken. */
public final class Ports {

  private static final int CONNECT_MILLIS = 500;

  /**
   * Below the ports that systems hand to clients, so that none takes it before its server does, and
   * below those of whole suites.
   */
  private static final int LOWEST = 15_000;

  private static final int HIGHEST = 25_000;
  private static final int TRIES = 10_000;

  private Ports() {}

  /** Distinct ports that are free now. */
  public static List<Integer> free(int count) {
    List<Integer> free =
        ThreadLocalRandom.current()
            .ints(TRIES, LOWEST, HIGHEST)
            .distinct()
            .filter(Ports::isFree)
            .limit(count)
            .boxed()
            .toList();
    if (free.size() < count) {
      throw new PlatformException("This machine gives out no free port.");
    }
    return free;
  }

  /** Whether nobody listens on the port, neither on the loopback address nor on any other. */
  public static boolean isFree(int port) {
    return !answers(port) && binds(port);
  }

  /**
   * Throws {@link PortTakenException}, naming the process where that can be known, unless the port
   * is free.
   */
  public static void requireFree(String part, int port) {
    if (!isFree(port)) {
      throw new PortTakenException(part, port, PortHolder.of(port));
    }
  }

  /** Whether a connection to the port on this machine is taken. */
  public static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean binds(int port) {
    Processes.SOCKETS.lock();
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(port), 1);
      return true;
    } catch (IOException e) {
      return false;
    } finally {
      Processes.SOCKETS.unlock();
    }
  }
}
