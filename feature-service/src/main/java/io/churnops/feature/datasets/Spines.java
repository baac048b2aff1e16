package io.churnops.feature.datasets;

import io.churnops.feature.FeatureSettings;
import io.churnops.feature.ledger.ErasureLedger;
import io.churnops.kit.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** The spines that were sent: files named by what is in them. */
@Component
class Spines {

  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

  private final Path folder;
  private final DatasetSettings settings;
  private final ErasureLedger ledger;
  private final InstantSource clock;

  Spines(
      FeatureSettings features,
      DatasetSettings settings,
      ErasureLedger ledger,
      InstantSource clock) {
    this.folder = features.dataFolder().resolve("spines");
    this.settings = settings;
    this.ledger = ledger;
    this.clock = clock;
  }

  /** Keeps a spine; the same lines again are the same spine. */
  SpineSummary keep(InputStream sent) throws IOException {
    try (Reader csv =
        Upload.reader(
            Upload.unpacked(
                Upload.limited(sent, settings.mostUpload()), settings.mostUnpacked()))) {
      return keep(new SpineReader(clock.instant()).read(csv));
    } catch (IOException e) {
      throw Upload.unreadable(e);
    }
  }

  SpineSummary keep(String csv) throws IOException {
    return keep(new SpineReader(clock.instant()).read(new StringReader(csv)));
  }

  /** Without the lines of customers who were erased. */
  private SpineSummary keep(Spine sent) throws IOException {
    Spine spine = sent;
    SpineSummary kept;
    do {
      spine = withoutErased(spine);
      kept = write(spine);
      // Whoever was erased meanwhile was not in the file, or it is taken back.
    } while (isTakenBack(spine));
    return kept;
  }

  private Spine withoutErased(Spine spine) {
    Set<String> erased = ledger.erased(spine.customers());
    if (erased.isEmpty()) {
      return spine;
    }
    List<Spine.Line> left =
        spine.lines().stream().filter(line -> !erased.contains(line.customer())).toList();
    if (left.isEmpty()) {
      throw new ProblemException(
          HttpStatus.GONE, "erased", "Erased", "Every customer in the spine was erased.");
    }
    return new Spine(left);
  }

  private boolean isTakenBack(Spine spine) throws IOException {
    boolean erased = !ledger.erased(spine.customers()).isEmpty();
    return erased && Files.deleteIfExists(file(spine.summary().spineId()));
  }

  private SpineSummary write(Spine spine) throws IOException {
    SpineSummary summary = spine.summary();
    Path kept = file(summary.spineId());
    if (!Files.exists(kept)) {
      Files.createDirectories(folder);
      Path draft = folder.resolve(summary.spineId() + "." + UUID.randomUUID() + ".draft");
      DatasetFolder.write(draft, spine.toCsv());
      Files.move(draft, kept, StandardCopyOption.ATOMIC_MOVE);
      DatasetFolder.sync(folder);
    }
    return summary;
  }

  /** A spine that was kept. */
  Spine read(String id) throws IOException {
    if (!ID.matcher(id).matches() || !Files.exists(file(id))) {
      throw new ProblemException(
          HttpStatus.NOT_FOUND,
          "unknown-spine",
          "Unknown spine",
          "There is no such spine. Send it to /v1/spines.");
    }
    try (Reader csv = Files.newBufferedReader(file(id))) {
      return new SpineReader(clock.instant()).read(csv);
    }
  }

  private Path file(String id) {
    return folder.resolve(id + ".csv");
  }
}
