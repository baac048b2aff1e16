package io.churnops.training.bucket;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The bucket that artefacts are kept in. Texts that are empty count as absent.
 *
 * @param url {@code s3://bucket} or {@code s3://bucket/prefix}; without it artefacts stay in a
 *     folder
 * @param endpoint address of a storage other than Amazon's
 * @param region by Amazon's chain (environment, profile) if absent
 * @param pathStyle whether the bucket is named in the path instead of the host
 * @param accessKeyFile file with the access key; by Amazon's chain if absent
 * @param secretKeyFile file with the secret key that belongs to it
 * @param timeout how long one request may take
 * @param patience how long a write is tried again while the storage does not answer
 * @param checkTimeout how long one request of the check may take, for which somebody waits
 */
@ConfigurationProperties(prefix = "churnops.artefacts", ignoreUnknownFields = false)
record BucketProperties(
    @DefaultValue("") String url,
    @DefaultValue("") String endpoint,
    @DefaultValue("") String region,
    @DefaultValue("false") boolean pathStyle,
    @DefaultValue("") String accessKeyFile,
    @DefaultValue("") String secretKeyFile,
    @DefaultValue("60s") Duration timeout,
    @DefaultValue("5m") Duration patience,
    @DefaultValue("8s") Duration checkTimeout) {

  private static final Pattern URL =
      Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/+([A-Za-z0-9._/-]*))?");

  BucketProperties {
    if (!url.isEmpty() && !URL.matcher(url).matches()) {
      throw new IllegalArgumentException(
          "churnops.artefacts.url is s3://bucket or s3://bucket/prefix, not '" + url + "'");
    }
    if (accessKeyFile.isEmpty() != secretKeyFile.isEmpty()) {
      throw new IllegalArgumentException(
          "churnops.artefacts.access-key-file and .secret-key-file are given together or not at"
              + " all");
    }
    if (!timeout.isPositive() || patience.isNegative() || !checkTimeout.isPositive()) {
      throw new IllegalArgumentException(
          "churnops.artefacts.timeout and .check-timeout are positive and .patience not negative");
    }
  }

  String bucket() {
    return parts().group(1);
  }

  /** What the keys of all objects begin with: nothing, or a text that ends in a slash. */
  String prefix() {
    String prefix = parts().group(2);
    return prefix == null || prefix.isEmpty() ? "" : prefix.replaceFirst("/*$", "/");
  }

  @Nullable URI address() {
    return endpoint.isEmpty() ? null : URI.create(endpoint);
  }

  boolean hasKeyFiles() {
    return !accessKeyFile.isEmpty();
  }

  Path accessKey() {
    return Path.of(accessKeyFile);
  }

  Path secretKey() {
    return Path.of(secretKeyFile);
  }

  private Matcher parts() {
    Matcher parts = URL.matcher(url);
    if (!parts.matches()) {
      throw new IllegalStateException(url);
    }
    return parts;
  }
}
