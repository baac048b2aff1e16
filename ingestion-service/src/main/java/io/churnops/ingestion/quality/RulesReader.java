package io.churnops.ingestion.quality;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.churnops.kit.problem.BodyProblem;
import io.churnops.kit.problem.UnreadableBody;
import io.churnops.kit.problem.UnreadableMembers;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads quality rules from a request, in YAML or JSON, strictly. */
final class RulesReader {

  static final String YAML = "application/yaml";

  /** Bytes that rules may have. */
  static final int MAX_BODY = 64 * 1024;

  private static final ObjectMapper JSON_MAPPER = strict(JsonMapper.builder());
  private static final ObjectMapper YAML_MAPPER = strict(YAMLMapper.builder());

  private RulesReader() {}

  static RulesDocument read(HttpServletRequest request) throws IOException {
    byte[] body = request.getInputStream().readNBytes(MAX_BODY + 1);
    if (body.length > MAX_BODY) {
      throw BodyProblem.tooLarge("Quality rules", MAX_BODY);
    }
    String type = String.valueOf(request.getContentType());
    return parse(text(body), type.startsWith(YAML) ? YAML_MAPPER : JSON_MAPPER);
  }

  static RulesDocument parseYaml(String text) {
    return parse(text, YAML_MAPPER);
  }

  private static RulesDocument parse(String text, ObjectMapper mapper) {
    try {
      RulesDocument document = mapper.readValue(text, RulesDocument.class);
      if (document == null) {
        throw BodyProblem.unreadable("The body is empty.");
      }
      return document;
    } catch (JacksonException | NumberFormatException unreadable) {
      throw BodyProblem.unreadable(
          "The body is not {rules: [...]} in YAML or JSON: " + reason(unreadable, text, mapper));
    }
  }

  private static String reason(RuntimeException unreadable, String text, ObjectMapper mapper) {
    return switch (unreadable) {
      case StreamReadException syntax ->
          "line " + syntax.getLocation().getLineNr() + " cannot be read.";
      case JacksonException members ->
          UnreadableMembers.reasons(
              members, text.getBytes(StandardCharsets.UTF_8), RulesDocument.class, mapper);
      default -> UnreadableBody.reason(unreadable);
    };
  }

  private static String text(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw BodyProblem.unreadable("Rules must be UTF-8.");
    }
  }

  private static <M extends ObjectMapper> M strict(MapperBuilder<M, ?> builder) {
    return builder
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .changeDefaultNullHandling(_ -> JsonSetter.Value.forContentNulls(Nulls.FAIL))
        .build();
  }
}
