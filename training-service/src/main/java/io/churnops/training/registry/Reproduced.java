package io.churnops.training.registry;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What came of a version when it was made again.
 *
 * @param verdict REPRODUCED, DIFFERENT or IMPOSSIBLE
 */
@Schema(name = "ReproducedVersion")
public record Reproduced(String reproductionId, String verdict, Instant at) {

  /** The latest word on a version, if there was any. */
  static Optional<Reproduced> latest(JdbcClient jdbc, VersionId version) {
    return jdbc.sql(
            """
            select reproduction_id, verdict, finished_at from reproduction
            where model_name = ? and version = ? and status = 'FINISHED'
            order by reproduction_id desc limit 1
            """)
        .params(version.modelName(), version.version())
        .query((row, _) ->
            new Reproduced(
                row.getString("reproduction_id"),
                row.getString("verdict"),
                row.getTimestamp("finished_at").toInstant()))
        .optional();
  }
}
