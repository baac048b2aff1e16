package io.churnops.forest.artefact;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * Ed25519 keys that sign and verify artefacts, in PEM files: PKCS#8 for the private key, X.509 for
 * the public one.
 */
public final class SigningKeys {

  static final String ALGORITHM = "Ed25519";

  private static final String PRIVATE = "PRIVATE KEY";
  private static final String PUBLIC = "PUBLIC KEY";

  private SigningKeys() {}

  public static KeyPair generate() {
    try {
      return KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK lacks " + ALGORITHM, e);
    }
  }

  /** Writes a new file that its owner alone may read; an existing file is left as it is. */
  public static void writePrivate(PrivateKey key, Path file) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, pem(PRIVATE, key.getEncoded()));
  }

  /** Writes a new file; an existing one is left as it is. */
  public static void writePublic(PublicKey key, Path file) throws IOException {
    Files.writeString(file, pem(PUBLIC, key.getEncoded()), StandardOpenOption.CREATE_NEW);
  }

  /**
   * Reads a private key.
   *
   * @throws IllegalArgumentException if the file holds no Ed25519 private key
   */
  public static PrivateKey readPrivate(Path file) throws IOException {
    try {
      return KeyFactory.getInstance(ALGORITHM)
          .generatePrivate(new PKCS8EncodedKeySpec(read(file, PRIVATE)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(file + " holds no Ed25519 private key", e);
    }
  }

  /**
   * Reads a public key.
   *
   * @throws IllegalArgumentException if the file holds no Ed25519 public key
   */
  public static PublicKey readPublic(Path file) throws IOException {
    try {
      return KeyFactory.getInstance(ALGORITHM)
          .generatePublic(new X509EncodedKeySpec(read(file, PUBLIC)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(file + " holds no Ed25519 public key", e);
    }
  }

  static byte[] sign(byte[] message, PrivateKey key) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("the key cannot sign", e);
    }
  }

  static boolean verifies(byte[] message, byte[] signatureBytes, PublicKey key) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(key);
      signature.update(message);
      return signature.verify(signatureBytes);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static String pem(String type, byte[] der) {
    String base64 =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
  }

  private static byte[] read(Path file, String type) throws IOException {
    String pem = Files.readString(file).strip();
    String begin = "-----BEGIN " + type + "-----";
    String end = "-----END " + type + "-----";
    if (!pem.startsWith(begin) || !pem.endsWith(end)) {
      throw new IllegalArgumentException(file + " is not a PEM file of one " + type);
    }
    return Base64.getMimeDecoder()
        .decode(pem.substring(begin.length(), pem.length() - end.length()));
  }
}
