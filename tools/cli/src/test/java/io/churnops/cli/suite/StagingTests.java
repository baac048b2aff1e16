package io.churnops.cli.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagingTests {

  @TempDir Path temp;

  @Test
  void keepsAStagedJarWhenTheBuildRewritesIts() throws IOException {
    SuiteHome home = new SuiteHome(temp.resolve("home"));
    Path built = Files.createDirectory(temp.resolve("built"));
    Path ours = Files.writeString(built.resolve("serving-service-1-SNAPSHOT.jar"), "old");
    Files.writeString(built.resolve("library-1.0.jar"), "library");
    Files.writeString(built.resolve(".built"), "");

    Staging.stage(built, home);
    Files.writeString(ours, "new");

    assertThat(Staging.folder(home).resolve("serving-service-1-SNAPSHOT.jar")).hasContent("old");
    assertThat(Staging.folder(home).resolve("library-1.0.jar")).hasContent("library");
    assertThat(Staging.folder(home).resolve(".built")).doesNotExist();
  }

  @Test
  void removesWhatAnEarlierBuildLeft() throws IOException {
    SuiteHome home = new SuiteHome(temp.resolve("home"));
    Path built = Files.createDirectory(temp.resolve("built"));
    Path old = Files.writeString(built.resolve("library-1.0.jar"), "old");
    Staging.stage(built, home);
    Files.delete(old);
    Files.writeString(built.resolve("library-2.0.jar"), "new");

    Staging.stage(built, home);

    assertThat(Staging.folder(home).resolve("library-1.0.jar")).doesNotExist();
    assertThat(Staging.folder(home).resolve("library-2.0.jar")).exists();
  }
}
