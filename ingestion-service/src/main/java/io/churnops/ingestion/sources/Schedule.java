package io.churnops.ingestion.sources;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.springframework.scheduling.support.CronExpression;

/** When a source is asked. What was missed while it could not be asked is not made up for. */
sealed interface Schedule {

  /** The next time after a run, if there is one. */
  Optional<Instant> next(Instant begun, Instant ended);

  /** Only when a person asks. */
  record ByHand() implements Schedule {

    @Override
    public Optional<Instant> next(Instant begun, Instant ended) {
      return Optional.empty();
    }
  }

  /** Again after a while, counted from beginning to beginning. */
  record Every(Duration period) implements Schedule {

    @Override
    public Optional<Instant> next(Instant begun, Instant ended) {
      Instant next = begun.plus(period);
      return Optional.of(next.isAfter(ended) ? next : ended);
    }
  }

  /** At times of the clock in a zone. */
  record Cron(CronExpression expression, ZoneId zone) implements Schedule {

    @Override
    public Optional<Instant> next(Instant begun, Instant ended) {
      return Optional.ofNullable(expression.next(ended.atZone(zone))).map(ZonedDateTime::toInstant);
    }
  }
}
