package io.churnops.cli.suite;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The last lines of a log, read from its end. */
public final class LogTail {

  private static final int LONGEST_LINE = 1 << 10;

  private LogTail() {}

  /** At most that many last lines; empty when there is no such log. */
  public static String of(Path log, int lines) {
    if (!Files.exists(log) || lines <= 0) {
      return "";
    }
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long start = Math.max(0, file.length() - (long) lines * LONGEST_LINE);
      byte[] end = new byte[(int) (file.length() - start)];
      file.seek(start);
      file.readFully(end);
      List<String> all = new String(end, StandardCharsets.UTF_8).lines().toList();
      return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
    } catch (IOException e) {
      throw new SuiteException("Cannot read " + log + ": " + e.getMessage(), e);
    }
  }
}
