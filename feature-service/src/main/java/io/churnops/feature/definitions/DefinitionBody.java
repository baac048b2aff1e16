package io.churnops.feature.definitions;

import io.churnops.kit.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpStatus;

/** The text of a definition in a request, whichever of YAML and JSON it is. */
final class DefinitionBody {

  static final String YAML = "application/yaml";

  /** What no definition has in its names, and Postgres refuses in any text. */
  static final String TEXT = "[^\\p{Cc}\\p{Cs}]*";

  static final String NOT_TEXT = "must be text without control characters";
  private static final int MAX_BYTES = 256 * 1024;

  private DefinitionBody() {}

  static String read(HttpServletRequest request) throws IOException {
    byte[] bytes = request.getInputStream().readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new ProblemException(
          HttpStatus.CONTENT_TOO_LARGE,
          "definition-too-large",
          "Definition too large",
          "A definition has at most " + MAX_BYTES + " bytes.");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new ProblemException(
          HttpStatus.BAD_REQUEST,
          "unreadable-body",
          "Unreadable body",
          "A definition must be UTF-8 text.");
    }
  }
}
