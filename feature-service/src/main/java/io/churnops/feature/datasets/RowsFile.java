package io.churnops.feature.datasets;

import io.churnops.feature.log.EventTime;
import io.churnops.features.engine.FeatureColumn;
import io.churnops.features.engine.FeatureVector;
import io.churnops.features.engine.TrainingRow;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Writes rows as gzipped CSV while it counts and hashes them. The hash is that of the CSV, so that
 * the compressor does not matter.
 */
final class RowsFile implements AutoCloseable {

  private final FileChannel file;
  private final MessageDigest digest;
  private final GZIPOutputStream gzip;
  private final Writer csv;
  private final List<ColumnStatistics> columns = new ArrayList<>();

  private long rows;
  private long labelled;
  private long positives;

  RowsFile(Path path, List<FeatureColumn> columns) throws IOException {
    this.file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    this.digest = sha256();
    this.gzip = new GZIPOutputStream(Channels.newOutputStream(file), 1 << 16);
    OutputStream hashed = new DigestOutputStream(gzip, digest);
    this.csv = new BufferedWriter(new OutputStreamWriter(hashed, StandardCharsets.UTF_8), 1 << 16);
    csv.write("customer_id,cutoff,label");
    for (FeatureColumn column : columns) {
      this.columns.add(new ColumnStatistics(column, this.columns.size()));
      csv.write(',');
      csv.write(quoted(column.name()));
    }
    csv.write('\n');
  }

  void add(TrainingRow row) {
    try {
      write(row);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    rows++;
    row.label()
        .ifPresent(churned -> {
          labelled++;
          positives += churned ? 1 : 0;
        });
    columns.forEach(column -> column.add(row.vector()));
  }

  private void write(TrainingRow row) throws IOException {
    csv.write(quoted(row.customerId()));
    csv.write(',');
    csv.write(EventTime.toInstant(row.cutoffMicros()).toString());
    csv.write(',');
    csv.write(row.label().map(churned -> churned ? "1" : "0").orElse(""));
    FeatureVector vector = row.vector();
    for (int i = 0; i < vector.size(); i++) {
      csv.write(',');
      csv.write(
          switch (vector.value(i)) {
            case null -> "";
            case String category -> quoted(category);
            case Object number -> number.toString();
          });
    }
    csv.write('\n');
  }

  /** Quoted where CSV needs it; an empty text is quoted, since an empty field means no value. */
  private static String quoted(String text) {
    return text.isEmpty()
            || text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
        ? '"' + text.replace("\"", "\"\"") + '"'
        : text;
  }

  /** Brings everything to the disk; nothing can be added afterwards. */
  void finish() throws IOException {
    csv.flush();
    gzip.finish();
    file.force(true);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  long rows() {
    return rows;
  }

  long labelled() {
    return labelled;
  }

  long positives() {
    return positives;
  }

  List<DatasetManifest.Column> columns() {
    return columns.stream().map(ColumnStatistics::finish).toList();
  }

  /** The SHA-256 of the CSV in hexadecimal; after {@link #finish}. */
  String sha256Hex() {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
