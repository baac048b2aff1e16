package io.churnops.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Clients of one server, each with a connection of its own. */
final class LeanClients implements AutoCloseable {

  private final List<LeanHttp> connections;

  LeanClients(int count, Supplier<LeanHttp> connection) {
    connections = Stream.generate(connection).limit(count).toList();
  }

  /** What a client asks over its connection. */
  @FunctionalInterface
  interface Question {

    /** Whether the n-th request got a good answer. */
    boolean ask(LeanHttp http, int n) throws IOException;
  }

  /** All of them with the same question. */
  List<OpenLoop.Client> asking(Question question) {
    return connections.stream().<OpenLoop.Client>map(http -> n -> question.ask(http, n)).toList();
  }

  @Override
  public void close() throws IOException {
    for (LeanHttp connection : connections) {
      connection.close();
    }
  }
}
