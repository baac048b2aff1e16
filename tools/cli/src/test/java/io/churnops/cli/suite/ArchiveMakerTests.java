package io.churnops.cli.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveMakerTests {

  @TempDir Path temp;
  private SuiteHome home;
  private Path cache;
  private double load;
  private long nanos;

  @BeforeEach
  void stage() throws IOException {
    home = new SuiteHome(temp.resolve("home"));
    home.create();
    cache = temp.resolve("cache");
    Path built = Files.createDirectory(temp.resolve("built"));
    for (String name : List.of("library-1.0.jar", "serving-service-1-SNAPSHOT.jar")) {
      new JarOutputStream(Files.newOutputStream(built.resolve(name)), new Manifest()).close();
    }
    Staging.stage(built, home);
  }

  @Test
  void makesAnArchiveThatTheNextStartMaps() throws Exception {
    assertThat(started("-Xshare:auto")).isZero();
    ClassArchive archive = archive();
    ArchiveMaker maker = maker(archive);
    Files.createDirectory(cache);
    Files.createFile(cache.resolve("of-other-libraries.jsa"));
    Files.createFile(cache.resolve("of-a-maker-that-is-gone.jsa.999999999999"));
    Path beingMade =
        Files.createFile(cache.resolve("elsewhere.jsa." + ProcessHandle.current().pid()));

    maker.look();
    assertThat(archive.exists()).isFalse();
    nanos += ArchiveMaker.QUIET_FOR.toNanos();
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> {
          maker.look();
          return archive.exists();
        });

    assertThat(archive.options()).containsExactly("-XX:SharedArchiveFile=" + archive.file());
    assertThat(started("-Xshare:on")).isZero();
    try (var files = Files.list(cache)) {
      assertThat(files).containsExactlyInAnyOrder(archive.file(), beingMade);
    }
  }

  @Test
  void waitsWhileTheMachineIsBusy() throws Exception {
    assertThat(started("-Xshare:auto")).isZero();
    ArchiveMaker maker = maker(archive());
    load = .9;

    for (int i = 0; i < 100; i++) {
      nanos += ArchiveMaker.QUIET_FOR.toNanos() / 2;
      maker.look();
    }

    assertThat(cache).doesNotExist();
  }

  @Test
  void goesWithoutWhenNobodyWroteDownWhatWasLoaded() {
    ClassArchive archive = archive();
    ArchiveMaker maker = maker(archive);
    nanos += ArchiveMaker.QUIET_FOR.toNanos();

    maker.look();
    maker.look();

    assertThat(archive.exists()).isFalse();
  }

  @Test
  void isAnotherWhenALibraryIs() throws IOException {
    Path before = archive().file();
    Files.writeString(Staging.folder(home).resolve("library-2.0.jar"), "a library more");

    assertThat(archive().file()).isNotEqualTo(before);
  }

  private ClassArchive archive() {
    return ClassArchive.of(home, cache);
  }

  private ArchiveMaker maker(ClassArchive archive) {
    return new ArchiveMaker(archive, () -> load, () -> nanos);
  }

  /** Exit code of a JVM that is told what the suite's is, and nothing to do. */
  private int started(String share) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(share);
    command.addAll(archive().options());
    command.addAll(List.of("-cp", StagedJars.of(home).classPath(), "-version"));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(temp.resolve("java.log").toFile())
        .start()
        .waitFor();
  }
}
