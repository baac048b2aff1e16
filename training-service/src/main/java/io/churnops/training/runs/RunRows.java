package io.churnops.training.runs;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The runs. */
interface RunRows extends Repository<RunRow, String> {

  Optional<RunRow> findById(String runId);

  /** A run that no other transaction changes until this one ends. */
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select r from RunRow r where r.runId = :runId")
  Optional<RunRow> lock(String runId);

  Optional<RunRow> findByRequestedByAndIdempotencyKey(String requestedBy, String idempotencyKey);

  List<RunRow> findByStatus(RunStatus status);

  RunRow saveAndFlush(RunRow row);

  /** The oldest queued run, locked; one that another transaction holds is passed over. */
  @NativeQuery(
      "select * from run where status = 'QUEUED' order by run_id limit 1 for update skip locked")
  Optional<RunRow> lockOldestQueued();

  /** Newest first; ids sort by their creation. */
  @Query(
      """
      select r from RunRow r
      where (:model = '' or r.modelName = :model) and (:before = '' or r.runId < :before)
      order by r.runId desc
      """)
  List<RunRow> page(String model, String before, Limit limit);
}
