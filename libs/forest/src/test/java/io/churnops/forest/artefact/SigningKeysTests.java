package io.churnops.forest.artefact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.KeyPair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeysTests {

  private static final byte[] MESSAGE = "a manifest".getBytes(StandardCharsets.UTF_8);

  private final KeyPair keys = SigningKeys.generate();
  private final Path privateFile;
  private final Path publicFile;

  SigningKeysTests(@TempDir Path folder) {
    privateFile = folder.resolve("signing.pem");
    publicFile = folder.resolve("verify.pem");
  }

  @Test
  void readsTheKeysItWrote() throws IOException {
    SigningKeys.writePrivate(keys.getPrivate(), privateFile);
    SigningKeys.writePublic(keys.getPublic(), publicFile);

    byte[] signature = SigningKeys.sign(MESSAGE, SigningKeys.readPrivate(privateFile));
    assertThat(SigningKeys.verifies(MESSAGE, signature, SigningKeys.readPublic(publicFile)))
        .isTrue();
    assertThat(Files.readString(publicFile)).startsWith("-----BEGIN PUBLIC KEY-----\n");
    assertThat(Files.readString(privateFile)).endsWith("\n-----END PRIVATE KEY-----\n");
  }

  @Test
  void letsNobodyElseReadThePrivateKey() throws IOException {
    SigningKeys.writePrivate(keys.getPrivate(), privateFile);

    assertThat(Files.getPosixFilePermissions(privateFile))
        .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  }

  @Test
  void overwritesNoKey() throws IOException {
    SigningKeys.writePrivate(keys.getPrivate(), privateFile);
    SigningKeys.writePublic(keys.getPublic(), publicFile);
    KeyPair others = SigningKeys.generate();

    assertThatThrownBy(() -> SigningKeys.writePrivate(others.getPrivate(), privateFile))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> SigningKeys.writePublic(others.getPublic(), publicFile))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(SigningKeys.readPublic(publicFile)).isEqualTo(keys.getPublic());
  }

  @Test
  void refusesFilesThatHoldNoSuchKey() throws IOException {
    SigningKeys.writePrivate(keys.getPrivate(), privateFile);
    Files.writeString(publicFile, "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n");

    assertThatThrownBy(() -> SigningKeys.readPublic(privateFile))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("signing.pem");
    assertThatThrownBy(() -> SigningKeys.readPublic(publicFile))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no Ed25519 public key");
    Files.writeString(publicFile, "");
    assertThatThrownBy(() -> SigningKeys.readPublic(publicFile))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void verifiesNeitherAnotherMessageNorAMalformedSignature() {
    byte[] signature = SigningKeys.sign(MESSAGE, keys.getPrivate());

    assertThat(SigningKeys.verifies(new byte[3], signature, keys.getPublic())).isFalse();
    assertThat(SigningKeys.verifies(MESSAGE, new byte[0], keys.getPublic())).isFalse();
    assertThat(SigningKeys.verifies(MESSAGE, new byte[64], keys.getPublic())).isFalse();
  }
}
