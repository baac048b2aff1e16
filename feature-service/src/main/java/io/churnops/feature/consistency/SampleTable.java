package io.churnops.feature.consistency;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The samples that wait for their comparison. */
@Repository
class SampleTable {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final JdbcClient jdbc;

  SampleTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  long count() {
    return jdbc.sql("select count(*) from served_vector").query(Long.class).single();
  }

  void add(Collection<Sample> samples) {
    for (Sample sample : samples) {
      jdbc.sql(
              """
              insert into served_vector (customer_id, members, view_fingerprint, evaluated_at,
                applied_offsets, vector) values (?, ?::json, ?, ?, ?::json, ?::json)\
              """)
          .params(
              sample.customerId(),
              JSON.writeValueAsString(sample.members()),
              sample.viewFingerprint(),
              Samples.timestamp(sample.atMicros()),
              JSON.writeValueAsString(sample.appliedOffsets()),
              JSON.writeValueAsString(sample.values()))
          .update();
    }
  }

  List<Sample> after(long id, int limit) {
    return jdbc.sql(
            """
            select sample_id, customer_id, members, view_fingerprint, evaluated_at,
              applied_offsets, vector
            from served_vector where sample_id > ? order by sample_id limit ?\
            """)
        .params(id, limit)
        .query((row, _) -> Samples.read(row))
        .list();
  }

  /** Shows the samples that hold events of some ids and of no other. */
  void forEachOf(Collection<String> ids, Consumer<Sample> taker) {
    jdbc.sql(
            """
            select sample_id, customer_id, members, view_fingerprint, evaluated_at,
              applied_offsets, vector
            from served_vector where %s order by sample_id\
            """
                .formatted(Samples.HOLDS_ONLY))
        .param(ids.toArray(String[]::new))
        .query(row -> {
          taker.accept(Samples.read(row));
        });
  }

  void deleteUpTo(long id) {
    jdbc.sql("delete from served_vector where sample_id <= ?").param(id).update();
  }

  /** Removes the samples that hold events of some ids; answers how many. */
  int deleteOf(Collection<String> ids) {
    return jdbc.sql("delete from served_vector where " + Samples.HOLDS_ONE)
        .param(ids.toArray(String[]::new))
        .update();
  }
}
