package io.churnops.training.registry;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * Whether artefacts can be kept where they are to be kept.
 *
 * @param place the folder or bucket
 * @param sound whether every step went well
 */
@Schema(name = "ArtefactStoreCheck")
record StoreCheck(String place, boolean sound, List<Step> steps) {

  static StoreCheck of(String place, List<Step> steps) {
    return new StoreCheck(place, steps.stream().allMatch(Step::sound), List.copyOf(steps));
  }

  /**
   * One thing that was tried.
   *
   * @param step reach, write, write-once, read, delete or owner
   * @param found what came of it
   * @param fix what to do about it; empty when all is well
   */
  @Schema(name = "ArtefactStoreStep")
  record Step(String step, boolean sound, String found, String fix) {

    static Step good(String step, String found) {
      return new Step(step, true, found, "");
    }

    static Step bad(String step, String found, String fix) {
      return new Step(step, false, found, fix);
    }
  }
}
