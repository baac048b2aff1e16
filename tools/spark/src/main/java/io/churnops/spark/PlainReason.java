package io.churnops.spark;

import io.churnops.features.engine.DefinitionException;
import io.churnops.forest.InvalidInputException;
import io.churnops.forest.UntrainableException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Why a job failed, in a line, where that is for whoever started it to mend. */
final class PlainReason {

  private PlainReason() {}

  static Optional<String> of(Throwable failure) {
    return switch (failure) {
      case UnusableInputException e -> line(e.getMessage());
      case UntrainableException e -> line("No forest can be grown: " + e.getMessage());
      case InvalidInputException e -> line("The rows cannot be used: " + e.getMessage());
      case DefinitionException e ->
          line("The manifest has no usable definition: " + e.getMessage());
      case NoSuchFileException e -> line("There is no file " + e.getFile());
      case AccessDeniedException e -> line("%s may not be used".formatted(e.getFile()));
      case FileSystemException e ->
          line("%s cannot be read or written: %s".formatted(e.getFile(), e.getReason()));
      case IOException e -> line("A file cannot be read or written: " + e.getMessage());
      case SQLException e -> line("PostgreSQL: " + e.getMessage());
      default -> Optional.empty();
    };
  }

  private static Optional<String> line(@Nullable String message) {
    return Optional.of(
        Objects.requireNonNullElse(message, "").lines().collect(Collectors.joining(" ")));
  }
}
