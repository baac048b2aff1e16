package io.churnops.feature.rebuilds;

import io.churnops.feature.definitions.FeatureViews;
import io.churnops.feature.definitions.Standing;
import io.churnops.feature.log.LogCustomers;
import io.churnops.feature.rebuilds.RebuildRow.Kind;
import io.churnops.feature.rebuilds.RebuildRow.Reason;
import io.churnops.kit.problem.ProblemException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;

/** Takes orders for rebuilds and tells how they fare. */
@Service
class Rebuilds {

  private static final Logger log = LoggerFactory.getLogger(Rebuilds.class);
  private static final String NOBODY = "feature-service";

  private final RebuildTable table;
  private final FeatureViews views;
  private final LogCustomers customers;

  Rebuilds(RebuildTable table, FeatureViews views, LogCustomers customers) {
    this.table = table;
    this.views = views;
    this.customers = customers;
  }

  /**
   * Orders a fold of a view, or of all views; if one is open already, that is the answer.
   *
   * @param view name or fingerprint, null for all
   */
  Ordered order(@Nullable String view, String by) {
    String fingerprint = view == null ? null : views.find(view).definition().fingerprint();
    if (fingerprint != null && views.standing(fingerprint) == Standing.RETIRED) {
      throw new ProblemException(
          HttpStatus.CONFLICT,
          "view-retired",
          "Feature view retired",
          "View " + view + " is retired. Register it again and its states are folded.");
    }
    boolean created = table.insert(fingerprint, Kind.FOLD, Reason.REQUESTED, by).isPresent();
    return new Ordered(table.open(fingerprint).orElseThrow(Rebuilds::overMeanwhile), created);
  }

  private static ProblemException overMeanwhile() {
    return new ProblemException(
            HttpStatus.SERVICE_UNAVAILABLE,
            "rebuild-over-meanwhile",
            "Another rebuild ended meanwhile",
            "A rebuild that stood in the way has just ended. Order it again.")
        .retryAfter(1);
  }

  /** What an order led to. */
  record Ordered(RebuildRow rebuild, boolean created) {}

  /** Redis has lost its states: those of all views are folded, from the first customer on. */
  void orderForLostStore() {
    if (customers.events() == 0) {
      return;
    }
    if (table.insert(null, Kind.FOLD, Reason.STORE_LOST, NOBODY).isPresent()) {
      log.warn("Redis holds no states: those of every customer are folded from the log");
    } else {
      table.open(null).ifPresent(open -> table.restart(open.id()));
    }
  }

  RebuildRow find(UUID id) {
    return table
        .find(id)
        .orElseThrow(() ->
            new ProblemException(
                HttpStatus.NOT_FOUND,
                "unknown-rebuild",
                "Unknown rebuild",
                "There is no rebuild " + id + "."));
  }

  List<RebuildRow> page(@Nullable UUID before, int limit) {
    return table.page(before, limit);
  }

  /** Stops a rebuild after the step it is at; what is stopped stays so. */
  RebuildRow stop(UUID id) {
    return move(id, RebuildStatus.STOPPED);
  }

  /** Lets a stopped rebuild go on where it stopped. */
  RebuildRow resume(UUID id) {
    return move(id, RebuildStatus.RUNNING);
  }

  private RebuildRow move(UUID id, RebuildStatus to) {
    RebuildRow found = find(id);
    RebuildStatus target =
        to == RebuildStatus.RUNNING && found.startedAt() == null ? RebuildStatus.QUEUED : to;
    if (!table.move(id, target)) {
      throw new ProblemException(
          HttpStatus.CONFLICT,
          "rebuild-over",
          "Rebuild over",
          "Rebuild " + id + " is over. Order another one.");
    }
    return find(id);
  }
}
