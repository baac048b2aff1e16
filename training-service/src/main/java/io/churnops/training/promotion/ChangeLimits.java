package io.churnops.training.promotion;

import io.churnops.kit.problem.InvalidRequest;
import io.churnops.kit.problem.ProblemException;
import jakarta.validation.Validator;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Puts some limits, by name, in place of those that are set; a null takes one back. */
@Component
class ChangeLimits {

  private static final Set<String> NAMES =
      Arrays.stream(GateLimits.class.getRecordComponents())
          .map(RecordComponent::getName)
          .collect(Collectors.toUnmodifiableSet());

  private final JsonMapper json;
  private final Validator validator;

  ChangeLimits(JsonMapper json, Validator validator) {
    this.json = json;
    this.validator = validator;
  }

  /** The limits with some of them changed; a problem if one is unknown or makes no sense. */
  GateLimits of(GateLimits before, Map<String, @Nullable Object> some) {
    ObjectNode all = json.valueToTree(before);
    some.forEach((name, limit) -> {
      if (!NAMES.contains(name)) {
        throw unreadable(name + " is not known here.");
      }
      if (limit == null) {
        all.remove(name);
      } else {
        all.set(name, json.valueToTree(limit));
        requireKind(name, limit);
      }
    });
    GateLimits after = json.treeToValue(all, GateLimits.class);
    requireSense(after);
    return after;
  }

  private void requireKind(String name, Object limit) {
    try {
      json.convertValue(Map.of(name, limit), GateLimits.class);
    } catch (JacksonException e) {
      throw unreadable(name + " is not of the kind that belongs here.");
    }
  }

  private static ProblemException unreadable(String why) {
    return new ProblemException(
        HttpStatus.BAD_REQUEST,
        "unreadable-body",
        "Unreadable body",
        "The body could not be read: " + why);
  }

  private void requireSense(GateLimits limits) {
    List<Map<String, String>> errors =
        validator.validate(limits).stream()
            .map(wrong ->
                Map.of("field", wrong.getPropertyPath().toString(), "message", wrong.getMessage()))
            .toList();
    if (!errors.isEmpty()) {
      throw new InvalidRequest(errors);
    }
  }
}
