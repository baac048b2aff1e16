package io.churnops.ingestion.imports;

import io.churnops.ingestion.mapping.ImportMapping;
import io.swagger.v3.oas.annotations.media.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;

/** A form with a mapping and a file. */
record ImportUpload(String mapping, MultipartFile file) {

  /**
   * Takes the form of a request apart.
   *
   * @throws ImportProblem if a part of it is missing
   */
  static ImportUpload of(MultipartHttpServletRequest request) throws IOException {
    String mapping = mapping(request);
    MultipartFile file = request.getFile("file");
    if (file == null || file.isEmpty()) {
      throw ImportProblem.missingPart("file");
    }
    return new ImportUpload(mapping, file);
  }

  /** The file, which is moved where the server has put it on the same disk. */
  Spool.Content content() {
    return place -> file.transferTo(place.toFile());
  }

  /** The mapping, sent as a file or as a field. */
  private static String mapping(MultipartHttpServletRequest request) throws IOException {
    MultipartFile file = request.getFile("mapping");
    @Nullable String mapping = file == null ? request.getParameter("mapping") : text(file);
    if (mapping == null || mapping.isBlank()) {
      throw ImportProblem.missingPart("mapping");
    }
    return mapping;
  }

  /** At most one character more than a mapping may have, so that too long a one is told as such. */
  private static String text(MultipartFile file) throws IOException {
    try (InputStream in = file.getInputStream()) {
      return new String(in.readNBytes(4 * ImportMapping.MAX_LENGTH + 1), StandardCharsets.UTF_8);
    }
  }

  /** How the form looks; for the OpenAPI document alone. */
  record Form(
      @Schema(description = "The mapping, YAML.", requiredMode = Schema.RequiredMode.REQUIRED)
          String mapping,
      @Schema(
              type = "string",
              format = "binary",
              description = "CSV or NDJSON, may be gzip, or Parquet; at most 200 MB.",
              requiredMode = Schema.RequiredMode.REQUIRED)
          Object file) {}
}
