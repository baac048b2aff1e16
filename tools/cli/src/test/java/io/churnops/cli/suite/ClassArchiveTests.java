package io.churnops.cli.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTests {

  private static final Instant BUILT = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path jars;

  @BeforeEach
  void build() throws IOException {
    file("library-1.0.jar", BUILT.minusSeconds(1000));
    file("churnops.jar", BUILT);
    file(".built", BUILT.plusSeconds(1000));
  }

  @Test
  void dropsAnArchiveOlderThanAnyJar() throws IOException {
    Path archive = file("suite.jsa", BUILT.minusSeconds(1));

    ClassArchive.dropOutdated(jars);

    assertThat(archive).doesNotExist();
  }

  @Test
  void keepsAnArchiveOfTheseJars() throws IOException {
    Path archive = file("suite.jsa", BUILT.plusSeconds(1));

    ClassArchive.dropOutdated(jars);

    assertThat(archive).exists();
  }

  @Test
  void doesNothingBeforeTheFirstStop() {
    ClassArchive.dropOutdated(jars);

    assertThat(jars.resolve("suite.jsa")).doesNotExist();
  }

  private Path file(String name, Instant written) throws IOException {
    Path file = Files.writeString(jars.resolve(name), name);
    return Files.setLastModifiedTime(file, FileTime.from(written));
  }
}
