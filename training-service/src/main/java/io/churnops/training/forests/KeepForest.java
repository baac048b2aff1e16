package io.churnops.training.forests;

import io.churnops.forest.CorruptForestException;
import io.churnops.forest.ForestPart;
import io.churnops.training.audit.AuditTrail;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes forests in: whole and well-formed ones, each once, in one transaction. Of what table they
 * really are is found out by the run that wants them.
 */
@Component
class KeepForest {

  private static final Logger log = LoggerFactory.getLogger(KeepForest.class);

  private final ForestRows rows;
  private final AuditTrail audit;
  private final TransactionTemplate transaction;
  private final InstantSource clock;
  private final long most;

  /** One forest at a time is on the heap. */
  private final Semaphore decoding = new Semaphore(1);

  KeepForest(
      ForestRows rows,
      AuditTrail audit,
      TransactionTemplate transaction,
      InstantSource clock,
      ForestProperties properties) {
    this.rows = rows;
    this.audit = audit;
    this.transaction = transaction;
    this.clock = clock;
    this.most = properties.largest().toBytes();
  }

  /** A forest, and whether it was new. */
  record Kept(KeptForest forest, boolean added) {}

  /**
   * Keeps what is sent.
   *
   * @throws ForestProblem if it is no whole forest, or too large
   */
  Kept keep(InputStream sent, String principal) {
    try (SpooledForest spooled = SpooledForest.open()) {
      spooled.add(sent, most);
      ByteBuffer bytes = spooled.bytes();
      KeptForest forest = described(spooled.sha256(), bytes, principal);
      return transaction.execute(_ -> keep(forest, bytes));
    } catch (IOException e) {
      log.warn("A forest was not taken: {}", e.toString());
      throw ForestProblem.notNow();
    }
  }

  private Kept keep(KeptForest forest, ByteBuffer bytes) {
    if (rows.insert(forest, bytes.duplicate())) {
      audit.record(
          forest.uploadedBy(),
          "forest.uploaded",
          forest.forestId(),
          Map.of(
              "table", forest.table(),
              "trees", forest.parameters().trees(),
              "bytes", forest.bytes()));
      return new Kept(forest, true);
    }
    rows.want(forest.forestId(), forest.uploadedAt());
    return new Kept(
        rows.find(forest.forestId()).orElseThrow(() -> ForestProblem.unknown(forest.forestId())),
        false);
  }

  private KeptForest described(String forestId, ByteBuffer bytes, String principal) {
    decoding.acquireUninterruptibly();
    try {
      ForestPart part = ForestPart.decode(bytes);
      if (!part.isWhole()) {
        throw ForestProblem.unusable(
            "It has the trees %d to %d of %d. Merge all parts first."
                .formatted(part.from(), part.to() - 1, part.parameters().trees()));
      }
      return new KeptForest(
          forestId,
          part.table(),
          part.parameters(),
          part.trees().inputs(),
          part.trees().nodes(),
          bytes.limit(),
          part.grownOn(),
          principal,
          now());
    } catch (CorruptForestException e) {
      throw ForestProblem.unusable("It is %s.".formatted(e.getMessage()));
    } finally {
      decoding.release();
    }
  }

  /**
   * Notes that a run wants forests.
   *
   * @throws ForestProblem if one of them is not there
   */
  void want(List<String> forestIds) {
    Instant now = now();
    List<String> unknown =
        forestIds.stream().filter(forestId -> !rows.want(forestId, now)).toList();
    if (!unknown.isEmpty()) {
      throw ForestProblem.notUploaded(unknown);
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
