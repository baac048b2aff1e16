package io.churnops.training.forests;

import io.churnops.forest.ForestPart;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32C;

/** Files of forests that were changed by somebody who knows their format. */
final class ForgedForest {

  private static final int SHA_256 = 32;
  private static final int CRC = Integer.BYTES;

  private ForgedForest() {}

  /** The file with another share in the last node, its checksum and digest to match. */
  static byte[] withLastShare(byte[] file, double share) {
    byte[] forged = file.clone();
    ForestPart part = ForestPart.decode(file);
    int end = forged.length - SHA_256;
    int length = part.trees().encode().length;
    int covers = part.trees().nodes() * Integer.BYTES;
    ByteBuffer bytes = ByteBuffer.wrap(forged).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putDouble(end - CRC - covers - Double.BYTES, share);
    CRC32C crc = new CRC32C();
    crc.update(forged, end - length, length - CRC);
    bytes.putInt(end - CRC, (int) crc.getValue());
    System.arraycopy(sha256(forged, end), 0, forged, end, SHA_256);
    return forged;
  }

  private static byte[] sha256(byte[] bytes, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes, 0, length);
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
