package io.churnops.ingestion.mapping;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says to the writer of a mapping what Jackson says to a programmer. */
final class Unreadable {

  private static final Pattern MISSING =
      Pattern.compile("Missing required creator property '(\\w+)'.*", Pattern.DOTALL);

  private Unreadable() {}

  static String message(JacksonException unreadable, String whole) {
    Matcher missing = MISSING.matcher(unreadable.getOriginalMessage());
    String what =
        switch (unreadable) {
          case UnrecognizedPropertyException unknown ->
              "is not known here; known are " + unknown.getKnownPropertyIds();
          case InvalidNullException _ -> "says nothing";
          case InvalidFormatException wrong -> "does not take " + wrong.getValue();
          case MismatchedInputException _ when missing.matches() -> "lacks " + missing.group(1);
          case MismatchedInputException _ -> "is not of the kind that belongs here";
          default -> "is not YAML: " + unreadable.getOriginalMessage();
        };
    return place(unreadable, whole) + " " + what + line(unreadable);
  }

  /** Whether a part is missing. */
  static boolean isLack(JacksonException unreadable) {
    return unreadable instanceof MismatchedInputException
        && MISSING.matcher(unreadable.getOriginalMessage()).matches();
  }

  /** Where it is; of a part that is missing, where it should be. */
  private static String place(JacksonException unreadable, String whole) {
    List<JacksonException.Reference> steps = unreadable.getPath();
    String path =
        steps.stream()
            .limit(isLack(unreadable) ? steps.size() - 1 : steps.size())
            .map(step ->
                step.getPropertyName() == null
                    ? Integer.toString(step.getIndex())
                    : step.getPropertyName())
            .collect(Collectors.joining("."));
    return path.isEmpty() ? whole : path;
  }

  private static String line(JacksonException unreadable) {
    var location = unreadable.getLocation();
    return location == null || location.getLineNr() < 1
        ? "."
        : " (line " + location.getLineNr() + ").";
  }
}
