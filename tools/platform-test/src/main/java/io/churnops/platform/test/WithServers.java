package io.churnops.platform.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives a Spring test real PostgreSQL, Redis and Kafka through the suite's configuration variables
 * ({@code CHURNOPS_POSTGRES_URL} and so on), with credentials and a data folder of its own. All
 * tests of a JVM share the servers, see {@link TestServers}; so tests use customer ids of their
 * own.
 *
 * <p>Use it with {@code @SpringBootTest(webEnvironment = RANDOM_PORT, useMainMethod = ALWAYS)}, so
 * that the service starts as it does in production.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface WithServers {

  /**
   * Whether the test gets an empty database instead of the one that all tests of the JVM share.
   * Kafka and Redis stay shared.
   */
  boolean ownDatabase() default false;
}
