package io.churnops.training.datasets;

import static java.util.Objects.requireNonNullElse;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import io.churnops.forest.ColumnStorage;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a dataset and holds them against its manifest: the hash of the bytes, the
 * header, the number of rows and of labels. What does not agree is not trained on.
 */
final class DatasetCsv {

  private static final List<String> FIRST_COLUMNS = List.of("customer_id", "cutoff");

  private final DatasetManifest manifest;
  private final List<String> leading;
  private final Map<String, Instant> cutoffs = new HashMap<>();

  private DatasetCsv(DatasetManifest manifest) {
    this.manifest = manifest;
    this.leading = Stream.concat(FIRST_COLUMNS.stream(), manifest.labelColumns().stream()).toList();
  }

  static Dataset read(DatasetManifest manifest, InputStream csv, ColumnStorage storage)
      throws IOException {
    return new DatasetCsv(manifest).read(csv, storage);
  }

  private Dataset read(InputStream csv, ColumnStorage storage) throws IOException {
    var digested = new DigestInputStream(csv, sha256());
    try (CsvReader<CsvLine> reader =
        CsvReader.builder()
            .skipEmptyLines(false)
            .build(
                new CsvLine.Handler(), new InputStreamReader(digested, StandardCharsets.UTF_8))) {
      Dataset.Builder rows = new Dataset.Builder(manifest, storage);
      try {
        parse(reader.iterator(), rows);
      } catch (DatasetException malformed) {
        digested.transferTo(OutputStream.nullOutputStream());
        checkDigest(digested);
        throw malformed;
      }
      checkDigest(digested);
      checkCounts(rows);
      return rows.build();
    }
  }

  private void parse(Iterator<CsvLine> lines, Dataset.Builder rows) throws IOException {
    try {
      checkHeader(lines.hasNext() ? lines.next().fields() : List.of());
      while (lines.hasNext()) {
        add(rows, lines.next());
      }
    } catch (CsvParseException e) {
      throw malformed("is no CSV: " + e.getMessage());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void add(Dataset.Builder rows, CsvLine line) {
    List<@Nullable String> fields = line.fields();
    if (fields.size() != leading.size() + manifest.columns().size()) {
      throw malformed("has %d fields in line %d".formatted(fields.size(), line.number()));
    }
    try {
      rows.add(
          requireNonNullElse(fields.get(0), ""),
          cutoffs.computeIfAbsent(requireNonNullElse(fields.get(1), ""), Instant::parse),
          label(fields.get(FIRST_COLUMNS.size() + manifest.labelIndex())),
          fields.subList(leading.size(), fields.size()));
    } catch (DateTimeException | NumberFormatException e) {
      throw malformed("cannot be read in line %d: %s".formatted(line.number(), e.getMessage()));
    }
  }

  private static @Nullable Boolean label(@Nullable String text) {
    return switch (text) {
      case null -> null;
      case "0" -> false;
      case "1" -> true;
      default -> throw new NumberFormatException("label " + text);
    };
  }

  private void checkHeader(List<@Nullable String> header) {
    List<String> expected = new ArrayList<>(leading);
    manifest.columns().forEach(column -> expected.add(column.name()));
    if (!header.equals(expected)) {
      throw malformed("has the header %s, its manifest says %s".formatted(header, expected));
    }
  }

  private void checkCounts(Dataset.Builder rows) {
    if (rows.rows() != manifest.rows()
        || rows.labelled() != manifest.labelled()
        || rows.positives() != manifest.positives()) {
      throw malformed(
          "has %d rows, %d labelled, %d positive; its manifest says %d, %d and %d"
              .formatted(
                  rows.rows(),
                  rows.labelled(),
                  rows.positives(),
                  manifest.rows(),
                  manifest.labelled(),
                  manifest.positives()));
    }
  }

  private void checkDigest(DigestInputStream read) {
    String actual = HexFormat.of().formatHex(read.getMessageDigest().digest());
    if (!actual.equals(manifest.sha256())) {
      throw new DatasetException(
          "dataset_hash_mismatch",
          "The rows of dataset %s have SHA-256 %s, its manifest says %s. Build the dataset anew."
              .formatted(manifest.datasetId(), actual, manifest.sha256()));
    }
  }

  private DatasetException malformed(String what) {
    return new DatasetException(
        "dataset_malformed", "Dataset %s %s".formatted(manifest.datasetId(), what));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
