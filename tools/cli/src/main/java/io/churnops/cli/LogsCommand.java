package io.churnops.cli;

import io.churnops.cli.suite.LogTail;
import io.churnops.cli.suite.SuiteException;
import io.churnops.cli.suite.SuiteHome;
import io.churnops.cli.suite.SuiteService;
import io.churnops.cli.terminal.Terminal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code churnops logs}. */
@Command(
    name = "logs",
    description = "Shows what the parts of the suite have logged.",
    mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {

  @ParentCommand private @Nullable ChurnopsCommand churnops;

  @Parameters(
      arity = "0..1",
      paramLabel = "PART",
      description =
          "ingestion, feature, training, serving, monitoring, postgres, redis, kafka, suite or console (all of them).")
  private @Nullable String part;

  @Option(names = "-f", description = "Go on showing what is logged, until Ctrl-C.")
  private boolean follow;

  @Option(
      names = "-n",
      paramLabel = "LINES",
      defaultValue = "50",
      description = "How many of the last lines to show (default: 50).")
  private int lines;

  @Override
  public Integer call() {
    Terminal terminal = Parent.of(churnops).terminal();
    SuiteHome home = Parent.of(churnops).suite().home();
    List<LogFollower> followers = new ArrayList<>();
    List<LogLines> tails = new ArrayList<>();
    for (String name : chosen(home)) {
      Path log = home.log(name);
      String prefix = part == null ? name + "  " : "";
      followers.add(LogFollower.fromEnd(log, prefix));
      List<String> tail = LogTail.of(log, lines).lines().toList();
      tail.forEach(line -> terminal.line(prefix + line));
      tails.add(new LogLines(name, tail));
    }
    if (!follow && tails.stream().allMatch(tail -> tail.lines().isEmpty())) {
      terminal.line("Nothing has been logged in %s.".formatted(home.logs()));
    }
    terminal.document(tails);
    if (follow) {
      LogFollower.follow(followers, terminal);
    }
    return 0;
  }

  private List<String> chosen(SuiteHome home) {
    List<String> known = new ArrayList<>(List.of("console", "suite", "postgres", "redis", "kafka"));
    for (SuiteService service : SuiteService.values()) {
      known.add(service.shortName());
    }
    if (part == null) {
      return known.stream().filter(name -> Files.exists(home.log(name))).toList();
    }
    String name = part.endsWith("-service") ? part.replace("-service", "") : part;
    if (!known.contains(name)) {
      throw new SuiteException(
          "There is no part %s. There are %s.".formatted(part, String.join(", ", known)));
    }
    return List.of(name);
  }

  private record LogLines(String part, List<String> lines) {}
}
