package io.churnops.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the launcher has the JVM remember the classes of, so that commands start faster: commands as
 * they are typed, to a service in this JVM that knows one model.
 */
final class Rehearsal {

  private static final byte[] MODELS =
      """
      {"models": [{"name": "churn", "aliases": [{"alias": "champion", "version": 1}],
        "versions": [{"version": 1, "metrics": {"auc": 0.8}, "createdAt": "2026-01-01T00:00:00Z"}]}]}
      """
          .getBytes(StandardCharsets.UTF_8);

  private Rehearsal() {}

  public static void main(String[] arguments) throws IOException {
    HttpServer service =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, MODELS.length);
          exchange.getResponseBody().write(MODELS);
          exchange.close();
        });
    Path key = Files.createTempFile("rehearsal", ".key");
    try {
      service.start();
      String address = "http://localhost:" + service.getAddress().getPort();
      ask("model", "list", "--url", address, "--key-file", key.toString());
      ask("status", "--home", key + ".none");
    } finally {
      Files.delete(key);
      service.stop(0);
    }
  }

  private static void ask(String... command) {
    ChurnopsCommand.commandLineOf(command).execute(command);
  }
}
