package io.churnops.kit.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class ApiKeysTests {

  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

  @TempDir Path folder;
  private Instant now = START;

  @Test
  void stopsARevokedKeyWithinASecond() throws Exception {
    Path file = write("one", "two");
    ApiKeys keys = keys(file);
    assertThat(keys.find("one")).isPresent();

    write("two");
    now = START.plusSeconds(1);

    assertThat(keys.find("one")).isEmpty();
    assertThat(keys.find("two")).isPresent();
  }

  @Test
  void takesANewKeyAtOnce() throws Exception {
    ApiKeys keys = keys(write("one"));
    assertThat(keys.find("one")).isPresent();
    assertThat(keys.find("two")).isEmpty();

    write("one", "two");

    assertThat(keys.find("two")).isPresent();
  }

  @Test
  void readsABrokenFileOnceASecondWhoeverAsks() throws Exception {
    Path file = write("one");
    ApiKeys keys = keys(file);
    assertThat(keys.find("one")).isPresent();
    Files.writeString(file, "{");
    assertThat(keys.find("two")).isEmpty();

    write("one", "two");
    now = START.plusMillis(999);
    assertThat(keys.find("two")).as("whoever guesses keys does not fill the log").isEmpty();
    now = START.plusSeconds(1);
    assertThat(keys.find("two")).isPresent();
  }

  @Test
  void takesAKeyUntilItExpires() throws Exception {
    Path file = write("one");
    String end = START.plusSeconds(60).toString();
    Files.writeString(
        file,
        Files.readString(file)
            .replace("\"id\": \"k\"", "\"id\": \"k\", \"expiresAt\": \"" + end + "\""));
    ApiKeys keys = keys(file);
    now = START.plusMillis(59_999);
    assertThat(keys.find("one")).isPresent();
    now = START.plusSeconds(60);
    assertThat(keys.find("one")).isEmpty();
  }

  @Test
  void keepsItsKeysWhileTheFileIsBroken() throws Exception {
    Path file = write("one");
    ApiKeys keys = keys(file);
    assertThat(keys.find("one")).isPresent();

    Files.writeString(file, "{\"keys\": [");
    Files.setLastModifiedTime(file, FileTime.from(START.plusSeconds(99)));
    now = START.plusSeconds(5);

    assertThat(keys.find("one")).isPresent();
  }

  @Test
  void keepsItsKeysWhileTheFileHoldsNone() throws Exception {
    Path file = write("one");
    ApiKeys keys = keys(file);
    assertThat(keys.find("one")).isPresent();
    for (String content : List.of("{}", "null", "{\"keys\": [null]}")) {
      now = now.plusSeconds(5);
      Files.writeString(file, content);
      Files.setLastModifiedTime(file, FileTime.from(now));
      assertThat(keys.find("one")).as(content).isPresent();
    }
  }

  @Test
  void knowsNobodyWithoutAFile() {
    assertThat(keys(folder.resolve("absent.json")).find("one")).isEmpty();
  }

  @Test
  void storesNoSecret() throws Exception {
    assertThat(Files.readString(write("a-secret"))).doesNotContain("a-secret");
  }

  private ApiKeys keys(Path file) {
    return new ApiKeys(file, () -> now, JsonMapper.shared());
  }

  private Path write(String... secrets) throws Exception {
    StringBuilder keys = new StringBuilder();
    for (String secret : secrets) {
      keys.append(keys.isEmpty() ? "" : ",")
          .append(
              """
              {"id": "k", "sha256": "%s", "principal": "p", "scopes": ["scores:read"]}
              """
                  .formatted(ApiKeys.sha256(secret)));
    }
    Path file = folder.resolve("api-keys.json");
    Files.writeString(file, "{\"keys\": [" + keys + "]}");
    Files.setLastModifiedTime(file, FileTime.from(START.plusSeconds(secrets.length)));
    return file;
  }
}
