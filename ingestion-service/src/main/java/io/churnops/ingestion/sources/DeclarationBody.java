package io.churnops.ingestion.sources;

import io.churnops.kit.problem.BodyProblem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads a declaration from a request, YAML or JSON, which is a part of YAML. */
final class DeclarationBody {

  static final String YAML = "application/yaml";

  private static final int MAX_BODY = 64 * 1024;

  private DeclarationBody() {}

  static String of(HttpServletRequest request) throws IOException {
    byte[] body = request.getInputStream().readNBytes(MAX_BODY + 1);
    if (body.length > MAX_BODY) {
      throw BodyProblem.tooLarge("A declaration", MAX_BODY);
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      if (text.indexOf('\0') >= 0) {
        throw BodyProblem.unreadable("A declaration holds no U+0000.");
      }
      return text;
    } catch (CharacterCodingException notUtf8) {
      throw BodyProblem.unreadable("A declaration is UTF-8.");
    }
  }
}
