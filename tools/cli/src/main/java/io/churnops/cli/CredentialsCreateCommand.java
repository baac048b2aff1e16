package io.churnops.cli;

import io.churnops.platform.IssuedKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code churnops credentials create}. */
@Command(
    name = "create",
    description = "Makes a key that allows what is named and nothing else.",
    mixinStandardHelpOptions = true)
final class CredentialsCreateCommand implements Callable<Integer> {

  @ParentCommand private @Nullable CredentialsCommand parent;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "Who holds it, as audits tell it.")
  private String name = "";

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      required = true,
      split = ",",
      description = "What it allows, such as training:run. Can be repeated.")
  private List<String> scopes = new ArrayList<>();

  @Option(
      names = "--expires",
      paramLabel = "WHEN",
      description = "When it ends: in days, as 90d, or at 2027-01-31T00:00:00Z (default: never).")
  private @Nullable String expires;

  @Override
  public Integer call() {
    CredentialsCommand credentials = Parent.of(parent);
    Optional<Instant> end = Optional.ofNullable(expires).map(this::end);
    IssuedKey key = new IssuedKey(name, scopes.stream().distinct().sorted().toList(), end);
    Path file = credentials.credentials().issue(key);
    credentials.terminal().line("The key lies in %s. Services take it at once.".formatted(file));
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("name", key.name());
    told.put("scopes", key.scopes());
    end.ifPresent(at -> told.put("expiresAt", at));
    told.put("file", file.toString());
    credentials.terminal().document(told);
    return 0;
  }

  private Instant end(String when) {
    Instant now = InstantSource.system().instant().truncatedTo(ChronoUnit.SECONDS);
    Instant end = now;
    if (when.matches("[0-9]{1,5}d")) {
      end = now.plus(Duration.ofDays(Long.parseLong(when.substring(0, when.length() - 1))));
    } else {
      try {
        end = Instant.parse(when);
      } catch (DateTimeParseException e) {
        throw wrong("--expires is a number of days, as 90d, or an instant, not '" + when + "'");
      }
    }
    if (!end.isAfter(now)) {
      throw wrong("--expires lies in the past");
    }
    return end;
  }

  private ParameterException wrong(String what) {
    return new ParameterException(Parent.of(spec).commandLine(), what);
  }
}
