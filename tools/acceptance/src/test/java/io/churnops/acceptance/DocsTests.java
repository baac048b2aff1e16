package io.churnops.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.churnops.acceptance.Docs.Block;
import io.churnops.cli.ChurnopsCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What can be said of the documented commands without running them; {@link DocsIT} runs them. */
class DocsTests {

  private static final Pattern TYPED =
      Pattern.compile("(mvn|docker|kubectl|java|curl|tools/benchmarks/\\S+) .*");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)");

  @Test
  void everyBlockSaysWhatItIs() {
    assertThat(Docs.blocks())
        .hasSizeGreaterThan(20)
        .allSatisfy(
            block -> assertThat(block.info()).as(block.place()).matches("sh|yaml|text|text of .+"));
  }

  @Test
  void findsTheWholeOfEachCommand() {
    String page =
        """
        ```sh
        key=$(cat key)

        # A comment.
        curl -H "Authorization: $key" \\
          -d '{
          "a": 1}'
        ./churnops down      # gone
        ```
        """;
    assertThat(Docs.blocksOf("page", page))
        .singleElement()
        .extracting(Block::commands)
        .isEqualTo(
            List.of(
                "key=$(cat key)",
                "curl -H \"Authorization: $key\" \\\n  -d '{\n  \"a\": 1}'",
                "./churnops down"));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNotRunNamesThingsThatExist(NotRunHere kind) {
    assertThat(kind.commands())
        .allSatisfy(command ->
            assertThatCode(() -> kind.lookUp(command))
                .as("%s (not run: %s)", command, kind.reason())
                .doesNotThrowAnyException());
  }

  @Test
  void nothingIsExcusedThatNobodyDocuments() {
    Set<String> documented = new TreeSet<>();
    Docs.blocks().stream()
        .filter(Block::isShell)
        .forEach(block -> documented.addAll(block.commands()));
    Docs.pages().forEach(page -> Docs.spansOf(page).forEach(documented::add));
    assertThat(documented)
        .containsAll(
            Arrays.stream(NotRunHere.values()).flatMap(kind -> kind.commands().stream()).toList());
  }

  @Test
  void commandsInTheProseAreCommands() {
    for (String page : Docs.pages()) {
      Docs.spansOf(page)
          .forEach(span -> {
            if (span.startsWith("./churnops ")) {
              assertIsCommand(span, page);
            } else if (TYPED.matcher(span).matches()) {
              assertThat(NotRunHere.includes(span)).as("%s: `%s`", page, span).isTrue();
            }
          });
    }
  }

  @Test
  void theReadmeListsEveryCommand() {
    Set<String> listed = new TreeSet<>();
    Docs.blocksOf("README.md", Repository.text("README.md"))
        .filter(block -> block.info().equals("text") && block.text().startsWith("./churnops "))
        .flatMap(block -> block.text().lines())
        .map(line -> line.split(" {2,}")[0])
        .flatMap(DocsTests::alternatives)
        .forEach(command -> {
          assertIsCommand(command, "README.md");
          listed.add(command.split(" ")[1]);
        });
    assertThat(listed).isEqualTo(ChurnopsCommand.commandLine().getSubcommands().keySet());
  }

  @Test
  void linksLeadSomewhere() {
    for (String page : Docs.pages()) {
      Path folder = Repository.root().resolve(page).resolveSibling("");
      assertThat(LINK.matcher(Repository.text(page)).results().map(link -> link.group(1)))
          .as(page)
          .allSatisfy(link -> assertThat(folder.resolve(link)).exists());
    }
  }

  /** {@code ./churnops a [b] | c} stands for two commands. */
  private static Stream<String> alternatives(String synopsis) {
    String plain = synopsis.replaceAll("[\\[\\]]", "");
    List<String> commands = new ArrayList<>();
    for (String alternative : plain.split(" \\| ")) {
      commands.add(alternative.startsWith("./") ? alternative : "./churnops " + alternative);
    }
    return commands.stream();
  }

  private static void assertIsCommand(String command, String page) {
    String[] words = command.split(" ");
    assertThatCode(() ->
            ChurnopsCommand.commandLine().parseArgs(Arrays.copyOfRange(words, 1, words.length)))
        .as("%s: %s", page, command)
        .doesNotThrowAnyException();
  }
}
