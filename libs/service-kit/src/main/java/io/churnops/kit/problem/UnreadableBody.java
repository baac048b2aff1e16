package io.churnops.kit.problem;

import java.time.DateTimeException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;

/** Says to a caller what Jackson says to a programmer: members, never classes. */
public final class UnreadableBody {

  private static final Pattern MISSING =
      Pattern.compile("Missing required creator property '([^']+)'.*", Pattern.DOTALL);

  private UnreadableBody() {}

  static String reason(HttpMessageNotReadableException unreadable) {
    return misfit(unreadable).orElseGet(() -> reason(unreadable.getMostSpecificCause()));
  }

  /** What is wrong with a body that a handler has read itself. */
  public static String reason(Throwable cause) {
    return switch (cause) {
      case UnrecognizedPropertyException unknown -> path(unknown) + " is not known here.";
      case InvalidFormatException wrong when wrong.getTargetType().isEnum() ->
          path(wrong) + " is none of " + words(wrong.getTargetType()) + ".";
      case StreamReadException syntax ->
          "it is not JSON at line "
              + syntax.getLocation().getLineNr()
              + ", column "
              + syntax.getLocation().getColumnNr()
              + ".";
      case JacksonException wrong -> mismatch(wrong);
      case IllegalArgumentException refused -> String.valueOf(refused.getMessage());
      case DateTimeException noTime -> String.valueOf(noTime.getMessage());
      default -> "it is missing or incomplete.";
    };
  }

  /** The values of an enum as a body spells them. */
  private static String words(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(value -> JsonMapper.shared().valueToTree(value).asString())
        .collect(Collectors.joining(", "));
  }

  /** A member of another kind than belongs there; a time that is none has causes of its own. */
  private static Optional<String> misfit(HttpMessageNotReadableException unreadable) {
    return unreadable.getCause() instanceof InvalidFormatException wrong
            && !wrong.getTargetType().isEnum()
        ? KindOfValue.of(wrong.getTargetType())
            .map(kind -> "%s must be %s.".formatted(path(wrong), kind))
        : Optional.empty();
  }

  private static String mismatch(JacksonException wrong) {
    Matcher missing = MISSING.matcher(String.valueOf(wrong.getOriginalMessage()));
    return missing.matches()
        ? path(wrong) + " lacks " + missing.group(1) + "."
        : path(wrong) + " is missing or not of the kind that belongs here.";
  }

  private static String path(JacksonException wrong) {
    String path =
        wrong.getPath().stream()
            .map(step ->
                step.getPropertyName() == null
                    ? Integer.toString(step.getIndex())
                    : step.getPropertyName())
            .collect(Collectors.joining("."));
    return path.isEmpty() ? "it" : path;
  }
}
