package io.churnops.feature.definitions;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What applying some definitions does, or did.
 *
 * @param planId equal for plans that say the same
 * @param changes whether anything changes
 * @param warnings what is doubtful about the definitions; no part of what the plan's id stands for
 */
record Plan(String planId, boolean changes, List<Step> steps, List<DefinitionWarning> warnings) {

  Plan warning(List<DefinitionWarning> of) {
    return new Plan(planId, changes, steps, of);
  }

  enum Kind {
    VIEW,
    LABEL
  }

  enum Action {
    /** Nothing of this name is registered. */
    NEW,
    /** It is the latest of its name already. */
    UNCHANGED,
    /** It means the same; what is said of it changes. */
    DOCUMENTED,
    /** It takes the place of another meaning of its name, which stays readable. */
    SUPERSEDES,
    /** It was retired and is folded again. */
    BROUGHT_BACK,
    /** An older view of the name that nobody uses is retired. */
    RETIRED,
    /** An older view of the name would be retired if no model were using it. */
    KEPT_IN_USE
  }

  /**
   * What happens to one definition.
   *
   * @param file where it comes from; absent for older views
   * @param supersedes the fingerprint whose place it takes
   * @param differences field by field, to what it supersedes or documents anew
   * @param inUse the model versions that pin what is superseded or kept: they stay with it
   */
  record Step(
      Kind kind,
      String name,
      Action action,
      String fingerprint,
      @Nullable String file,
      @Nullable String supersedes,
      List<Difference> differences,
      List<ViewUses.Use> inUse) {}

  /**
   * A field that differs.
   *
   * @param path its place, with names instead of positions: {@code features.orders.windows}
   * @param before absent if it was not there
   * @param after absent if it is not there any more
   */
  record Difference(
      String path,
      @Nullable
          @Schema(
              description = "Any JSON",
              types = {"object", "array", "string", "number", "boolean", "null"})
          JsonNode before,
      @Nullable
          @Schema(
              description = "Any JSON",
              types = {"object", "array", "string", "number", "boolean", "null"})
          JsonNode after) {}
}
