package io.churnops.cli;

import io.churnops.cli.suite.LocalSuite;
import io.churnops.cli.suite.SuiteException;
import io.churnops.cli.suite.SuiteHome;
import io.churnops.cli.terminal.Terminal;
import io.churnops.platform.PlatformException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code churnops}: the command line of the suite. */
@Command(
    name = "churnops",
    mixinStandardHelpOptions = true,
    versionProvider = ChurnopsVersion.class,
    description = "Predicts which customers of an e-commerce company will stop buying.",
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed; the reason is on the error stream",
      "2:the command line is wrong",
      "3:status: the suite does not run",
      "4:features plan, sources plan: applying would change something",
      "5:quality status: events do not arrive as expected; import: nothing was accepted",
      "6:model gates, retrain: the version may not become the champion",
      "7:retrain: a step failed; model reproduce: no verdict was reached",
      "8:model audit --verify: the audit is not as it was written",
      "9:train --wait, search --wait: somebody cancelled the run; model reproduce: different",
      "10:model reproduce: it can never be the same again"
    })
public final class ChurnopsCommand implements Runnable {

  /** In the order in which the help lists them; {@code help} itself comes after them. */
  private static final List<Class<?>> COMMANDS =
      List.of(
          UpCommand.class,
          StatusCommand.class,
          DownCommand.class,
          ResetCommand.class,
          LogsCommand.class,
          DoctorCommand.class,
          DemoCommand.class,
          FeaturesCommand.class,
          ImportCommand.class,
          SourcesCommand.class,
          QuarantineCommand.class,
          QualityCommand.class,
          ChangesCommand.class,
          TableCommand.class,
          DatasetCommand.class,
          TrainCommand.class,
          SearchCommand.class,
          RunCommand.class,
          ModelCommand.class,
          RetrainCommand.class,
          ScoreCommand.class,
          CredentialsCommand.class);

  @Option(
      names = "--home",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "Folder of the suite: data, logs, credentials (.churnops beside the launcher).")
  private @Nullable Path home;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Answer with one JSON document, for scripts.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  public static void main(String[] arguments) {
    // What is shown is English, and servers and scripts read the numbers in it.
    Locale.setDefault(Locale.ENGLISH);
    System.exit(commandLineOf(arguments).execute(arguments));
  }

  /** The command line, ready to execute arguments. */
  public static CommandLine commandLine() {
    return commandLine(COMMANDS);
  }

  /**
   * The command line with no other command than these arguments begin with, if they begin with one:
   * it takes picocli longer to learn all of them than most take to do what they are for.
   */
  static CommandLine commandLineOf(String... arguments) {
    return commandLine(
        COMMANDS.stream()
            .filter(command -> arguments.length > 0 && name(command).equals(arguments[0]))
            .findFirst()
            .<List<Class<?>>>map(List::of)
            .orElse(COMMANDS));
  }

  private static String name(Class<?> command) {
    return command.getAnnotation(Command.class).name();
  }

  private static CommandLine commandLine(List<Class<?>> commands) {
    ChurnopsCommand command = new ChurnopsCommand();
    CommandLine line = new CommandLine(command);
    commands.forEach(line::addSubcommand);
    return line.addSubcommand(CommandLine.HelpCommand.class)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(command.failures());
  }

  @Override
  public void run() {
    CommandLine line = commandSpec().commandLine();
    line.usage(line.getOut());
  }

  /** The suite that the command is about. */
  public LocalSuite suite() {
    return new LocalSuite(home == null ? SuiteHome.usual() : new SuiteHome(home), jars());
  }

  /** Where the command writes. */
  public Terminal terminal() {
    CommandLine line = commandSpec().commandLine();
    boolean interactive = Boolean.getBoolean("churnops.terminal");
    return new Terminal(
        line.getOut(), line.getErr(), interactive ? columns() : Terminal.NO_SCREEN, json);
  }

  /** A terminal that does not say how wide it is may be of any width. */
  private static int columns() {
    int columns = Integer.getInteger("churnops.columns", 0);
    return columns > 0 ? columns : Integer.MAX_VALUE;
  }

  private CommandSpec commandSpec() {
    if (spec == null) {
      throw new IllegalStateException("Used outside of picocli");
    }
    return spec;
  }

  private IExecutionExceptionHandler failures() {
    return (failure, line, parsed) -> {
      if (failure instanceof SuiteException || failure instanceof PlatformException) {
        terminal().error(String.valueOf(failure.getMessage()));
        return CommandLine.ExitCode.SOFTWARE;
      }
      throw failure;
    };
  }

  /** The folder with the jars of this build: where the jar with this class lies. */
  private static Path jars() {
    try {
      Path jar =
          Path.of(
              ChurnopsCommand.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return jar.toAbsolutePath().resolveSibling("");
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
