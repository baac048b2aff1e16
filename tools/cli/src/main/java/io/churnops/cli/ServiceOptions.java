package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.suite.LocalSuite;
import io.churnops.cli.suite.SuiteException;
import io.churnops.cli.suite.SuitePorts;
import io.churnops.cli.suite.SuiteService;
import io.churnops.platform.ServiceKeys;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Where a service is that a command calls, and with which key. */
final class ServiceOptions {

  @Option(
      names = "--url",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description = "Address of the service (default: that of the suite on this machine).")
  private @Nullable URI url;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "File with the API key (default: the admin key of the suite's home).")
  private @Nullable Path keyFile;

  /** A client of the service; of the suite's where nothing else was said. */
  ServiceClient client(LocalSuite suite, SuiteService service) {
    return new ServiceClient(url == null ? local(suite, service) : url, key(suite), suite.home());
  }

  private static URI local(LocalSuite suite, SuiteService service) {
    int port = new SuitePorts(suite.status().portOffset()).of(service);
    return URI.create("http://localhost:" + port);
  }

  private String key(LocalSuite suite) {
    if (keyFile == null) {
      return suite.home().credentials().key(ServiceKeys.ADMIN);
    }
    try {
      return Files.readString(keyFile).strip();
    } catch (IOException e) {
      throw new SuiteException("The key file %s cannot be read: %s".formatted(keyFile, e), e);
    }
  }
}
