package io.churnops.feature.datasets;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import blue.strategic.parquet.ParquetWriter;
import blue.strategic.parquet.ValueWriter;
import io.churnops.feature.log.EventTime;
import io.churnops.features.engine.ColumnType;
import io.churnops.features.engine.FeatureColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.UUID;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a training set as Parquet, made of the CSV when first asked for: numbers as doubles,
 * labels as 1 and 0, the cutoff as microseconds in UTC.
 */
final class ParquetRows {

  private ParquetRows() {}

  /** The file beside the CSV; complete or not there. */
  static Path of(Path folder, DatasetManifest manifest) throws IOException {
    Path parquet = folder.resolve(DatasetFolder.PARQUET);
    if (!Files.exists(parquet)) {
      Path draft = folder.resolve(DatasetFolder.PARQUET + "." + UUID.randomUUID() + ".draft");
      try {
        write(folder, manifest, draft);
        Files.move(draft, parquet, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(draft);
      }
    }
    return parquet;
  }

  private static void write(Path folder, DatasetManifest manifest, Path to) throws IOException {
    RowsReader rows = RowsReader.of(folder.resolve(DatasetFolder.ROWS), manifest);
    try (ParquetWriter<RowsReader.Row> writer =
        ParquetWriter.writeFile(
            schema(manifest, rows),
            to.toFile(),
            (row, out) -> dehydrate(manifest, rows, row, out))) {
      rows.forEach(writer::write);
    }
  }

  private static MessageType schema(DatasetManifest manifest, RowsReader rows) {
    Types.MessageTypeBuilder schema = Types.buildMessage();
    schema.addField(Types.required(BINARY).as(stringType()).named("customer_id"));
    schema.addField(Types.required(INT64).as(timestampType(true, TimeUnit.MICROS)).named("cutoff"));
    for (DatasetManifest.LabelColumn label : manifest.labels()) {
      schema.addField(Types.optional(INT32).named(label.column()));
    }
    for (FeatureColumn column : rows.columns()) {
      schema.addField(
          column.type() == ColumnType.NUMBER
              ? Types.optional(DOUBLE).named(column.name())
              : Types.optional(BINARY).as(stringType()).named(column.name()));
    }
    return schema.named("training_set");
  }

  private static void dehydrate(
      DatasetManifest manifest, RowsReader rows, RowsReader.Row row, ValueWriter out) {
    out.write("customer_id", row.customer());
    out.write("cutoff", EventTime.toMicros(Instant.parse(row.cutoff())));
    for (int i = 0; i < manifest.labels().size(); i++) {
      Boolean churned = row.label(i);
      write(out, manifest.labels().get(i).column(), churned == null ? null : churned ? 1 : 0);
    }
    for (int i = 0; i < rows.columns().size(); i++) {
      write(out, rows.columns().get(i).name(), row.value(i));
    }
  }

  private static void write(ValueWriter out, String column, @Nullable Object value) {
    if (value != null) {
      out.write(column, value);
    }
  }
}
