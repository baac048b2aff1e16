package io.churnops.ingestion.mapping;

/** How a file of rows is written. */
public enum FileFormat {
  /** Fields between delimiters, the names in the first line; may be gzip. */
  CSV,
  /** A JSON object per line; may be gzip. */
  NDJSON,
  /** Apache Parquet, flat columns. */
  PARQUET
}
