package io.churnops.training.retraining;

import io.churnops.kit.problem.ProblemException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Begins the retrainings whose time has come. Times that passed while nobody looked are made up for
 * by one; a time at which the model is still being retrained is passed over. Each time has a key of
 * its own, so that a stop in between begins nothing twice.
 */
@Component
class FireSchedules {

  private static final Logger log = LoggerFactory.getLogger(FireSchedules.class);

  private final Schedules schedules;
  private final Retrainings retrainings;
  private final SubmitRetraining submit;
  private final InstantSource clock;

  FireSchedules(
      Schedules schedules, Retrainings retrainings, SubmitRetraining submit, InstantSource clock) {
    this.schedules = schedules;
    this.retrainings = retrainings;
    this.submit = submit;
    this.clock = clock;
  }

  /**
   * Looks at all schedules.
   *
   * @param failed told of what one of them failed by; the others are looked at all the same
   */
  void fire(Consumer<RuntimeException> failed) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    for (Schedule schedule : schedules.due(now)) {
      try {
        fire(schedule, now);
      } catch (RuntimeException e) {
        failed.accept(e);
      }
    }
  }

  private void fire(Schedule schedule, Instant now) {
    String key = "%s at %s".formatted(schedule.model(), schedule.nextAt());
    if (retrainings.isUnderWay(schedule.model(), key)) {
      schedules.fired(schedule, now, null, "The model was still being retrained.");
      log.info("Scheduled retraining passed over, as one is under way: model={}", schedule.model());
      return;
    }
    try {
      Retraining begun =
          submit.submit(schedule.request(), Retraining.Source.SCHEDULE, schedule.setBy(), key);
      schedules.fired(schedule, now, begun.retrainingId(), null);
    } catch (ProblemException e) {
      String why = String.valueOf(e.getBody().getDetail());
      schedules.fired(schedule, now, null, why);
      log.warn("Scheduled retraining not begun: model={}: {}", schedule.model(), why);
    }
  }
}
