package io.churnops.ingestion.mapping;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads documents in YAML, of which JSON is a part, and takes nothing that it does not know. */
public final class StrictYaml {

  private StrictYaml() {}

  /**
   * Reads a document of at most {@link ImportMapping#MAX_LENGTH} characters.
   *
   * @param what the document is, for the message: {@code The mapping}
   * @throws InvalidMappingException if it is not YAML, or not of the shape of the type
   */
  public static <T> T read(String yaml, Class<T> type, String what) {
    if (yaml.length() > ImportMapping.MAX_LENGTH) {
      throw new InvalidMappingException(
          what + " may have at most " + ImportMapping.MAX_LENGTH + " characters.");
    }
    YAMLMapper mapper = mapper();
    try {
      T document = mapper.readValue(yaml, type);
      if (document == null) {
        throw new InvalidMappingException(what + " is empty.");
      }
      return document;
    } catch (JacksonException unreadable) {
      String misspelt = Unreadable.isLack(unreadable) ? misspelt(mapper, yaml, type, what) : "";
      throw new InvalidMappingException(Unreadable.message(unreadable, what) + misspelt);
    }
  }

  /** A sentence on the first key that is not known, if the document can be read up to it. */
  private static String misspelt(YAMLMapper mapper, String yaml, Class<?> type, String what) {
    try {
      mapper.rebuild().annotationIntrospector(new NothingRequired()).build().readValue(yaml, type);
      return "";
    } catch (UnrecognizedPropertyException unknown) {
      return " " + Unreadable.message(unknown, what);
    } catch (JacksonException another) {
      return "";
    }
  }

  private static YAMLMapper mapper() {
    return YAMLMapper.builder()
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
        .changeDefaultNullHandling(_ -> JsonSetter.Value.forContentNulls(Nulls.FAIL))
        .build();
  }
}
