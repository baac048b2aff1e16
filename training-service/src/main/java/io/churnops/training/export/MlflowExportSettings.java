package io.churnops.training.export;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The MLflow server that is told. Texts that are empty count as absent.
 *
 * @param uri its tracking URI, as {@code https://mlflow.example.org}; nobody is told if absent
 * @param tokenFile file with a bearer token
 * @param user who tells, where the server asks for a name and a password
 * @param passwordFile file with the password that belongs to the user
 * @param prefix what the names of experiments and models begin with there
 * @param timeout how long the server may take to answer
 * @param lookEvery how often there is a look for something to tell
 * @param retryAtMost the longest pause between attempts while the server is away
 */
@ConfigurationProperties(prefix = "churnops.mlflow-export", ignoreUnknownFields = false)
record MlflowExportSettings(
    @DefaultValue("") String uri,
    @DefaultValue("") String tokenFile,
    @DefaultValue("") String user,
    @DefaultValue("") String passwordFile,
    @DefaultValue("") String prefix,
    @DefaultValue("30s") Duration timeout,
    @DefaultValue("5s") Duration lookEvery,
    @DefaultValue("5m") Duration retryAtMost) {

  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_.-]{0,64}");

  MlflowExportSettings {
    uri = uri.replaceFirst("/+$", "");
    requireAddress(uri);
    if (user.isEmpty() != passwordFile.isEmpty()) {
      throw wrong(".user and .password-file are given together or not at all");
    }
    if (!tokenFile.isEmpty() && !user.isEmpty()) {
      throw wrong(".token-file or .user is given, not both");
    }
    if (!PREFIX.matcher(prefix).matches()) {
      throw wrong(".prefix has at most 64 letters, digits, '_', '-' and '.'");
    }
    if (!timeout.isPositive() || !lookEvery.isPositive() || !retryAtMost.isPositive()) {
      throw wrong(".timeout, .look-every and .retry-at-most are longer than nothing");
    }
  }

  /** The message never repeats an address: a password may stand in it. */
  private static void requireAddress(String uri) {
    if (uri.isEmpty()) {
      return;
    }
    URI address;
    try {
      address = URI.create(uri);
    } catch (IllegalArgumentException e) {
      throw wrong(".uri is no address");
    }
    String scheme = String.valueOf(address.getScheme());
    if (address.getHost() == null || !scheme.matches("https?")) {
      throw wrong(".uri is http://host or https://host, with a port and a path if need be");
    }
    if (address.getUserInfo() != null || address.getQuery() != null) {
      throw wrong(".uri has neither name and password nor a query: they belong in files");
    }
  }

  private static IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("churnops.mlflow-export" + what);
  }

  boolean hasToken() {
    return !tokenFile.isEmpty();
  }

  boolean hasPassword() {
    return !passwordFile.isEmpty();
  }

  Path token() {
    return Path.of(tokenFile);
  }

  Path password() {
    return Path.of(passwordFile);
  }
}
