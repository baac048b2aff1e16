package io.churnops.cli;

import io.churnops.cli.suite.SuiteException;
import io.churnops.cli.terminal.Terminal;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Shows what is added to a log, also after it was rolled over. */
final class LogFollower {

  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(250);
  private static final int CHUNK = 1 << 16;

  private final Path log;
  private final String prefix;
  private long shown;
  private String unfinished = "";

  private LogFollower(Path log, String prefix, long shown) {
    this.log = log;
    this.prefix = prefix;
    this.shown = shown;
  }

  static LogFollower fromEnd(Path log, String prefix) {
    try {
      return new LogFollower(log, prefix, Files.exists(log) ? Files.size(log) : 0);
    } catch (IOException e) {
      throw new SuiteException("Cannot read " + log + ": " + e.getMessage(), e);
    }
  }

  /** Shows what comes, until nobody reads it, the thread is interrupted or the JVM ends. */
  static void follow(List<LogFollower> followers, Terminal terminal) {
    while (!terminal.closed() && !Thread.currentThread().isInterrupted()) {
      followers.forEach(follower -> follower.showMore(terminal));
      LockSupport.parkNanos(PAUSE);
    }
  }

  void showMore(Terminal terminal) {
    if (!Files.exists(log)) {
      return;
    }
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      if (file.length() < shown) {
        shown = 0; // rolled over
      }
      file.seek(shown);
      byte[] chunk = new byte[CHUNK];
      int read;
      while ((read = file.read(chunk)) > 0) {
        shown += read;
        show(new String(chunk, 0, read, StandardCharsets.UTF_8), terminal);
      }
    } catch (IOException e) {
      throw new SuiteException("Cannot read " + log + ": " + e.getMessage(), e);
    }
  }

  private void show(String text, Terminal terminal) {
    String[] lines = (unfinished + text).split("\n", -1);
    for (int i = 0; i < lines.length - 1; i++) {
      terminal.line(prefix + lines[i]);
    }
    unfinished = lines[lines.length - 1];
  }
}
