package io.churnops.feature.online;

import io.churnops.feature.log.ContributingEvents.Place;
import io.churnops.feature.log.EventTime;
import io.churnops.kit.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** A place in a list of events, as callers carry it. */
final class EventCursor {

  /** No event has it in its names. */
  private static final String SEPARATOR = "\n";

  private EventCursor() {}

  static String write(Place place) {
    String text = place.timeMicros() + SEPARATOR + place.source() + SEPARATOR + place.id();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  static Place read(String cursor) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      String[] parts = text.split(SEPARATOR, -1);
      long micros = Long.parseLong(parts[0]);
      if (parts.length == 3
          && text.chars().filter(Character::isISOControl).count() == 2
          && EventTime.isCalendar(micros)) {
        return new Place(micros, parts[1], parts[2]);
      }
    } catch (IllegalArgumentException e) {
      throw malformed(e);
    }
    throw malformed(null);
  }

  private static ProblemException malformed(@Nullable Throwable cause) {
    return new ProblemException(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "malformed-cursor",
        "Not a cursor",
        "The cursor is none that this list has given. Pass nextCursor of the page before.",
        Map.of(),
        cause);
  }
}
