package io.churnops.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL with every guarantee on: what is committed survives a crash of this process, of the
 * server and of the machine. A start makes sure that the database {@code churnops} has the role and
 * schema of each service, with the passwords given.
 */
public final class LocalPostgres implements LocalServer {

  /** The suite's database. */
  public static final String DATABASE = "churnops";

  private static final Duration START = Duration.ofSeconds(60);
  private static final String SUPERUSER = "postgres";

  /**
   * Many rounds make it slow to guess a password, and each connection to be made. These passwords
   * are 32 random bytes.
   */
  private static final String PASSWORD_ROUNDS = "scram_iterations=1";

  private final Binaries binaries;
  private final Path folder;
  private final Path log;
  private final int port;
  private final PlatformSettings.PlatformPasswords passwords;
  private @Nullable LeashedProcess process;

  LocalPostgres(PlatformSettings settings) {
    this.binaries = new Binaries(settings.cacheDirectory());
    this.folder = settings.dataDirectory().resolve("postgres");
    this.log = settings.logDirectory().resolve("postgres.log");
    this.port = settings.ports().postgres();
    this.passwords = settings.passwords();
  }

  @Override
  public String name() {
    return "PostgreSQL";
  }

  @Override
  public int port() {
    return port;
  }

  /** JDBC URL of the suite's database, without user and password. */
  public String url() {
    return url(DATABASE);
  }

  /** JDBC URL of a database of this server. */
  public String url(String database) {
    return "jdbc:postgresql://localhost:%d/%s".formatted(port, database);
  }

  @Override
  public synchronized void start() {
    if (isAlive()) {
      return;
    }
    Path cluster = folder.resolve("data");
    Path pidFile = folder.resolve("postgres.pid");
    LeashedProcess.awaitPredecessor(pidFile, "postgres");
    Ports.requireFree(name(), port);
    forgetDeadPostmaster(cluster.resolve("postmaster.pid"));
    Unprivileged user = Unprivileged.choose();
    Path home = binaries.postgres();
    createFolder(user);
    if (!Files.exists(cluster.resolve("PG_VERSION"))) {
      initialise(home, cluster, user);
    }
    LeashedProcess started =
        LeashedProcess.start(command(home, cluster, user), Map.of(), "INT", log, pidFile);
    process = started;
    Readiness.await(name(), START, started, log, this::answers);
    createDatabase(DATABASE);
  }

  /** Makes a database with the roles and schemas of the suite in it, unless it exists. */
  public void createDatabase(String database) {
    try {
      try (Connection connection = connect(SUPERUSER)) {
        Bootstrap.createDatabase(connection, database);
      }
      try (Connection connection = connect(database)) {
        Bootstrap.createSchemas(connection, passwords);
      }
    } catch (SQLException e) {
      throw new PlatformException(
          "Cannot prepare the database " + database + ": " + e.getMessage(), e);
    }
  }

  @Override
  public synchronized void stop() {
    if (process != null) {
      process.stop();
      process = null;
    }
  }

  /** Ends the server at once, as a crash would. */
  public synchronized void kill() {
    if (process != null) {
      process.kill();
    }
  }

  @Override
  public synchronized boolean isAlive() {
    return process != null && process.isAlive();
  }

  @Override
  public synchronized OptionalLong pid() {
    return process == null ? OptionalLong.empty() : process.pid();
  }

  @Override
  public synchronized Optional<Crash> crash() {
    return Optional.ofNullable(process)
        .filter(LeashedProcess::crashed)
        .map(ended -> new Crash(ended.exitCode(), ended.ending() + "\n" + ServerLog.tail(log)));
  }

  /** PostgreSQL would take any process that now has the dead server's number for that server. */
  private static void forgetDeadPostmaster(Path lock) {
    try {
      if (LeashedProcess.running(lock, "postgres").isEmpty()) {
        Files.deleteIfExists(lock);
      }
    } catch (IOException e) {
      throw new PlatformException("Cannot delete the stale %s: %s".formatted(lock, e), e);
    }
  }

  private void createFolder(Unprivileged user) {
    try {
      Files.createDirectories(folder);
      Files.createDirectories(log.getParent());
    } catch (IOException e) {
      throw new PlatformException("Cannot make the folder %s: %s".formatted(folder, e), e);
    }
    user.own(folder);
  }

  private void initialise(Path home, Path cluster, Unprivileged user) {
    Binaries.deleteTree(cluster); // a first start that was interrupted
    Path passwordFile = folder.resolve("initial-password");
    PrivateFiles.write(passwordFile, passwords.admin() + "\n");
    user.own(folder);
    List<String> command = new ArrayList<>(user.prefix());
    command.addAll(
        List.of(
            home.resolve("bin/initdb").toString(),
            "--pgdata=" + cluster,
            "--username=" + SUPERUSER,
            "--pwfile=" + passwordFile,
            "--auth=scram-sha-256",
            "--set=" + PASSWORD_ROUNDS,
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--no-instructions"));
    try {
      run(command);
    } finally {
      passwordFile.toFile().delete();
    }
  }

  private void run(List<String> command) {
    try {
      Process initdb =
          Processes.start(
              new ProcessBuilder(command)
                  .directory(folder.toFile())
                  .redirectErrorStream(true)
                  .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())));
      if (!initdb.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
        initdb.destroyForcibly();
        throw new PlatformException("initdb did not end in time. " + ServerLog.tail(log));
      }
      if (initdb.exitValue() != 0) {
        throw new PlatformException("initdb failed. " + ServerLog.tail(log));
      }
    } catch (IOException e) {
      throw new PlatformException("Cannot run initdb: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PlatformException("Interrupted while preparing the database.", e);
    }
  }

  private List<String> command(Path home, Path cluster, Unprivileged user) {
    List<String> command = new ArrayList<>(user.prefix());
    command.addAll(List.of(home.resolve("bin/postgres").toString(), "-D", cluster.toString()));
    List.of(
            "port=" + port,
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=100",
            "shared_buffers=64MB",
            "fsync=on",
            "synchronous_commit=on",
            "full_page_writes=on",
            "wal_level=logical",
            "timezone=UTC",
            "log_timezone=UTC",
            "log_checkpoints=off",
            PASSWORD_ROUNDS)
        .forEach(setting -> command.addAll(List.of("-c", setting)));
    return command;
  }

  private boolean answers() {
    try (Connection connection = connect(SUPERUSER)) {
      return connection.isValid(1);
    } catch (SQLException e) {
      if ("28P01".equals(e.getSQLState())) {
        throw new PlatformException(
            "PostgreSQL in %s has another administrator's password than the one given: the credentials were made anew while the data stayed. Bring the old credentials back, or reset."
                .formatted(folder),
            e);
      }
      return false;
    }
  }

  private Connection connect(String database) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", SUPERUSER);
    properties.setProperty("password", passwords.admin());
    properties.setProperty("connectTimeout", "2");
    properties.setProperty("socketTimeout", "20");
    return DriverManager.getConnection(url(database), properties);
  }
}
