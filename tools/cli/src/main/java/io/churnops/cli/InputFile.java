package io.churnops.cli;

import io.churnops.cli.suite.SuiteException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A text file that a user names, or standard input where it is called "-". */
final class InputFile {

  private InputFile() {}

  static String read(Path file) {
    try {
      byte[] bytes =
          file.toString().equals("-") ? System.in.readAllBytes() : Files.readAllBytes(file);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (IOException e) {
      throw new SuiteException("The file %s cannot be read: %s".formatted(file, e), e);
    }
  }
}
