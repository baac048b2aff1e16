package io.churnops.cli.suite;

import com.sun.management.OperatingSystemMXBean;
import io.churnops.cli.suite.RunningService.Crash;
import io.churnops.platform.Credentials;
import io.churnops.platform.LocalPlatform;
import io.churnops.platform.LocalServer;
import io.churnops.platform.PlatformCache;
import io.churnops.platform.PlatformException;
import io.churnops.platform.PlatformSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * The suite's own process. It starts the servers, then the services, records each step, watches
 * everything it started and records what dies. It ends, in the reverse order, when it is asked to
 * by SIGTERM, and at once when something does not start.
 */
public final class Suite {

  private static final Logger log = LoggerFactory.getLogger(Suite.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final Duration READY_WITHIN = Duration.ofSeconds(120);
  private static final List<SuiteService> LONGEST_START_FIRST =
      List.of(
          SuiteService.TRAINING,
          SuiteService.INGESTION,
          SuiteService.FEATURE,
          SuiteService.SERVING,
          SuiteService.MONITORING);

  private final SuiteHome home;
  private final Layout layout;
  private final StateFile state;
  private final LocalPlatform platform;
  private final ServiceVariables variables;
  private final Map<SuiteService, RunningService> services =
      Collections.synchronizedMap(new EnumMap<>(SuiteService.class));
  private final SharedClassMetadata metadata = new SharedClassMetadata();
  private final Optional<ArchiveMaker> archiveMaker;
  private volatile boolean stopping;

  private Suite(SuiteHome home, Layout layout, SuitePorts ports) {
    this.home = home;
    this.layout = layout;
    Credentials credentials = home.credentials();
    this.variables = new ServiceVariables(home, ports, credentials);
    this.platform =
        new LocalPlatform(
            new PlatformSettings(
                home.data(),
                PlatformCache.ofThisUser(),
                home.logs(),
                ports.servers(),
                credentials.passwords()));
    this.archiveMaker =
        layout == Layout.ONE_JVM ? Optional.of(archiveMaker(home)) : Optional.empty();
    this.state = StateFile.begin(home, layout, ports, InstantSource.system());
  }

  /** Runs a suite: {@code HOME LAYOUT PORT_OFFSET}. */
  public static void main(String[] arguments) throws IOException {
    OptimisingCompiler.yieldToOthers();
    Locale.setDefault(Locale.ENGLISH);
    SuiteHome home = new SuiteHome(Path.of(arguments[0]));
    Layout layout = Layout.valueOf(arguments[1]);
    SuitePorts ports = new SuitePorts(Integer.parseInt(arguments[2]));
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    home.create();
    try (FileChannel channel =
            FileChannel.open(
                home.run().resolve("suite.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        @Nullable FileLock lock = channel.tryLock()) {
      if (lock == null) {
        throw new PlatformException("Another suite runs in " + home.folder());
      }
      new Suite(home, layout, ports).run();
    }
  }

  private static ArchiveMaker archiveMaker(SuiteHome home) {
    var machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new ArchiveMaker(ClassArchive.of(home), machine::getCpuLoad, System::nanoTime);
  }

  private void run() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
    startAll();
    watch();
  }

  /**
   * Starts the servers and the services, which wait for a server until they need it. Contexts that
   * share a JVM start two at a time, which fills two cores, the longest first; processes start all
   * at once.
   */
  private void startAll() {
    int atOnce =
        switch (layout) {
          case ONE_JVM -> 2;
          case SEPARATE -> LONGEST_START_FIRST.size();
        };
    try (ExecutorService starts = Executors.newFixedThreadPool(1 + atOnce)) {
      starts.execute(this::startServers);
      for (SuiteService service : LONGEST_START_FIRST) {
        starts.execute(() -> startUntilReady(service));
      }
    }
    metadata.forget();
  }

  private void startServers() {
    try {
      platform.servers().forEach(server -> state.starting(partName(server)));
      platform.start(server -> {
        up(partName(server), server.pid().orElseGet(() -> ProcessHandle.current().pid()));
      });
    } catch (Exception | LinkageError e) {
      fail("servers", e);
    }
  }

  private void startUntilReady(SuiteService service) {
    try {
      start(service);
      awaitReady(service);
    } catch (Exception | LinkageError e) {
      fail(service.shortName(), e);
    }
  }

  private void start(SuiteService service) throws Exception {
    state.starting(service.shortName());
    Map<String, String> own = variables.of(service);
    switch (layout) {
      case ONE_JVM ->
          PartOfThread.during(
              service.shortName(),
              () -> services.put(service, ServiceContext.start(service, own, metadata)));
      case SEPARATE -> services.put(service, ServiceProcess.start(service, home, own));
    }
  }

  private void awaitReady(SuiteService service) {
    RunningService running = Objects.requireNonNull(services.get(service));
    long started = System.nanoTime();
    try (ReadyProbe probe = new ReadyProbe()) {
      while (!stopping && probe.complaint(variables.ports().of(service)).isPresent()) {
        running
            .crash()
            .ifPresent(crash -> {
              throw new PlatformException(crash.why());
            });
        if (System.nanoTime() - started > READY_WITHIN.toNanos()) {
          throw new PlatformException(
              "It is not ready after %d s.".formatted(READY_WITHIN.toSeconds()));
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      }
    }
    up(service.shortName(), running.pid());
  }

  /** What was asked to end before it was ready is not told of as up. */
  private void up(String part, long pid) {
    if (!stopping) {
      state.up(part, pid);
    }
  }

  private void fail(String part, Throwable failure) {
    if (stopping) {
      return; // asked to end while still starting: what fails now fails because of that
    }
    log.error("{} does not start", part, failure);
    state.failed(part, rootOf(failure));
    System.exit(1);
  }

  /** Looks after every part until this process is asked to end. */
  private void watch() {
    while (!stopping) {
      for (LocalServer server : platform.servers()) {
        server
            .crash()
            .ifPresent(crash -> record(partName(server), new Crash(crash.exitCode(), crash.why())));
      }
      services.forEach((service, running) ->
          running.crash().ifPresent(crash -> record(service.shortName(), crash)));
      state.catchUp();
      archiveMaker.ifPresent(ArchiveMaker::look);
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
  }

  private void record(String part, Crash crash) {
    if (!stopping && state.crashed(part, crash.exitCode(), crash.why())) {
      log.error("{} crashed: {}", part, crash.why());
    }
  }

  private void stop() {
    stopping = true;
    archiveMaker.ifPresent(ArchiveMaker::stop);
    Thread[] stops =
        List.copyOf(services.values()).stream()
            .map(service -> Thread.ofPlatform().start(service::stop))
            .toArray(Thread[]::new);
    for (Thread stop : stops) {
      join(stop);
    }
    platform.stop();
    state.end();
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String partName(LocalServer server) {
    return server.name().equals("PostgreSQL") ? "postgres" : server.name().toLowerCase(Locale.ROOT);
  }

  private static String rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && !(root instanceof PlatformException)) {
      root = root.getCause();
    }
    return root instanceof PlatformException
        ? String.valueOf(root.getMessage())
        : root.getClass().getSimpleName() + ": " + root.getMessage();
  }
}
