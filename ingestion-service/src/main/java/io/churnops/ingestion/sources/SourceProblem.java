package io.churnops.ingestion.sources;

import io.churnops.kit.problem.ProblemException;
import java.util.UUID;
import org.springframework.http.HttpStatus;

/** Why a request about sources cannot be answered as wished. */
final class SourceProblem extends ProblemException {

  private SourceProblem(HttpStatus status, String slug, String title, String detail) {
    super(status, slug, title, detail);
  }

  static SourceProblem invalid(String detail) {
    return new SourceProblem(
        HttpStatus.UNPROCESSABLE_CONTENT, "invalid-source", "Invalid source", detail);
  }

  static SourceProblem unknown(String name) {
    return new SourceProblem(
        HttpStatus.NOT_FOUND,
        "unknown-source",
        "Unknown source",
        "No source is called " + name + ".");
  }

  static SourceProblem unknownRun(String name, UUID runId) {
    return new SourceProblem(
        HttpStatus.NOT_FOUND,
        "unknown-run",
        "Unknown run",
        "The source " + name + " has no run " + runId + ".");
  }

  static SourceProblem notAllowed(Destination destination) {
    return new SourceProblem(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "destination-not-allowed",
        "Destination not allowed",
        destination
            + " is not on the list of places that may be asked (churnops.ingestion.sources.allow).");
  }

  static SourceProblem otherCursor(String name) {
    return new SourceProblem(
        HttpStatus.CONFLICT,
        "other-cursor",
        "Other cursor",
        "The source "
            + name
            + " has been read up to a place that another cursor cannot know. Delete it, and declare"
            + " it anew; rows that are read again count once.");
  }

  static SourceProblem tooMany(int most) {
    return new SourceProblem(
        HttpStatus.CONFLICT,
        "too-many-sources",
        "Too many sources",
        "There are " + most + " sources already.");
  }
}
