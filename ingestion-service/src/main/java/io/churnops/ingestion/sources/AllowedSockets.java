package io.churnops.ingestion.sources;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.net.SocketFactory;

/**
 * Sockets for the PostgreSQL driver that connect to addresses that were checked and to no others,
 * whatever the name of the host has come to mean since. The driver makes it by its name.
 */
public final class AllowedSockets extends SocketFactory {

  private final Set<String> addresses;

  /** For addresses separated by commas, as {@link #argument} writes them. */
  public AllowedSockets(String addresses) {
    this.addresses = new TreeSet<>(List.of(addresses.split(",")));
  }

  static String argument(List<InetAddress> addresses) {
    return addresses.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(","));
  }

  @Override
  public Socket createSocket() {
    return new Socket() {
      @Override
      public void connect(SocketAddress endpoint, int timeout) throws IOException {
        if (!(endpoint instanceof InetSocketAddress to)
            || to.isUnresolved()
            || !addresses.contains(to.getAddress().getHostAddress())) {
          throw new SocketException("The address was not allowed when it was checked");
        }
        super.connect(endpoint, timeout);
      }
    };
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return createSocket(InetAddress.getByName(host), port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    Socket socket = createSocket();
    socket.connect(new InetSocketAddress(host, port), 0);
    return socket;
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return createSocket(host, port);
  }
}
