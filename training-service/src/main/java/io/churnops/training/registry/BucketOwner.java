package io.churnops.training.registry;

import io.churnops.training.bucket.Bucket;
import io.churnops.training.bucket.Bucket.Entry;
import io.churnops.training.bucket.ConditionalOnBucket;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Whose the objects of the bucket are; what another registry does not know is not for it to delete.
 * The first registry that sweeps the bucket leaves its id there. Registries that were copied from
 * one database have the same id, so each sweep leaves a mark as well, in place of the one before:
 * who finds another mark than its own is not alone, or is restored from the past.
 */
@Component
@ConditionalOnBucket
class BucketOwner {

  static final String OBJECT = "registry-owner";
  static final String MARK = "registry-owner-";

  private static final Logger log = LoggerFactory.getLogger(BucketOwner.class);

  private final Bucket bucket;
  private final JdbcClient jdbc;

  BucketOwner(Bucket bucket, JdbcClient jdbc) {
    this.bucket = bucket;
    this.jdbc = jdbc;
  }

  private record Identity(String id, @Nullable String mark, @Nullable String nextMark) {

    boolean left(String some) {
      return some.equals(mark) || some.equals(nextMark);
    }
  }

  /**
   * Whether the bucket has been this registry's since before now. One that is nobody's is taken,
   * and counts as ours the next time: of two who take it at once one will see the other's id.
   */
  boolean isOurs(List<Entry> objects) {
    Identity identity = identity();
    Optional<String> owner = bucket.text(OBJECT);
    if (owner.isEmpty()) {
      bucket.put(OBJECT, identity.id());
      log.info("{} belongs to the registry {} from now on", bucket, identity.id());
      return false;
    }
    Optional<String> objection = objection(identity, owner.get(), objects);
    if (objection.isPresent()) {
      log.warn("{} Nothing is deleted from it.", objection.get());
      return false;
    }
    leaveMark(identity, objects);
    return true;
  }

  /**
   * Why the bucket is not this registry's alone, and what to do about it.
   *
   * @param asked the bucket, with the patience of whoever asks
   */
  Optional<String> objection(Bucket asked, List<Entry> objects) {
    Identity identity = identity();
    return asked.text(OBJECT).flatMap(owner -> objection(identity, owner, objects));
  }

  private Optional<String> objection(Identity identity, String owner, List<Entry> objects) {
    if (!owner.equals(identity.id())) {
      return Optional.of(
          "%s belongs to the registry %s, and this is %s. Give each suite a prefix of its own; if the other is gone, delete the object %s and those that begin with %s."
              .formatted(bucket, owner, identity.id(), OBJECT, MARK));
    }
    return objects.stream()
        .filter(object -> object.name().startsWith(MARK))
        .filter(object -> !identity.left(mark(object)))
        .findFirst()
        .map(object ->
            "%s was swept at %s by another suite whose database is a copy of this one's, or by this one before its database was restored. Give each suite a prefix of its own; if this is the only one, or the one that is to have it, delete the objects that begin with %s."
                .formatted(bucket, object.written(), MARK));
  }

  /** Wherever this process ends in between, each mark that is there then is known again. */
  private void leaveMark(Identity identity, List<Entry> objects) {
    String next =
        Objects.requireNonNullElseGet(identity.nextMark(), () -> UUID.randomUUID().toString());
    jdbc.sql("update registry_identity set bucket_mark_next = ?").param(next).update();
    bucket.put(MARK + next, identity.id());
    marks(objects).stream()
        .filter(mark -> !mark.equals(next))
        .forEach(mark -> bucket.remove(MARK + mark));
    jdbc.sql("update registry_identity set bucket_mark = ?, bucket_mark_next = null")
        .param(next)
        .update();
  }

  private static Set<String> marks(List<Entry> objects) {
    return objects.stream()
        .filter(object -> object.name().startsWith(MARK))
        .map(BucketOwner::mark)
        .collect(Collectors.toSet());
  }

  private static String mark(Entry object) {
    return object.name().substring(MARK.length());
  }

  private Identity identity() {
    return jdbc.sql("select registry_id, bucket_mark, bucket_mark_next from registry_identity")
        .query((row, _) ->
            new Identity(
                row.getString("registry_id"),
                row.getString("bucket_mark"),
                row.getString("bucket_mark_next")))
        .single();
  }
}
