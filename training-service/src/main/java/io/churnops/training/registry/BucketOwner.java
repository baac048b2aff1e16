package io.churnops.training.registry;

import io.churnops.training.bucket.Bucket;
import io.churnops.training.bucket.ConditionalOnBucket;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Whose the objects of the bucket are. The first registry that sweeps it leaves its id there; what
 * another one does not know is not for it to delete.
 */
@Component
@ConditionalOnBucket
class BucketOwner {

  static final String OBJECT = "registry-owner";

  private static final Logger log = LoggerFactory.getLogger(BucketOwner.class);

  private final Bucket bucket;
  private final JdbcClient jdbc;

  BucketOwner(Bucket bucket, JdbcClient jdbc) {
    this.bucket = bucket;
    this.jdbc = jdbc;
  }

  /**
   * Whether the bucket has been this registry's since before now. One that is nobody's is taken,
   * and counts as ours the next time: of two who take it at once one will see the other's id.
   */
  boolean isOurs() {
    String id = jdbc.sql("select registry_id from registry_identity").query(String.class).single();
    Optional<String> owner = bucket.text(OBJECT);
    if (owner.isEmpty()) {
      bucket.put(OBJECT, id);
      log.info("{} belongs to the registry {} from now on", bucket, id);
      return false;
    }
    if (!owner.get().equals(id)) {
      log.warn(
          "{} belongs to the registry {}, and this is {}: nothing is deleted from it. Give each"
              + " suite a prefix of its own; if the other is gone, delete the object {}",
          bucket,
          owner.get(),
          id,
          OBJECT);
      return false;
    }
    return true;
  }
}
