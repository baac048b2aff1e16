package io.churnops.cli;

import io.churnops.cli.suite.SuiteException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * A file and what becomes of its rows, as ingestion-service takes the two together.
 *
 * @param mapping the text of the mapping
 */
record ImportForm(String boundary, String mapping, Path file) {

  /** The form of two files; throws {@link SuiteException} if the mapping cannot be read. */
  static ImportForm of(Path mapping, Path file) {
    try {
      return new ImportForm("churnops-" + UUID.randomUUID(), Files.readString(mapping), file);
    } catch (IOException e) {
      throw new SuiteException("There is no readable mapping " + mapping + ".", e);
    }
  }

  String contentType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  /** The body, which is read from the file while it is sent. */
  BodyPublisher body() {
    String head =
        """
        --%1$s\r
        Content-Disposition: form-data; name="mapping"; filename="mapping.yaml"\r
        Content-Type: application/yaml\r
        \r
        %2$s\r
        --%1$s\r
        Content-Disposition: form-data; name="file"; filename="data"\r
        Content-Type: application/octet-stream\r
        \r
        """
            .formatted(boundary, mapping);
    try {
      return BodyPublishers.concat(
          BodyPublishers.ofString(head),
          BodyPublishers.ofFile(file),
          BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
    } catch (FileNotFoundException e) {
      throw new SuiteException("There is no readable file " + file + ".", e);
    }
  }
}
