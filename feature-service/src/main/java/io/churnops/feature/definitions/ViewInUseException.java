package io.churnops.feature.definitions;

import io.churnops.kit.problem.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;

/** A view cannot be retired while a model in service reads it. */
final class ViewInUseException extends ProblemException {

  ViewInUseException(String name, String fingerprint, List<ViewUses.Use> uses) {
    super(
        HttpStatus.CONFLICT,
        "view-in-use",
        "Feature view in use",
        "View %s (%s) is read by %s. Point their aliases elsewhere first."
            .formatted(
                name,
                fingerprint,
                uses.stream()
                    .map(use -> "version " + use.version() + " of " + use.model())
                    .collect(Collectors.joining(", "))),
        Map.of("inUse", uses),
        null);
  }
}
