package io.churnops.feature.datasets;

import io.churnops.feature.FeatureSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/**
 * Finds customers in the rows of training sets. Rows are immutable, and named by their hash: what
 * holds a customer who is erased is dropped as a whole, and its record says why. It can be
 * requested anew, without the customer.
 */
@Component
public class CustomersInDatasets {

  private static final String GZIP = ".gz";
  private static final String SPINES = "spines";

  /** Longer than any table takes to be sent and accepted. */
  private static final Duration UPLOAD = Duration.ofHours(1);

  private final JdbcClient jdbc;
  private final Path dataFolder;
  private final Path root;

  CustomersInDatasets(JdbcClient jdbc, FeatureSettings settings) {
    this.jdbc = jdbc;
    this.dataFolder = settings.dataFolder();
    this.root = dataFolder.resolve("datasets");
  }

  /**
   * The training sets requested by a moment that are still being built, of a log as it was then.
   */
  public boolean isBuilding(Instant requestedBy) {
    return jdbc.sql(
            """
            select exists (
              select from training_dataset where status = 'RUNNING' and created_at <= ?)\
            """)
        .param(requestedBy.atOffset(ZoneOffset.UTC))
        .query(Boolean.class)
        .single();
  }

  /** A training set or a spine, and the lines of its CSV that are about a customer. */
  public record Found(String id, String header, List<String> lines) {}

  /** The rows about some ids, in every training set whose rows are there. */
  public Stream<Found> find(Set<String> ids) {
    return datasets().stream()
        .flatMap(dataset -> found(dataset.toString(), rowsOf(dataset), ids).stream());
  }

  /** The lines about some ids, in every spine. */
  public Stream<Found> findInSpines(Set<String> ids) {
    return filesOf(dataFolder.resolve(SPINES)).stream()
        .filter(file -> file.toString().endsWith(".csv"))
        .flatMap(
            file -> found(file.getFileName().toString().replace(".csv", ""), file, ids).stream());
  }

  private static Optional<Found> found(String name, Path csv, Set<String> ids) {
    List<String> lines = new ArrayList<>();
    String header = scan(csv, ids, line -> !lines.add(line));
    return lines.isEmpty()
        ? Optional.empty()
        : Optional.of(new Found(name, header, List.copyOf(lines)));
  }

  /** Drops the rows of every training set that holds one of some ids; answers which. */
  public Set<String> drop(Set<String> ids, Instant now) {
    Set<String> dropped = new HashSet<>();
    for (UUID dataset : datasets()) {
      if (holds(rowsOf(dataset), ids)) {
        delete(root.resolve(dataset.toString()));
        jdbc.sql("update training_dataset set error = ? where id = ?")
            .params(
                "Dropped at " + now + ": a customer in it was erased. Request it anew.", dataset)
            .update();
        dropped.add(dataset.toString());
      }
    }
    return dropped;
  }

  /**
   * Drops tables that were sent and that no training set is being built of, as a crash leaves them;
   * answers how many.
   */
  public long dropStrays(Instant now) {
    Set<String> needed =
        Set.copyOf(
            jdbc.sql(
                    """
                    select request ->> 'upload' from training_dataset
                    where status = 'RUNNING' and request ->> 'upload' is not null\
                    """)
                .query(String.class)
                .list());
    long dropped = 0;
    for (Path table : filesOf(dataFolder.resolve("tables"))) {
      if (!needed.contains(table.getFileName().toString()) && isOld(table, now)) {
        delete(table);
        dropped++;
      }
    }
    return dropped;
  }

  private static boolean isOld(Path file, Instant now) {
    try {
      return Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(UPLOAD));
    } catch (NoSuchFileException gone) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Drops the files of a folder beside the training sets whose first column holds some ids. */
  public long dropSpines(Set<String> ids) {
    long dropped = 0;
    for (Path spine : filesOf(dataFolder.resolve(SPINES))) {
      if (holds(spine, ids)) {
        delete(spine);
        dropped++;
      }
    }
    return dropped;
  }

  private Path rowsOf(UUID dataset) {
    return root.resolve(dataset.toString()).resolve(DatasetFolder.ROWS);
  }

  private List<UUID> datasets() {
    return jdbc
        .sql("select id from training_dataset where status = 'COMPLETE' order by id")
        .query((row, _) -> row.getObject(1, UUID.class))
        .list()
        .stream()
        .filter(dataset -> Files.exists(rowsOf(dataset)))
        .toList();
  }

  private static List<Path> filesOf(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean holds(Path csv, Set<String> ids) {
    boolean[] found = {false};
    scan(
        csv,
        ids,
        _ -> {
          found[0] = true;
          return true;
        });
    return found[0];
  }

  /**
   * Shows lines whose first field is one of some ids, until enough is seen; answers the header. A
   * quoted text may run over lines, so that a line can seem to begin with an id and not be a row:
   * then one too many is shown, never one too few.
   */
  private static String scan(Path csv, Collection<String> ids, Predicate<String> enough) {
    try (BufferedReader lines = open(csv)) {
      String header = lines.readLine();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (ids.contains(firstField(line)) && enough.test(line)) {
          break;
        }
      }
      return header == null ? "" : header;
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BufferedReader open(Path csv) throws IOException {
    InputStream bytes = Files.newInputStream(csv);
    return new BufferedReader(
        new InputStreamReader(
            csv.toString().endsWith(GZIP) ? new GZIPInputStream(bytes) : bytes,
            StandardCharsets.UTF_8));
  }

  /** The first field of a line of CSV, without its quotes. */
  static String firstField(String line) {
    if (!line.startsWith("\"")) {
      int comma = line.indexOf(',');
      return comma < 0 ? line : line.substring(0, comma);
    }
    StringBuilder field = new StringBuilder();
    for (int i = 1; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        if (i + 1 == line.length() || line.charAt(i + 1) != '"') {
          break;
        }
        i++;
      }
      field.append(c);
    }
    return field.toString();
  }

  private static void delete(Path path) {
    try {
      FileSystemUtils.deleteRecursively(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
