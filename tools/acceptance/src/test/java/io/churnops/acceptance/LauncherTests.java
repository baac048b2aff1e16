package io.churnops.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher hands over, told by a JDK that only says it. */
class LauncherTests {

  @TempDir private Path folder;
  private Path checkout;
  private Path jdk;

  @BeforeEach
  void looksLikeABuiltCheckout() throws IOException, InterruptedException {
    checkout = Files.createDirectories(folder.resolve("check out"));
    Files.copy(
        Repository.root().resolve("churnops"),
        checkout.resolve("churnops"),
        StandardCopyOption.COPY_ATTRIBUTES);
    Files.createFile(checkout.resolve("pom.xml"));
    for (String part : new String[] {"libs", "tools/suite/target/app", "some-service"}) {
      Files.createDirectories(checkout.resolve(part));
    }
    Files.writeString(checkout.resolve(".gitignore"), "target\n");
    jdk = Files.createDirectories(folder.resolve("jdk"));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.3\"\n");
    script(jdk.resolve("bin/java"), "echo \"commit ${CHURNOPS_GIT_COMMIT-none}\"");
    script(jdk.resolve("bin/javac"), "");
    Files.createFile(checkout.resolve("tools/suite/target/app/.built"));
  }

  @Test
  void tellsTheSuiteOfWhichCommitItIs() throws Exception {
    assumeTrue(run(Map.of(), "git", "--version").startsWith("git"), "there is no git");
    assertThat(launched(Map.of())).isEqualTo("commit none");

    git("init", "-q");
    git("add", ".");
    git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "All of it");
    String commit = run(Map.of(), "git", "rev-parse", "HEAD");

    assertThat(launched(Map.of())).isEqualTo("commit " + commit);
    assertThat(launched(Map.of("CHURNOPS_GIT_COMMIT", "4f2a"))).isEqualTo("commit 4f2a");

    Files.writeString(checkout.resolve(".gitignore"), "target\nlogs\n");
    assertThat(launched(Map.of())).isEqualTo("commit " + commit + "-dirty");
  }

  /** In another folder commands would fail with it. */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void usesAnArchiveOfClassesInItsFolderOnly() throws Exception {
    script(
        jdk.resolve("bin/java"),
        """
        for word; do
          case $word in
            -XX:AOTCacheOutput=*)
              echo made >>"${0%/*}/makers"
              until [ -f "${0%/*}/go" ] || [ ! -d "${0%/*}" ]; do sleep .1; done
              echo kept >"${word#*=}";;
            -XX:AOTCache=*|-Xshare:*) echo "$word";;
          esac
        done\
        """);
    Files.createFile(checkout.resolve("tools/suite/target/app/churnops.jar"));
    assertThat(launched(Map.of())).isEqualTo("-Xshare:auto");
    await().until(() -> Files.exists(jdk.resolve("bin/makers")));
    assertThat(launched(Map.of())).isEqualTo("-Xshare:auto");
    Files.createFile(jdk.resolve("bin/go")); // whoever waited for the archive would wait for ever
    awaitArchive();
    assertThat(launched(Map.of())).isEqualTo("-XX:AOTCache=" + archive());
    assertThat(jdk.resolve("bin/makers")).hasContent("made");

    checkout = Files.move(checkout, folder.resolve("moved"));
    assertThat(launched(Map.of())).isEqualTo("-Xshare:auto");
    awaitArchive();
    assertThat(launched(Map.of())).isEqualTo("-XX:AOTCache=" + archive());
  }

  private Path archive() throws IOException {
    return checkout.toRealPath().resolve("tools/suite/target/app/churnops.aot");
  }

  private void awaitArchive() {
    await()
        .until(() -> {
          Path keptFor = Path.of(archive() + ".of");
          return Files.exists(keptFor)
              && Files.readString(keptFor).equals(jdk + " " + archive().getParent() + "\n");
        });
  }

  private String launched(Map<String, String> variables) throws Exception {
    return run(variables, checkout.resolve("churnops").toString(), "status");
  }

  private void git(String... words) throws Exception {
    String[] command = new String[words.length + 1];
    command[0] = "git";
    System.arraycopy(words, 0, command, 1, words.length);
    assertThat(run(Map.of(), command)).isEmpty();
  }

  private String run(Map<String, String> variables, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(checkout.toFile()).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", jdk.toString());
    builder.environment().put("GIT_CEILING_DIRECTORIES", folder.toString());
    builder.environment().remove("CHURNOPS_GIT_COMMIT");
    builder.environment().putAll(variables);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return output.strip();
  }

  private static void script(Path file, String line) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + line + "\n");
    file.toFile().setExecutable(true);
  }
}
