package io.churnops.training.bucket;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * The objects below a prefix of a bucket. An object is written in one request that the storage
 * carries out as a whole, and only where there is none of its name: nothing is ever overwritten.
 */
public final class Bucket implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Bucket.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(16);
  private static final int SHORT = 1_000;
  private static final int DENIED = 403;
  private static final int TAKEN = 412;
  private static final int WRITTEN_AT_THE_SAME_TIME = 409;
  private static final int TOO_MANY = 429;
  private static final int TROUBLE = 500;
  private static final int FULL = 507;

  private final S3Client client;
  private final String bucket;
  private final String prefix;
  private final BucketProperties properties;
  private final Duration patience;

  Bucket(S3Client client, BucketProperties properties) {
    this(client, properties, properties.patience());
  }

  private Bucket(S3Client client, BucketProperties properties, Duration patience) {
    this.client = client;
    this.bucket = properties.bucket();
    this.prefix = properties.prefix();
    this.properties = properties;
    this.patience = patience;
  }

  /**
   * The same bucket for somebody who waits: requests are given up soon, and no write is repeated.
   * Closed by whoever asks for it.
   */
  public Bucket hurried() {
    S3Client hurried =
        BucketConfiguration.client(
            properties, settings -> settings.apiCallTimeout(properties.checkTimeout()));
    return new Bucket(hurried, properties, Duration.ZERO);
  }

  /** An object: its name below the prefix, and when it was written. */
  public record Entry(String name, Instant written) {}

  /**
   * Writes an object, with patience while the storage does not answer.
   *
   * @return false when there is one of that name already, which stays as it is
   */
  public boolean put(String name, Path file) {
    return put(name, RequestBody.fromFile(file));
  }

  /** The same of a short text. */
  public boolean put(String name, String text) {
    return put(name, RequestBody.fromString(text));
  }

  private boolean put(String name, RequestBody content) {
    long began = System.nanoTime();
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        return putOnce(name, content);
      } catch (BucketUnavailableException e) {
        if (System.nanoTime() - began + pause.toNanos() > patience.toNanos()) {
          throw e;
        }
        log.warn("{} It is tried again in {} ms.", e.getMessage(), pause.toMillis());
        rest(pause, e);
        pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
      }
    }
  }

  private boolean putOnce(String name, RequestBody content) {
    return asked(
        "write " + name,
        () -> {
          try {
            client.putObject(
                put -> put.bucket(bucket).key(prefix + name).ifNoneMatch("*"), content);
            return true;
          } catch (AwsServiceException e) {
            if (e.statusCode() == TAKEN) {
              return false;
            }
            throw e;
          }
        });
  }

  /**
   * Reads an object into a new file.
   *
   * @return false when there is none of that name
   * @throws UncheckedIOException when it has more bytes than that; nothing of it is read
   */
  public boolean get(String name, Path file, long most) {
    Optional<Boolean> written =
        asked(
            "read " + name,
            () ->
                object(
                    name,
                    (response, in) -> {
                      Long size = response.contentLength();
                      if (size == null || size > most) {
                        in.abort();
                        return false;
                      }
                      ResponseTransformer.<GetObjectResponse>toFile(file).transform(response, in);
                      return true;
                    }));
    if (written.isPresent() && !written.get()) {
      throw new UncheckedIOException(
          new IOException("%s%s is larger than %d bytes".formatted(this, name, most)));
    }
    return written.isPresent();
  }

  /** The beginning of an object that holds a short text, if there is one. */
  public Optional<String> text(String name) {
    return asked(
        "read " + name,
        () -> object(name, (_, in) -> new String(in.readNBytes(SHORT), StandardCharsets.UTF_8)));
  }

  private <T> Optional<T> object(String name, ResponseTransformer<GetObjectResponse, T> reader) {
    try {
      return Optional.of(client.getObject(get -> get.bucket(bucket).key(prefix + name), reader));
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    }
  }

  /** All objects, by name. */
  public List<Entry> list() {
    return asked(
        "list its objects",
        () ->
            client
                .listObjectsV2Paginator(list -> list.bucket(bucket).prefix(prefix))
                .contents()
                .stream()
                .map(object ->
                    new Entry(object.key().substring(prefix.length()), object.lastModified()))
                .toList());
  }

  /** Deletes an object; one that is not there stays so. */
  public void remove(String name) {
    asked(
        "delete " + name,
        () -> client.deleteObject(delete -> delete.bucket(bucket).key(prefix + name)));
  }

  @Override
  public void close() {
    client.close();
  }

  @Override
  public String toString() {
    return "s3://" + bucket + "/" + prefix;
  }

  private static void rest(Duration pause, BucketException trouble) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw trouble;
    }
  }

  private <T> T asked(String act, Supplier<T> request) {
    try {
      return twiceIfDenied(request);
    } catch (AbortedException e) {
      Thread.currentThread().interrupt();
      throw new BucketException(told(act, "the service stops"), e);
    } catch (AwsServiceException e) {
      String why = told(act, answer(e));
      throw isPassing(e) ? new BucketUnavailableException(why, e) : new BucketException(why, e);
    } catch (SdkClientException e) {
      throw new BucketUnavailableException(told(act, String.valueOf(e.getMessage())), e);
    } catch (SdkException | UncheckedIOException e) {
      throw new BucketException(told(act, String.valueOf(e.getMessage())), e);
    }
  }

  /** Two keys that are being replaced may have been read one old, one new. */
  private static <T> T twiceIfDenied(Supplier<T> request) {
    try {
      return request.get();
    } catch (AwsServiceException e) {
      if (e.statusCode() != DENIED) {
        throw e;
      }
      return request.get();
    }
  }

  /** What the storage says, with its own name of the trouble. */
  private static String answer(AwsServiceException e) {
    AwsErrorDetails details = e.awsErrorDetails();
    return details == null || details.errorCode() == null
        ? "it answered " + e.statusCode()
        : "%s (%d), %s".formatted(details.errorCode(), e.statusCode(), details.errorMessage());
  }

  private static boolean isPassing(AwsServiceException e) {
    int status = e.statusCode();
    return e.isThrottlingException()
        || status == WRITTEN_AT_THE_SAME_TIME
        || status == TOO_MANY
        || status >= TROUBLE && status != FULL;
  }

  private String told(String act, String why) {
    return "The bucket %s could not %s: %s.".formatted(this, act, why);
  }
}
