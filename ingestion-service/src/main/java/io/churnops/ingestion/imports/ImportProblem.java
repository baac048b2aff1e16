package io.churnops.ingestion.imports;

import io.churnops.kit.problem.ProblemException;
import java.util.UUID;
import org.springframework.http.HttpStatus;

/** Why a request about imports cannot be answered as wished. */
final class ImportProblem extends ProblemException {

  private ImportProblem(HttpStatus status, String slug, String title, String detail) {
    super(status, slug, title, detail);
  }

  static ImportProblem unknown(UUID importId) {
    return new ImportProblem(
        HttpStatus.NOT_FOUND, "unknown-import", "Unknown import", "No import " + importId + ".");
  }

  static ImportProblem missingPart(String part) {
    return new ImportProblem(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "invalid-import",
        "Invalid import",
        "The part \""
            + part
            + "\" is missing or empty; an import has mapping (YAML) and file"
            + " (CSV or NDJSON, may be gzip, or Parquet).");
  }

  static ImportProblem notTaken() {
    return new ImportProblem(
        HttpStatus.UNSUPPORTED_MEDIA_TYPE,
        "unsupported-media-type",
        "Unsupported Media Type",
        "Forms are taken at /v1/imports and /v1/imports:dryRun only.");
  }

  static ImportProblem unknownFile() {
    return new ImportProblem(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "unknown-file",
        "Unknown file",
        "The mounted folder has no such regular file. A path is relative to the folder; symbolic"
            + " links are not followed.");
  }

  static ImportProblem noFolder() {
    return new ImportProblem(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "no-import-folder",
        "No import folder",
        "This service has no mounted folder (churnops.ingestion.imports.folder); upload the file.");
  }

  static ImportProblem unreadable(String reason) {
    return new ImportProblem(
        HttpStatus.UNPROCESSABLE_CONTENT, "unreadable-file", "Unreadable file", reason);
  }

  static ProblemException previewUnderWay() {
    return new ImportProblem(
            HttpStatus.TOO_MANY_REQUESTS,
            "too-many-imports",
            "Too many imports",
            "As many dry runs as this service does at a time are under way; try again later.")
        .retryAfter(10);
  }

  static ProblemException spoolFull(long most) {
    return new ImportProblem(
            HttpStatus.SERVICE_UNAVAILABLE,
            "spool-full",
            "Spool full",
            "The files that wait to be imported or are arriving would have more than "
                + most
                + " bytes together (churnops.ingestion.imports.max-spool); send this one when some"
                + " are done.")
        .retryAfter(30);
  }

  static ImportProblem diskFull() {
    return new ImportProblem(
        HttpStatus.INSUFFICIENT_STORAGE,
        "disk-full",
        "Disk full",
        "The disk of the spool (churnops.ingestion.imports.spool) has no room for this file;"
            + " nothing of it was kept.");
  }

  static ProblemException tooMany(int limit) {
    return new ImportProblem(
            HttpStatus.TOO_MANY_REQUESTS,
            "too-many-imports",
            "Too many imports",
            limit + " imports are waiting already; send this one when some are done.")
        .retryAfter(60);
  }
}
