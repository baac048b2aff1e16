package io.churnops.training.registry;

import io.churnops.training.bucket.Bucket;
import io.churnops.training.bucket.BucketException;
import io.churnops.training.registry.StoreCheck.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Tries what publishing an artefact needs, with an object of its own that it takes away again.
 * Somebody waits for the findings, so that it is in a hurry.
 */
@Component
class CheckStore {

  private static final String RIGHTS = "Give the key s3:%s on the objects below the prefix.";

  private final Path folder;
  private final ObjectProvider<Bucket> buckets;
  private final ObjectProvider<BucketOwner> owners;

  CheckStore(
      ModelFilesProperties properties,
      ObjectProvider<Bucket> buckets,
      ObjectProvider<BucketOwner> owners) {
    this.folder = properties.dataDir();
    this.buckets = buckets;
    this.owners = owners;
  }

  StoreCheck check() {
    Bucket bucket = buckets.getIfAvailable();
    if (bucket == null) {
      Step write =
          Files.isWritable(folder)
              ? Step.good("write", folder + " can be written")
              : Step.bad("write", folder + " cannot be written", "Give it to the service's user.");
      return StoreCheck.of(folder.toString(), List.of(write));
    }
    try (Bucket hurried = bucket.hurried()) {
      return check(hurried);
    }
  }

  private StoreCheck check(Bucket bucket) {
    List<Step> steps = new ArrayList<>();
    List<Bucket.Entry> objects;
    try {
      objects = bucket.list();
      steps.add(Step.good("reach", "the storage answers; %d objects".formatted(objects.size())));
    } catch (BucketException e) {
      steps.add(
          Step.bad(
              "reach",
              told(e),
              "Look at CHURNOPS_ARTEFACTS_ENDPOINT, _REGION and _PATH_STYLE, at the network policy, and"
                  + " whether the key has s3:ListBucket on the bucket."));
      return StoreCheck.of(bucket.toString(), steps);
    }
    tryObject(bucket, steps);
    steps.add(owner(bucket, objects));
    return StoreCheck.of(bucket.toString(), steps);
  }

  private Step owner(Bucket bucket, List<Bucket.Entry> objects) {
    try {
      return owners
          .getObject()
          .objection(bucket, objects)
          .map(
              why -> Step.bad("owner", why, "Until then, objects of no version are kept for ever."))
          .orElseGet(() -> Step.good("owner", "no other registry has claimed it"));
    } catch (BucketException e) {
      return Step.bad("owner", told(e), RIGHTS.formatted("GetObject"));
    }
  }

  private static void tryObject(Bucket bucket, List<Step> steps) {
    String name = "check-" + UUID.randomUUID();
    try {
      bucket.put(name, name);
      steps.add(Step.good("write", "an object was written"));
    } catch (BucketException e) {
      steps.add(Step.bad("write", told(e), RIGHTS.formatted("PutObject")));
      return;
    }
    try {
      steps.add(writeOnce(bucket, name));
      steps.add(read(bucket, name));
    } finally {
      steps.add(delete(bucket, name));
    }
  }

  private static Step writeOnce(Bucket bucket, String name) {
    try {
      return bucket.put(name, name)
          ? Step.bad(
              "write-once",
              "the storage ignores If-None-Match and overwrites",
              "Nothing is lost, as names hold digests; a newer version of the storage may know it.")
          : Step.good("write-once", "what is there is not overwritten");
    } catch (BucketException e) {
      return Step.bad(
          "write-once",
          told(e),
          "The storage must know If-None-Match, or ignore it, on PutObject.");
    }
  }

  private static Step read(Bucket bucket, String name) {
    try {
      return bucket.text(name).filter(name::equals).isPresent()
          ? Step.good("read", "it was read back")
          : Step.bad(
              "read", "it reads otherwise than it was written", "Another storage is needed.");
    } catch (BucketException e) {
      return Step.bad("read", told(e), RIGHTS.formatted("GetObject"));
    }
  }

  private static Step delete(Bucket bucket, String name) {
    try {
      bucket.remove(name);
      return Step.good("delete", "it was deleted");
    } catch (BucketException e) {
      return Step.bad(
          "delete", told(e), RIGHTS.formatted("DeleteObject") + " Delete " + name + " yourself.");
    }
  }

  private static String told(BucketException e) {
    return String.valueOf(e.getMessage());
  }
}
