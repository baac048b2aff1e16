package io.churnops.cli;

import io.churnops.cli.suite.SuiteHome;
import io.churnops.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code churnops credentials}. */
@Command(
    name = "credentials",
    description = "Makes the keys and passwords that are missing, for containers or a first start.",
    mixinStandardHelpOptions = true)
final class CredentialsCommand implements Callable<Integer> {

  @ParentCommand private @Nullable ChurnopsCommand churnops;

  @Override
  public Integer call() {
    Terminal terminal = Parent.of(churnops).terminal();
    SuiteHome home = Parent.of(churnops).suite().home();
    Path variables = home.credentials().variablesFile();
    terminal.line("Keys and passwords lie in %s,".formatted(home.credentialsFolder()));
    terminal.line("those that containers need as variables in %s.".formatted(variables));
    terminal.document(
        Map.of(
            "credentials", home.credentialsFolder().toString(), "variables", variables.toString()));
    return 0;
  }
}
