package io.churnops.cli;

import io.churnops.cli.definitions.FeatureStoreClient;
import io.churnops.cli.suite.LocalSuite;
import io.churnops.cli.suite.SuiteException;
import io.churnops.cli.suite.SuitePorts;
import io.churnops.cli.suite.SuiteService;
import io.churnops.cli.terminal.Terminal;
import io.churnops.platform.ServiceKeys;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code churnops features}. */
@Command(
    name = "features",
    description = "Brings views and labels from files into force, finds and retires them.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      FeaturesPlanCommand.class,
      FeaturesApplyCommand.class,
      FeaturesListCommand.class,
      FeaturesRetireCommand.class
    })
final class FeaturesCommand implements Runnable {

  @ParentCommand private @Nullable ChurnopsCommand churnops;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--url",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description = "Address of feature-service (default: that of the suite on this machine).")
  private @Nullable URI url;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "File with the API key (default: the admin key of the suite's home).")
  private @Nullable Path keyFile;

  @Override
  public void run() {
    var line = Parent.of(spec).commandLine();
    line.usage(line.getOut());
  }

  Terminal terminal() {
    return Parent.of(churnops).terminal();
  }

  FeatureStoreClient store() {
    LocalSuite suite = Parent.of(churnops).suite();
    return new FeatureStoreClient(url == null ? local(suite) : url, key(suite));
  }

  private static URI local(LocalSuite suite) {
    int port = new SuitePorts(suite.status().portOffset()).of(SuiteService.FEATURE);
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
