package io.churnops.cli;

import io.churnops.cli.terminal.Table;
import io.churnops.cli.terminal.Terminal;
import io.churnops.platform.IssuedKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code churnops credentials list}. */
@Command(
    name = "list",
    description = "Lists who holds a key, and what it allows; never the key.",
    mixinStandardHelpOptions = true)
final class CredentialsListCommand implements Callable<Integer> {

  @ParentCommand private @Nullable CredentialsCommand parent;

  @Override
  public Integer call() {
    CredentialsCommand credentials = Parent.of(parent);
    Terminal terminal = credentials.terminal();
    List<IssuedKey> keys = credentials.credentials().keys();
    Instant now = InstantSource.system().instant();
    var table = new Table("NAME", "EXPIRES", "SCOPES");
    keys.forEach(key ->
        table.row(
            key.name(),
            key.expiresAt().map(end -> end + (end.isAfter(now) ? "" : " (over)")).orElse("never"),
            String.join(" ", key.scopes())));
    table.print(terminal);
    terminal.document(Map.of("keys", keys));
    return 0;
  }
}
