package io.churnops.cli.suite;

import io.churnops.platform.Credentials;
import io.churnops.platform.PlatformSettings.PlatformPasswords;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The configuration variables of a service: the same names as in containers. */
record ServiceVariables(SuiteHome home, SuitePorts ports, Credentials credentials) {

  Map<String, String> of(SuiteService service) {
    PlatformPasswords passwords = credentials.passwords();
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("SERVER_PORT", Integer.toString(ports.of(service)));
    variables.put(
        "CHURNOPS_POSTGRES_URL",
        "jdbc:postgresql://localhost:%d/churnops".formatted(ports.servers().postgres()));
    variables.put(
        "CHURNOPS_POSTGRES_PASSWORD",
        Objects.requireNonNull(passwords.services().get(service.schema())));
    variables.put("CHURNOPS_REDIS_HOST", "localhost");
    variables.put("CHURNOPS_REDIS_PORT", Integer.toString(ports.servers().redis()));
    variables.put("CHURNOPS_REDIS_PASSWORD", passwords.redis().orElse(""));
    variables.put("CHURNOPS_KAFKA_BOOTSTRAP", "localhost:" + ports.servers().kafka());
    variables.put("CHURNOPS_API_KEYS_FILE", credentials.apiKeysFile().toString());
    variables.put("CHURNOPS_CLIENT_KEY_FILE", credentials.keyFile(service.fullName()).toString());
    variables.put("CHURNOPS_INGESTION_SERVICE_URL", url(SuiteService.INGESTION));
    variables.put("CHURNOPS_FEATURE_SERVICE_URL", url(SuiteService.FEATURE));
    variables.put("CHURNOPS_TRAINING_SERVICE_URL", url(SuiteService.TRAINING));
    variables.put("CHURNOPS_MONITORING_SERVICE_URL", url(SuiteService.MONITORING));
    variables.put("CHURNOPS_DATA_DIR", home.data(service).toString());
    variables.put("CHURNOPS_MODEL_SIGNING_KEY_FILE", credentials.signingKeyFile().toString());
    variables.put("CHURNOPS_MODEL_VERIFY_KEY_FILE", credentials.verifyKeyFile().toString());
    return variables;
  }

  private String url(SuiteService service) {
    return "http://localhost:" + ports.of(service);
  }
}
