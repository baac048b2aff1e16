package io.churnops.spark;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import io.churnops.forest.FeatureRow;
import io.churnops.forest.ForestInputs;
import io.churnops.forest.InputColumn;
import io.churnops.forest.InputType;
import io.churnops.forest.LabelledRow;
import io.churnops.forest.TrainingTable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a training set as gzipped CSV, of which a forest learns those whose label is known:
 * encoded as training-service encodes them.
 *
 * @param labels how many columns of labels there are; the first is the one that is learnt
 */
record RowsFile(Path file, int labels, List<InputColumn> columns) {

  private static final int CUTOFF = 1;
  private static final int LABEL = 2;

  /**
   * The labelled rows of the cutoffs until one, as a forest learns them.
   *
   * @throws UnusableInputException if there are none, or the file has not these columns
   */
  TrainingTable table(Instant until) throws IOException {
    List<LabelledRow> rows = new ArrayList<>();
    forEach((cutoff, line) -> {
      if (!cutoff.isAfter(until)) {
        rows.add(new LabelledRow(FeatureRow.of(values(line)), "1".equals(line.get(LABEL))));
      }
    });
    if (rows.isEmpty()) {
      throw new UnusableInputException(file + " has no labelled row of a cutoff until " + until);
    }
    return TrainingTable.of(ForestInputs.fit(columns, rows), rows);
  }

  /** The cutoffs that have labelled rows. */
  NavigableSet<Instant> labelledCutoffs() throws IOException {
    NavigableSet<Instant> cutoffs = new TreeSet<>();
    forEach((cutoff, _) -> cutoffs.add(cutoff));
    return cutoffs;
  }

  /**
   * Makes sure that these are the rows of a manifest.
   *
   * @param expected the SHA-256 of the uncompressed rows; empty where the manifest has none
   */
  void requireSha256(String expected) throws IOException {
    if (expected.isEmpty()) {
      return;
    }
    MessageDigest digest = BuildRows.sha256();
    try (InputStream in = new DigestInputStream(unpacked(), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    String actual = HexFormat.of().formatHex(digest.digest());
    if (!actual.equals(expected)) {
      throw new UnusableInputException(
          "%s has the SHA-256 %s, its manifest says %s. If rows of other cutoffs are meant, take sha256"
                  .formatted(file, actual, expected)
              + " out of the manifest.");
    }
  }

  private InputStream unpacked() throws IOException {
    InputStream packed = Files.newInputStream(file);
    try {
      return new GZIPInputStream(packed, 1 << 16);
    } catch (ZipException | EOFException e) {
      packed.close();
      throw new UnusableInputException(file + " is not gzipped: " + e.getMessage());
    }
  }

  /** Goes through the labelled rows. */
  private void forEach(BiConsumer<Instant, List<@Nullable String>> each) throws IOException {
    try (InputStream in = unpacked();
        CsvReader<List<@Nullable String>> lines =
            CsvReader.builder()
                .skipEmptyLines(false)
                .build(new Fields(), new InputStreamReader(in, StandardCharsets.UTF_8))) {
      Iterator<List<@Nullable String>> next = lines.iterator();
      checkHeader(next.hasNext() ? next.next() : List.of());
      while (next.hasNext()) {
        labelled(next.next(), each);
      }
    } catch (CsvParseException e) {
      throw new UnusableInputException(file + " is no CSV: " + e.getMessage());
    } catch (UncheckedIOException | EOFException | ZipException e) {
      throw new UnusableInputException(file + " cannot be unpacked: " + e.getMessage());
    }
  }

  private void labelled(
      List<@Nullable String> line, BiConsumer<Instant, List<@Nullable String>> each) {
    try {
      if (line.size() != LABEL + labels + columns.size()) {
        throw new UnusableInputException(
            "A row of %s has %d fields: %s".formatted(file, line.size(), line));
      }
      String cutoff = line.get(CUTOFF);
      if (line.get(LABEL) != null && cutoff != null) {
        each.accept(Instant.parse(cutoff), line);
      }
    } catch (DateTimeParseException | NumberFormatException e) {
      throw new UnusableInputException(
          "A row of %s cannot be read, %s: %s".formatted(file, e.getMessage(), line));
    }
  }

  private void checkHeader(List<@Nullable String> header) {
    List<String> names = columns.stream().map(InputColumn::name).toList();
    if (header.size() != LABEL + labels + names.size()
        || !header.subList(LABEL + labels, header.size()).equals(names)) {
      throw new UnusableInputException(
          file + " has other columns than its manifest says: " + header);
    }
  }

  private List<@Nullable Object> values(List<@Nullable String> line) {
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      String text = line.get(LABEL + labels + i);
      values.add(
          text != null && columns.get(i).type() == InputType.NUMBER
              ? (Object) Double.valueOf(text)
              : text);
    }
    return values;
  }

  /** The fields of a line; null where there is no value. */
  private static final class Fields extends AbstractBaseCsvCallbackHandler<List<@Nullable String>> {

    private List<@Nullable String> fields = new ArrayList<>();

    @Override
    protected void handleBegin(long startingLineNumber) {
      fields = new ArrayList<>(fields.size());
    }

    @Override
    protected void handleField(int index, char[] text, int offset, int length, boolean quoted) {
      fields.add(length == 0 && !quoted ? null : new String(text, offset, length));
    }

    @Override
    protected List<@Nullable String> buildRecord() {
      return fields;
    }
  }
}
