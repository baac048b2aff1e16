package io.churnops.training.bucket;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * The client of the bucket, where one is configured. It asks no more of a storage than the older of
 * the compatible ones can do: no checksums in trailers, no signed chunks.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBucket
class BucketConfiguration {

  @Bean
  Bucket bucket(BucketProperties properties) {
    return new Bucket(client(properties), properties);
  }

  static S3Client client(BucketProperties properties) {
    return client(properties, _ -> {});
  }

  static S3Client client(
      BucketProperties properties, Consumer<ClientOverrideConfiguration.Builder> limits) {
    S3ClientBuilder client =
        S3Client.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder().socketTimeout(properties.timeout()))
            .overrideConfiguration(
                limits.andThen(settings -> settings.apiCallAttemptTimeout(properties.timeout())))
            .endpointOverride(properties.address())
            .forcePathStyle(properties.pathStyle())
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(settings -> settings.chunkedEncodingEnabled(false));
    if (!properties.region().isEmpty()) {
      client.region(Region.of(properties.region()));
    } else if (!properties.endpoint().isEmpty()) {
      client.region(regionOfAnotherStorage());
    }
    if (properties.hasKeyFiles()) {
      client.credentialsProvider(() ->
          AwsBasicCredentials.create(read(properties.accessKey()), read(properties.secretKey())));
    }
    return client.build();
  }

  /** Requests are signed for a region, but storages other than Amazon's mostly take any. */
  private static Region regionOfAnotherStorage() {
    try {
      return new AwsRegionProviderChain(
              new SystemSettingsRegionProvider(), new AwsProfileRegionProvider())
          .getRegion();
    } catch (SdkClientException e) {
      return Region.US_EAST_1;
    }
  }

  /** Read for each request: secrets are replaced while the service runs. */
  private static String read(Path secret) {
    try {
      String key = Files.readString(secret).strip();
      if (key.isEmpty()) {
        throw new IOException("the file is empty");
      }
      return key;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The key of the bucket cannot be read from " + secret + ": " + e.getMessage(), e);
    }
  }
}
