package io.churnops.ingestion;

import io.churnops.platform.test.WithServers;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;

/**
 * A test of the running service with real Kafka and Postgres; one context for all of them. Sources
 * are pulled from by those tests alone that are about them.
 */
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    properties = "churnops.ingestion.sources.look-every=1d",
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    useMainMethod = SpringBootTest.UseMainMethod.ALWAYS)
@WithServers
public @interface IngestionIntegrationTest {}
