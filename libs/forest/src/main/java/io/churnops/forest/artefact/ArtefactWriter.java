package io.churnops.forest.artefact;

import io.churnops.forest.FeatureRow;
import io.churnops.forest.ForestInput;
import io.churnops.forest.ForestInputs;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Writes artefacts and signs them. A folder is either there with all its files, forced to disk, or
 * not there.
 */
public final class ArtefactWriter {

  private static final int BUFFER = 1 << 16;

  private final PrivateKey key;
  private final UnaryOperator<OutputStream> disk;

  public ArtefactWriter(PrivateKey key) {
    this(key, UnaryOperator.identity());
  }

  /** A writer whose files are what a disk makes of them, one that is full for instance. */
  ArtefactWriter(PrivateKey key, UnaryOperator<OutputStream> disk) {
    this.key = key;
    this.disk = disk;
  }

  /**
   * Writes a new artefact folder.
   *
   * @throws java.nio.file.FileAlreadyExistsException if the folder exists
   */
  public WrittenArtefact write(Path folder, ArtefactContents contents) throws IOException {
    try (DurableFolder out = DurableFolder.begin(folder)) {
      var files = new ArrayList<ArtefactFile>();
      for (ArtefactPart part : CompiledPart.listed(contents.model().parameters())) {
        files.add(write(out, part, content(part, contents)));
      }
      var manifest = new ModelManifest(ModelManifest.FORMAT, contents.model(), files);
      byte[] json = ArtefactJson.write(manifest);
      write(out, ArtefactPart.MANIFEST, sink -> sink.write(json));
      byte[] signature = SigningKeys.sign(json, key);
      write(out, ArtefactPart.SIGNATURE, sink -> sink.write(signature));
      out.commit();
      return new WrittenArtefact(folder, manifest, Digests.hex(json));
    }
  }

  /** Measures an artefact without writing it: the same contents have the same digests. */
  public static MeasuredArtefact measure(ArtefactContents contents) throws IOException {
    var files = new ArrayList<ArtefactFile>();
    for (ArtefactPart part : CompiledPart.listed(contents.model().parameters())) {
      var measured = new MeasuredOutput(OutputStream.nullOutputStream(), part);
      try (OutputStream out = new BufferedOutputStream(measured, BUFFER)) {
        content(part, contents).writeTo(out);
      }
      files.add(measured.measured());
    }
    var manifest = new ModelManifest(ModelManifest.FORMAT, contents.model(), files);
    return new MeasuredArtefact(manifest, Digests.hex(ArtefactJson.write(manifest)));
  }

  private static FileContent content(ArtefactPart part, ArtefactContents contents) {
    return switch (part) {
      case TRIBUO_MODEL -> contents.tribuoModel();
      case FOREST, LOGISTIC, BOOSTED -> out -> out.write(CompiledPart.encode(contents.compiled()));
      case VIEW -> out -> out.write(contents.viewDefinition().getBytes(StandardCharsets.UTF_8));
      case BASELINE -> out -> out.write(contents.baseline().toJson());
      case REFERENCE -> out -> out.write(ArtefactJson.write(reference(contents)));
      case MANIFEST, SIGNATURE -> throw new IllegalArgumentException(part + " is written last");
    };
  }

  private ArtefactFile write(DurableFolder folder, ArtefactPart part, FileContent content)
      throws IOException {
    var files = new ArrayList<ArtefactFile>(1);
    folder.write(
        part,
        file -> {
          var measured = new MeasuredOutput(disk.apply(file), part);
          OutputStream out = new BufferedOutputStream(measured, BUFFER);
          content.writeTo(out);
          out.flush();
          files.add(measured.measured());
        });
    return files.getFirst();
  }

  private static ReferenceVectors reference(ArtefactContents contents) {
    ForestInputs inputs = contents.model().inputs();
    List<ReferenceVector> vectors =
        contents.referenceRows().stream()
            .map(row ->
                new ReferenceVector(
                    values(inputs, row),
                    contents
                        .model()
                        .churnProbability(contents.compiled().score(inputs.encode(row)))))
            .toList();
    return new ReferenceVectors(vectors);
  }

  private static List<@Nullable Object> values(ForestInputs inputs, FeatureRow row) {
    var values = new ArrayList<@Nullable Object>();
    for (int i = 0; i < row.size(); i++) {
      values.add(row.isMissing(i) ? null : value(inputs.inputs().get(i), row, i));
    }
    return values;
  }

  private static Object value(ForestInput input, FeatureRow row, int column) {
    return switch (input.type()) {
      case NUMBER -> row.number(column);
      case CATEGORY -> row.category(column);
    };
  }
}
