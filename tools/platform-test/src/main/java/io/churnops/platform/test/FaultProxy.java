package io.churnops.platform.test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a service and a server, and falls silent at a chosen word of the service's, so
 * that a test can end the service exactly there. A connection that has fallen silent stays so until
 * it is released; the others go on. What is held there comes late even if the service has hung up.
 * Or it cuts whatever comes to a point, for as long as a test says.
 */
public final class FaultProxy implements AutoCloseable {

  private static final int CHUNK = 1 << 16;

  private final String host;
  private final int port;
  private final ServerSocket door;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable Armed> armed = new AtomicReference<>();

  private final AtomicReference<@Nullable Outage> outage = new AtomicReference<>();

  private FaultProxy(String host, int port) throws IOException {
    this.host = host;
    this.port = port;
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** A way to a server, open until it is closed. */
  public static FaultProxy to(String host, int port) {
    try {
      return new FaultProxy(host, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the service is to connect instead. */
  public int port() {
    return door.getLocalPort();
  }

  /** A silence that is going to fall. */
  public final class Silence {

    private final Armed of;

    private Silence(Armed of) {
      this.of = of;
    }

    /** Waits until it has fallen. */
    public void await() throws Exception {
      try {
        of.fallen.get(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        throw new AssertionError("Nothing was said that ends with " + of.point, e);
      } finally {
        armed.compareAndSet(of, null);
      }
    }

    /**
     * Lets the server hear what was kept from it, late as it is. If that was held, returns when the
     * server has heard all of it and hung up.
     */
    public void release() throws Exception {
      Way way = of.silenced.get();
      if (way == null) {
        throw new IllegalStateException("No connection is held back");
      }
      way.speakAgain();
      if (of.held) {
        way.awaitHeardOut();
      }
    }
  }

  /** Lets the first connection that comes to a point fall silent there. */
  public Silence silenceAt(SilencePoint point) {
    return silenceAt(point, false);
  }

  /**
   * As {@link #silenceAt}; but what the service has said is on its way even after the service has
   * given the connection up, as in the buffers of a network.
   */
  public Silence holdAt(SilencePoint point) {
    return silenceAt(point, true);
  }

  private Silence silenceAt(SilencePoint point, boolean held) {
    Armed next = new Armed(point, held, new CompletableFuture<>(), new AtomicReference<>());
    armed.set(next);
    return new Silence(next);
  }

  /** Connections that are cut, again and again, until it is closed. */
  public final class Outage implements AutoCloseable {

    private final SilencePoint point;
    private final AtomicInteger cuts = new AtomicInteger();

    private Outage(SilencePoint point) {
      this.point = point;
    }

    /** How many connections were cut. */
    public int cuts() {
      return cuts.get();
    }

    @Override
    public void close() {
      outage.compareAndSet(this, null);
    }
  }

  /** Cuts each connection that comes to a point, before the server hears its last word. */
  public Outage cutAt(SilencePoint point) {
    Outage next = new Outage(point);
    outage.set(next);
    return next;
  }

  /** Cuts all connections; new ones are let through. */
  public void cut() {
    sockets.forEach(FaultProxy::close);
  }

  @Override
  public void close() {
    close(door);
    cut();
  }

  private record Armed(
      SilencePoint point,
      boolean held,
      CompletableFuture<Void> fallen,
      AtomicReference<@Nullable Way> silenced) {}

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        sockets.add(client);
        Thread.ofVirtual().start(() -> join(client));
      } catch (IOException e) {
        close(door);
      }
    }
  }

  private void join(Socket client) {
    try (client;
        Socket server = new Socket(host, port)) {
      sockets.add(server);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      Way way = new Way(client, server);
      Thread back = Thread.ofVirtual().start(way::answer);
      way.ask();
      back.join();
      sockets.remove(server);
    } catch (IOException e) {
      close(client); // The server is away, and so it looks to the service.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sockets.remove(client);
    }
  }

  private static void close(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      throw new IllegalStateException("A socket does not close", e);
    }
  }

  /** One connection. What the service is kept from saying is remembered. */
  private final class Way {

    private final Socket client;
    private final Socket server;
    private final AtomicReference<SilencePoint.@Nullable Listening> listening =
        new AtomicReference<>();
    private final ByteArrayOutputStream unsaid = new ByteArrayOutputStream();
    private SilencePoint.@Nullable Listening cutting;
    private volatile @Nullable Armed awaitingAnswer;
    private final CompletableFuture<Void> heardOut = new CompletableFuture<>();
    private volatile boolean silent;
    private volatile boolean held;

    Way(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void ask() {
      pump(client, server, this::passOn);
      close(client);
      if (!held) {
        close(server);
      }
    }

    void answer() {
      pump(server, client, this::passBack);
      close(server);
      close(client);
      heardOut.complete(null);
    }

    void awaitHeardOut() throws Exception {
      server.shutdownOutput();
      heardOut.get(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS);
    }

    private synchronized void passOn(byte[] words, OutputStream out) throws IOException {
      cutIfToBe(words);
      int reached = silent ? 0 : heard(words);
      out.write(words, 0, reached);
      unsaid.write(words, reached, words.length - reached);
    }

    private void cutIfToBe(byte[] words) throws IOException {
      Outage now = outage.get();
      if (now == null) {
        return;
      }
      if (cutting == null || cutting.point() != now.point) {
        cutting = now.point.listen();
      }
      if (cutting.hear(words) >= 0) {
        now.cuts.incrementAndGet();
        throw new IOException("The connection came to " + now.point);
      }
    }

    synchronized void speakAgain() throws IOException {
      silent = false;
      unsaid.writeTo(server.getOutputStream());
      unsaid.reset();
    }

    /** How many of the words go on to the server. */
    private int heard(byte[] words) {
      Armed now = armed.get();
      if (now == null || now.fallen.isDone() || awaitingAnswer != null) {
        return words.length;
      }
      SilencePoint.Listening listener = listening.get();
      if (listener == null || listener.point() != now.point) {
        listener = now.point.listen();
        listening.set(listener);
      }
      int at = listener.hear(words);
      if (at < 0) {
        return words.length;
      }
      if (!now.silenced.compareAndSet(null, this)) {
        return words.length;
      }
      if (now.point.answered()) {
        awaitingAnswer = now;
        return words.length;
      }
      silent = true;
      held = now.held;
      now.fallen.complete(null);
      return at;
    }

    private void passBack(byte[] words, OutputStream out) throws IOException {
      Armed asked = awaitingAnswer;
      if (held) {
        return;
      }
      if (asked == null) {
        out.write(words);
      } else {
        asked.fallen.complete(null);
      }
    }

    private void pump(Socket from, Socket to, Relay relay) {
      byte[] chunk = new byte[CHUNK];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        int read;
        while ((read = in.read(chunk)) >= 0) {
          relay.pass(Arrays.copyOf(chunk, read), out);
        }
      } catch (IOException e) {
        // One of the two is gone; the other learns of it now.
      }
    }
  }

  @FunctionalInterface
  private interface Relay {

    void pass(byte[] words, OutputStream out) throws IOException;
  }
}
