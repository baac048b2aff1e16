package io.churnops.ingestion.changes;

import io.churnops.kit.problem.ProblemException;
import java.util.UUID;
import org.springframework.http.HttpStatus;

/** Why a request about mappings of changes cannot be answered as wished. */
final class ChangeProblem extends ProblemException {

  private ChangeProblem(HttpStatus status, String slug, String title, String detail) {
    super(status, slug, title, detail);
  }

  static ChangeProblem unknown(String name) {
    return new ChangeProblem(
        HttpStatus.NOT_FOUND,
        "unknown-change-mapping",
        "Unknown mapping of changes",
        "No mapping of changes is called " + name + ".");
  }

  static ChangeProblem otherName(String name) {
    return new ChangeProblem(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "invalid-mapping",
        "Invalid mapping",
        "The mapping calls itself " + name + "; the path must name it so.");
  }

  static ChangeProblem topicNotAllowed(String topic) {
    return new ChangeProblem(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "topic-not-allowed",
        "Topic not allowed",
        "The topic " + topic + " is not one that churnops.ingestion.changes.topics allows.");
  }

  static ChangeProblem tooMany(int most) {
    return new ChangeProblem(
        HttpStatus.CONFLICT,
        "too-many-change-mappings",
        "Too many mappings of changes",
        "There are " + most + " mappings of changes already; one may name several tables.");
  }

  static ChangeProblem tooLarge(int bytes) {
    return new ChangeProblem(
        HttpStatus.CONTENT_TOO_LARGE,
        "mapping-too-large",
        "Mapping too large",
        "A mapping may have at most " + bytes + " bytes.");
  }

  static ChangeProblem unknownLetter(UUID itemId) {
    return new ChangeProblem(
        HttpStatus.NOT_FOUND,
        "unknown-dead-letter",
        "Unknown dead letter",
        "No record "
            + itemId
            + " of the mapping is kept; it may have been put aside too long ago.");
  }

  static ChangeProblem settled(UUID itemId) {
    return new ChangeProblem(
        HttpStatus.CONFLICT,
        "already-settled",
        "Already settled",
        "The record " + itemId + " was replayed or discarded already; nothing was done.");
  }

  static ProblemException underWay(UUID itemId) {
    return new ChangeProblem(
            HttpStatus.CONFLICT,
            "under-way",
            "Under way",
            "Somebody is deciding on the record " + itemId + ". Look again a little later.")
        .retryAfter(2);
  }
}
