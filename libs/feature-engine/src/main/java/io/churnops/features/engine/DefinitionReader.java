package io.churnops.features.engine;

import io.churnops.features.engine.DefinitionException.Problem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads one definition, strictly. Collects what is wrong instead of stopping at the first, so that
 * an author sees everything at once.
 */
final class DefinitionReader {

  private static final int LONGEST = 256 * 1024;
  private static final int FINGERPRINT_BYTES = 16;

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final ObjectMapper YAML =
      YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final String subject;
  private final List<Problem> problems = new ArrayList<>();

  /**
   * A reader of one document.
   *
   * @param subject what is being read, for messages: "The feature view"
   */
  DefinitionReader(String subject) {
    this.subject = subject;
  }

  /** The document's root; throws at once when there is none. */
  Section root(String text) {
    if (text.length() > LONGEST) {
      throw fatal("it is longer than " + LONGEST + " characters", "Split it");
    }
    JsonNode tree = tree(text);
    if (!tree.isObject()) {
      throw fatal("it is not a mapping of keys to values", "Begin with \"view:\" or \"label:\"");
    }
    return new Section(this, "", tree);
  }

  private JsonNode tree(String text) {
    if (text.stripLeading().startsWith("{")) {
      try {
        return JSON.readTree(text);
      } catch (JacksonException notJson) {
        return yaml(text);
      }
    }
    return yaml(text);
  }

  private JsonNode yaml(String text) {
    try {
      return YAML.readTree(text);
    } catch (JacksonException e) {
      String at = e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
      throw fatal(
          "it is neither YAML nor JSON" + at + " (" + e.getOriginalMessage() + ")",
          "Correct the spelling there");
    }
  }

  private DefinitionException fatal(String what, String how) {
    return new DefinitionException(
        subject, List.of(new Problem("document", what.replace('\n', ' '), how)));
  }

  void problem(String where, String what, String how) {
    problems.add(new Problem(where.isEmpty() ? "document" : where, what, how));
  }

  boolean isSound() {
    return problems.isEmpty();
  }

  /** Throws if anything was wrong. */
  void requireSound() {
    if (!problems.isEmpty()) {
      throw new DefinitionException(subject, problems);
    }
  }

  static String fingerprint(String canonicalJson) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] digest = sha256.digest(canonicalJson.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(digest, FINGERPRINT_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static String list(Iterable<String> words) {
    Set<String> sorted = new TreeSet<>();
    words.forEach(sorted::add);
    return sorted.stream().collect(Collectors.joining(", "));
  }
}
