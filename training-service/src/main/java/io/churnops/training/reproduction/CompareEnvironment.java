package io.churnops.training.reproduction;

import io.churnops.training.reproduction.Findings.Cause;
import io.churnops.training.reproduction.Findings.Reason;
import io.churnops.training.reproduction.Findings.Surrounding;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Holds what a version was made on against what this service runs on. */
final class CompareEnvironment {

  private static final String COMMIT = "gitCommit";

  /** What {@code git describe} puts after a commit whose files were changed. */
  private static final String CHANGED = "-dirty";

  private static final Set<String> OF_NO_EFFECT = Set.of("threads", "grownElsewhere");
  private static final Set<String> OF_THE_JDK = Set.of("java", "javaVendor", "os");

  private CompareEnvironment() {}

  /** What is not the same, or of the code was never written down. */
  static List<Surrounding> compare(JsonNode recorded, JsonNode now) {
    Set<String> names = new TreeSet<>(recorded.propertyNames());
    names.addAll(now.propertyNames());
    names.removeAll(OF_NO_EFFECT);
    names.add(COMMIT);
    List<Surrounding> different = new ArrayList<>();
    for (String name : names) {
      String before = text(recorded, name);
      String today = text(now, name);
      boolean unknownCode = name.equals(COMMIT) && (before == null || before.endsWith(CHANGED));
      if (unknownCode || !Objects.equals(before, today)) {
        different.add(new Surrounding(name, before, today));
      }
    }
    return different;
  }

  /** As reasons for a difference. */
  static List<Reason> reasons(List<Surrounding> different) {
    return different.stream()
        .map(one -> new Reason(cause(one.name()), sentence(one)))
        .sorted((one, other) -> one.cause().compareTo(other.cause()))
        .toList();
  }

  private static Cause cause(String name) {
    if (name.equals(COMMIT)) {
      return Cause.CODE;
    }
    return OF_THE_JDK.contains(name) ? Cause.JDK : Cause.LIBRARY;
  }

  private static String sentence(Surrounding one) {
    if (one.recorded() == null) {
      return one.name().equals(COMMIT)
          ? "The commit of the code that made the version was not written down, so that the code"
              + " may be another now."
          : "%s was not written down; it is %s now.".formatted(one.name(), one.now());
    }
    if (one.name().equals(COMMIT) && one.recorded().endsWith(CHANGED)) {
      return "The version was made of files that were no longer those of the commit %s, so that the code may be another now."
          .formatted(one.recorded().substring(0, one.recorded().length() - CHANGED.length()));
    }
    return "%s was %s and is %s now."
        .formatted(one.name(), one.recorded(), one.now() == null ? "not known" : one.now());
  }

  private static @Nullable String text(JsonNode environment, String name) {
    return environment.path(name).isMissingNode() ? null : environment.path(name).asString();
  }
}
