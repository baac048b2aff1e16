package io.churnops.feature.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowsCodeTests {

  @Test
  void findsTheCodeOfClassesWhoseSourceIsElsewhere() throws Exception {
    Class<?> archived = new AsFromAnArchive().define(RowsCode.class);

    assertThat(archived.getProtectionDomain().getCodeSource().getLocation())
        .hasPath("/gone/app.jar");
    assertThat(Files.isSameFile(RowsCode.place(archived), RowsCode.place(RowsCode.class))).isTrue();
  }

  @Test
  void findsFoldersAndJars() throws Exception {
    assertThat(RowsCode.place(RowsCode.class).resolve("io/churnops/feature")).isDirectory();
    Path jar = RowsCode.place(Assertions.class);
    assertThat(jar).isRegularFile();
    assertThat(jar.toString()).endsWith(".jar");
  }

  @Test
  void namesTheCode() {
    assertThat(RowsCode.fingerprint()).hasValue(RowsCode.fingerprint().orElseThrow());
  }

  /** Gives classes the source that those of a shared archive have when the jars have moved. */
  private static final class AsFromAnArchive extends ClassLoader {

    AsFromAnArchive() {
      super(RowsCodeTests.class.getClassLoader());
    }

    Class<?> define(Class<?> one) throws IOException {
      URL gone = Path.of("/gone/app.jar").toUri().toURL();
      try (InputStream in = one.getResourceAsStream(one.getSimpleName() + ".class")) {
        byte[] code = in.readAllBytes();
        return defineClass(
            one.getName(),
            code,
            0,
            code.length,
            new ProtectionDomain(new CodeSource(gone, (Certificate @Nullable []) null), null));
      }
    }
  }
}
