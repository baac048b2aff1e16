package io.churnops.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the job says of bad input, before it asks the cluster for anything. */
class ClusterJobTests {

  private static final String SHA_256 =
      "53f3c96c9ba3bb0ab6bb3fa4d9ba9b0c8d7ea2e7cbb1cc9d2d8b1f3b7b1e0a11";
  private static final String MANIFEST =
      """
      {"view": {"definition": "view: shop"},
       "labels": [{"column": "label", "definition": {"label": "gone", "entity": "customer",
         "churned": {"no": "order.placed", "within": "30d"},
         "eligible": {"at_least": 1, "event": "order.placed", "within": "90d"}}}],
       "columns": [{"name": "orders", "type": "NUMBER"}],
       "cutoffs": ["2025-01-01T00:00:00Z"], "knownTime": "as_happened",
       "eventHighWater": {"labelsMatureUntil": "2025-01-01T00:00:00Z"}}
      """;

  @TempDir private Path folder;

  private Path manifest = Path.of("");
  private Path rows = Path.of("");

  @BeforeEach
  void writeFiles() throws IOException {
    manifest = Files.writeString(folder.resolve("manifest.json"), MANIFEST);
    rows = folder.resolve("rows.csv.gz");
    pack("customer_id,cutoff,label,orders\na,2025-01-01T00:00:00Z,1,3.0\n");
  }

  @Test
  void saysWhichFileIsNoManifest() throws IOException {
    Files.writeString(manifest, "<html>");
    assertRefused("manifest.json is not JSON", "forest");
    Files.writeString(manifest, "[]");
    assertRefused("manifest.json is not the manifest of a training set", "forest");
    Files.delete(manifest);
    assertRefused("There is no file " + manifest, "forest");
    assertRefused("There is no file " + manifest, "rows");
  }

  @Test
  void saysWhatIsWrongWithTheRows() throws IOException {
    assertRefused("none is left to learn from", "forest");
    assertRefused("No forest can be grown", "forest", "--until", "2025-01-01T00:00:00Z");
    Files.writeString(manifest, MANIFEST.replaceFirst("\\{", "{\"sha256\": \"" + SHA_256 + "\","));
    assertRefused("its manifest says " + SHA_256, "forest");
    Files.writeString(manifest, MANIFEST.replace("NUMBER", "VECTOR"));
    assertRefused("a column of type 'VECTOR'", "forest");
    Files.writeString(manifest, MANIFEST);
    byte[] whole = Files.readAllBytes(rows);
    Files.write(rows, Arrays.copyOf(whole, whole.length - 9));
    assertRefused("rows.csv.gz cannot be unpacked", "forest");
    Files.writeString(rows, "customer_id,cutoff,label,orders\n");
    assertRefused("rows.csv.gz is not gzipped", "forest");
    Files.delete(rows);
    assertRefused("There is no file " + rows, "forest");
  }

  @Test
  void saysWhichForestCannotBeAskedFor() {
    assertRefused("trees must be 1 to 2000, not 0", "forest", "--trees", "0");
    assertRefused("maxDepth must be 1 to 16, not 17", "forest", "--max-depth", "17");
    assertRefused("--tasks must be at least 1", "forest", "--tasks", "0");
    assertRefused("--test-cutoffs", "forest", "--test-cutoffs", "0");
    assertRefused("--ranges must be at least 1", "rows", "--ranges", "0");
  }

  @Test
  void saysThatNothingCanBeWrittenBeforeItReads() throws IOException {
    Files.delete(rows);
    assertRefused("No file can be written at", "forest", "--out", "/no/such/folder/forest.part");
    assertRefused("No file can be written at", "rows", "--out", folder.toString());
  }

  @Test
  void saysWhatItReads() throws IOException {
    Files.writeString(manifest, MANIFEST.replace("\"within\": \"30d\"", "\"within\": \"soon\""));
    assertRefused("The manifest has no usable definition", "forest");
    assertRefused("There is no file " + folder.resolve("password"), "rows");
  }

  private void assertRefused(String reason, String command, String... options) {
    var words = new ArrayList<>(List.of(command, "--manifest", manifest.toString()));
    if (!List.of(options).contains("--out")) {
      words.addAll(List.of("--out", folder.resolve("out").toString()));
    }
    words.addAll(
        command.equals("forest")
            ? List.of("--rows", rows.toString())
            : List.of(
                "--postgres-url",
                "jdbc:postgresql://localhost:1/none",
                "--postgres-password-file",
                folder.resolve("password").toString()));
    words.addAll(List.of(options));
    var err = new StringWriter();

    int code = ClusterJob.run(new PrintWriter(err, true), words.toArray(String[]::new));

    assertThat(err.toString()).as("%s", words).contains(reason);
    assertThat(err.toString().strip().lines()).hasSize(1);
    assertThat(code).isEqualTo(2);
    assertThat(folder.resolve("out")).doesNotExist();
    assertThat(folder.resolve("out.part")).doesNotExist();
  }

  private void pack(String csv) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(rows))) {
      out.write(csv.getBytes(StandardCharsets.UTF_8));
    }
  }
}
