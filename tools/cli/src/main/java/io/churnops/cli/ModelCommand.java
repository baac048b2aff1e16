package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.suite.SuiteService;
import io.churnops.cli.terminal.Terminal;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code churnops model}. */
@Command(
    name = "model",
    description = "Judges, promotes and looks after the versions of a model.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ModelListCommand.class,
      ModelShowCommand.class,
      ModelReportCommand.class,
      ModelGatesCommand.class,
      ModelPromoteCommand.class,
      ModelApproveCommand.class,
      ModelRejectCommand.class,
      ModelCompareCommand.class,
      ModelAuditCommand.class,
      ModelDeleteCommand.class,
      ModelRestoreCommand.class,
      ModelDescribeCommand.class,
      ModelTagCommand.class,
      ModelUnaliasCommand.class,
      ModelReproduceCommand.class
    })
final class ModelCommand implements Runnable {

  private static final String DEFAULT_MODEL = "churn";

  @ParentCommand private @Nullable ChurnopsCommand churnops;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private ServiceOptions service = new ServiceOptions();

  @Option(
      names = "--model",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description =
          "The model (default: " + DEFAULT_MODEL + "; all of them where versions are listed).")
  private @Nullable String model;

  @Override
  public void run() {
    var line = Parent.of(spec).commandLine();
    line.usage(line.getOut());
  }

  Terminal terminal() {
    return Parent.of(churnops).terminal();
  }

  ServiceClient registry() {
    return service.client(Parent.of(churnops).suite(), SuiteService.TRAINING);
  }

  /** Approves or rejects a version. */
  int decide(int version, String verdict, String reason) {
    try (ServiceClient registry = registry()) {
      JsonNode decided = registry.post(path(version) + ":" + verdict, Map.of("reason", reason));
      terminal()
          .line(
              "Version %d of %s is %s."
                  .formatted(
                      version,
                      model(),
                      decided.path("verdict").asString().toLowerCase(Locale.ROOT)));
      terminal().document(decided);
    }
    return 0;
  }

  /** The number of a version that is given as such, or by what means it. */
  int version(ServiceClient registry, String versionOrAlias) {
    return versionOrAlias.matches("[0-9]{1,9}")
        ? Integer.parseInt(versionOrAlias)
        : registry
            .get(path() + "/aliases/" + ServiceClient.encoded(versionOrAlias))
            .path("version")
            .asInt();
  }

  String model() {
    return model == null ? DEFAULT_MODEL : model;
  }

  /** Whether a model was asked for by its name. */
  boolean namesModel() {
    return model != null;
  }

  /** Address of the model. */
  String path() {
    return "/v1/models/" + ServiceClient.encoded(model());
  }

  /** Address of a version. */
  String path(int version) {
    return path() + "/versions/" + version;
  }
}
