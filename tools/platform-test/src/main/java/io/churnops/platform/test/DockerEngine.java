package io.churnops.platform.test;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether a Docker engine can be reached: by connecting to where it listens, since a client program
 * may be installed without an engine, and Testcontainers' own question takes a second and logs
 * errors.
 */
final class DockerEngine {

  private static final int CONNECT_MILLIS = 500;

  private DockerEngine() {}

  static boolean answers() {
    Optional<String> host = Optional.ofNullable(System.getenv("DOCKER_HOST"));
    if (host.isPresent()) {
      return answersAt(URI.create(host.get()));
    }
    String home = System.getProperty("user.home");
    return Stream.of(
            "/var/run/docker.sock",
            home + "/.docker/run/docker.sock",
            home + "/.colima/docker.sock")
        .map(Path::of)
        .filter(Files::exists)
        .anyMatch(DockerEngine::accepts);
  }

  private static boolean answersAt(URI host) {
    if ("unix".equals(host.getScheme())) {
      return accepts(Path.of(host.getPath()));
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host.getHost(), host.getPort()), CONNECT_MILLIS);
      return true;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean accepts(Path socket) {
    SocketAddress address = UnixDomainSocketAddress.of(socket);
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return channel.connect(address);
    } catch (IOException e) {
      return false;
    }
  }
}
