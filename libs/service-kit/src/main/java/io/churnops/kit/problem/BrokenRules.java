package io.churnops.kit.problem;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.validation.FieldError;

/**
 * What a request breaks, by members that its sender knows.
 *
 * <p>A rule about several members is a method {@code isX()} with {@code @AssertTrue}. It is told of
 * the object that it lies in, in the body itself of the member that its name begins with: {@code
 * isSplitOfSearch()} of {@code split}.
 */
final class BrokenRules {

  private BrokenRules() {}

  static Map<String, String> rule(FieldError error) {
    return named(member(error), error);
  }

  /** The same, of a document inside of the request. */
  static Map<String, String> rule(String document, FieldError error) {
    return named(document + "." + member(error), error);
  }

  private static String member(FieldError error) {
    return isOfSeveral(error) ? about(error.getField()) : error.getField();
  }

  static Map<String, String> named(String member, MessageSourceResolvable error) {
    return Map.of("field", member, "message", String.valueOf(error.getDefaultMessage()));
  }

  /** The same rules in the same order, however they were found. */
  static List<Map<String, String>> sorted(Stream<Map<String, String>> rules) {
    return rules
        .distinct()
        .sorted(
            Comparator.comparing((Map<String, String> rule) -> rule.get("field"))
                .thenComparing(rule -> rule.get("message")))
        .toList();
  }

  static String sentence(List<Map<String, String>> rules) {
    return rules.stream()
        .map(rule -> rule.get("field") + " " + rule.get("message"))
        .collect(Collectors.joining("; ", "", "."));
  }

  private static boolean isOfSeveral(FieldError error) {
    String[] codes = error.getCodes();
    return codes != null && Arrays.asList(codes).contains("AssertTrue");
  }

  private static String about(String rule) {
    int last = rule.lastIndexOf('.');
    return last < 0 ? rule.replaceFirst("[A-Z].*", "") : rule.substring(0, last);
  }
}
