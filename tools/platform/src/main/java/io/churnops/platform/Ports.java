package io.churnops.platform;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** TCP ports of this machine: free ones, and a clear word when one is taken. */
public final class Ports {

  private static final int CONNECT_MILLIS = 500;

  private Ports() {}

  /** Distinct ports that are free now. */
  public static List<Integer> free(int count) {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } catch (IOException e) {
      throw new PlatformException("This machine gives out no free port.", e);
    } finally {
      held.forEach(Ports::close);
    }
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

  private static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean binds(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(port), 1);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new PlatformException("A probing socket does not close.", e);
    }
  }
}
