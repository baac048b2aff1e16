package io.churnops.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTests {

  @TempDir Path temp;

  @Test
  void letNobodyElseReadThem() throws IOException {
    Path folder = temp.resolve("credentials");
    Credentials.in(folder);

    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> all = files.toList();
      assertThat(all).hasSizeGreaterThan(18);
      assertThat(all)
          .allSatisfy(file ->
              assertThat(modeOf(file))
                  .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------"));
    }
  }

  @Test
  void keepNoKeyInTheFileThatServicesRead() {
    Credentials credentials = Credentials.in(temp.resolve("credentials"));

    assertThat(credentials.apiKeysFile())
        .content()
        .contains("\"principal\" : \"serving-service\"")
        .doesNotContain("chk_")
        .doesNotContain(credentials.key(ServiceKeys.ADMIN));
  }

  @Test
  void giveAKeyThatAllowsLittleAndTakeItBack() throws IOException {
    Path folder = temp.resolve("credentials");
    Instant end = Instant.parse("2027-01-01T00:00:00Z");
    Credentials credentials = Credentials.in(folder);
    Path file = credentials.issue(new IssuedKey("ci", List.of("training:run"), Optional.of(end)));

    assertThat(modeOf(file)).isEqualTo("rw-------");
    assertThat(Credentials.in(folder).keys())
        .contains(new IssuedKey("ci", List.of("training:run"), Optional.of(end)))
        .contains(new IssuedKey("admin", List.of("admin"), Optional.empty()));
    assertThat(credentials.apiKeysFile()).content().doesNotContain(credentials.key("ci"));

    credentials.revoke("ci");
    assertThat(file).doesNotExist();
    assertThat(Credentials.in(folder).keys()).noneMatch(key -> key.name().equals("ci"));
    assertThatThrownBy(() -> credentials.revoke("ci")).hasMessageContaining("no key 'ci'");
  }

  @Test
  void goOnAfterADeathBetweenTheFilesOfAKey() throws IOException {
    Credentials credentials = Credentials.in(temp.resolve("credentials"));
    String before = Files.readString(credentials.apiKeysFile());
    IssuedKey ci = new IssuedKey("ci", List.of("training:run"), Optional.empty());
    Path file = credentials.issue(ci);
    String lost = credentials.key("ci");
    Files.writeString(credentials.apiKeysFile(), before);

    credentials.issue(ci);
    assertThat(credentials.key("ci")).as("what was taken back stays so").isNotEqualTo(lost);
    assertThat(credentials.keys()).contains(ci);

    Files.writeString(credentials.apiKeysFile(), before);
    credentials.revoke("ci");
    assertThat(file).doesNotExist();
    assertThatThrownBy(() -> credentials.revoke("ci")).hasMessageContaining("no key 'ci'");

    Files.delete(credentials.issue(ci));
    assertThatThrownBy(() -> credentials.issue(ci)).hasMessageContaining("revoke it");
    credentials.revoke("ci");
    assertThat(credentials.issue(ci)).exists();
  }

  @Test
  void takeBackNothingThatIsNoKey() {
    Credentials credentials = Credentials.in(temp.resolve("credentials"));
    for (String name : List.of("model-signing", "../credentials/admin", "nobody")) {
      assertThatThrownBy(() -> credentials.revoke(name))
          .hasMessageContaining("no key '" + name + "'");
    }
    assertThat(credentials.signingKeyFile()).exists();
    assertThat(credentials.keyFile(ServiceKeys.ADMIN)).exists();
  }

  @Test
  void refuseNamesThatAreTakenAndScopesThatAreNone() {
    Credentials credentials = Credentials.in(temp.resolve("credentials"));
    String before = contentOf(credentials.apiKeysFile());
    for (String name : List.of("admin", "model-signing", "../evil", "UPPER", "")) {
      assertThatThrownBy(() ->
              credentials.issue(new IssuedKey(name, List.of("training:run"), Optional.empty())))
          .as(name)
          .isInstanceOf(PlatformException.class);
    }
    for (List<String> scopes : List.of(List.of("training:rum"), List.<String>of())) {
      assertThatThrownBy(() -> credentials.issue(new IssuedKey("ci", scopes, Optional.empty())))
          .hasMessageContaining("training:run");
    }
    assertThatThrownBy(() -> credentials.revoke("serving-service"))
        .hasMessageContaining("itself needs");
    assertThat(contentOf(credentials.apiKeysFile())).isEqualTo(before);
  }

  @Test
  void loseNoKeyWhenManyAreMadeAtOnce() {
    Path folder = temp.resolve("credentials");
    Credentials.in(folder);
    IntStream.range(0, 24)
        .parallel()
        .forEach(number ->
            Credentials.in(folder)
                .issue(new IssuedKey("ci-" + number, List.of("scores:read"), Optional.empty())));
    assertThat(Credentials.in(folder).keys().stream().filter(key -> key.name().startsWith("ci-")))
        .hasSize(24);
  }

  private static String contentOf(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void stayTheSameWhenAskedForAgain() throws IOException {
    Credentials first = Credentials.in(temp.resolve("credentials"));
    String keys = Files.readString(first.apiKeysFile());
    String admin = first.key(ServiceKeys.ADMIN);

    Credentials second = Credentials.in(temp.resolve("credentials"));

    assertThat(second.key(ServiceKeys.ADMIN)).isEqualTo(admin);
    assertThat(second.passwords()).isEqualTo(first.passwords());
    assertThat(second.apiKeysFile()).hasContent(keys);
  }

  @Test
  void replaceALostKeyAndKeepOnesThatSomebodyAdded() throws IOException {
    Credentials credentials = Credentials.in(temp.resolve("credentials"));
    String lost = credentials.key(ServiceKeys.PROMETHEUS);
    Files.delete(credentials.keyFile(ServiceKeys.PROMETHEUS));
    String withOneMore =
        Files.readString(credentials.apiKeysFile())
            .replaceFirst(
                "\\[",
                "[ {\"id\":\"crm\",\"sha256\":\"%s\",\"principal\":\"crm\",\"scopes\":[]},"
                    .formatted("0".repeat(64)));
    Files.writeString(credentials.apiKeysFile(), withOneMore);

    Credentials again = Credentials.in(temp.resolve("credentials"));

    assertThat(again.key(ServiceKeys.PROMETHEUS)).isNotEqualTo(lost);
    assertThat(again.apiKeysFile()).content().containsOnlyOnce("\"id\" : \"crm\"");
    assertThat(again.apiKeysFile()).content().containsOnlyOnce("\"id\" : \"prometheus\"");
  }

  @Test
  void keepKeysOfASuiteThatHadThemBesideItsSecrets() throws IOException {
    Path folder = temp.resolve("credentials");
    Credentials before = Credentials.in(folder);
    before.issue(new IssuedKey("ci", List.of("training:run"), Optional.empty()));
    Files.move(before.apiKeysFile(), folder.resolve("api-keys.json"));

    Credentials now = Credentials.in(folder);

    assertThat(now.keys()).extracting(IssuedKey::name).contains("ci", ServiceKeys.ADMIN);
    assertThat(folder.resolve("api-keys.json")).doesNotExist();
  }

  @Test
  void areAloneWhereContainersSeeThem() throws IOException {
    Credentials credentials = Credentials.in(temp.resolve("credentials"));
    credentials.issue(new IssuedKey("ci", List.of("training:run"), Optional.empty()));
    try (Stream<Path> files = Files.list(credentials.apiKeysFile().getParent())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("api-keys.json", "api-keys.lock");
    }
  }

  @Test
  void signAndVerifyWithThePair() throws Exception {
    Credentials credentials = Credentials.in(temp.resolve("credentials"));
    KeyFactory keys = KeyFactory.getInstance("Ed25519");
    PrivateKey signing =
        keys.generatePrivate(new PKCS8EncodedKeySpec(decoded(credentials.signingKeyFile())));
    PublicKey verifying =
        keys.generatePublic(new X509EncodedKeySpec(decoded(credentials.verifyKeyFile())));

    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(signing);
    signature.update(new byte[] {1, 2, 3});
    byte[] signed = signature.sign();
    signature.initVerify(verifying);
    signature.update(new byte[] {1, 2, 3});

    assertThat(signature.verify(signed)).isTrue();
  }

  private static byte[] decoded(Path pem) throws IOException {
    return Base64.getMimeDecoder()
        .decode(Files.readString(pem).replaceAll("-----[A-Z ]+-----", "").strip());
  }

  private static String modeOf(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
