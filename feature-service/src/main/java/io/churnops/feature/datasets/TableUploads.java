package io.churnops.feature.datasets;

import io.churnops.feature.FeatureSettings;
import io.churnops.feature.datasets.TableSource.TableColumn;
import io.churnops.features.engine.ColumnType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tables on disk, from when they are sent until their training set is built. */
@Component
class TableUploads {

  private final Path folder;
  private final DatasetSettings settings;
  private final JsonMapper json;

  TableUploads(FeatureSettings features, DatasetSettings settings, JsonMapper json) {
    this.folder = features.dataFolder().resolve("tables");
    this.settings = settings;
    this.json = json;
  }

  /** The type of the events that a row of a table stands for. */
  static String eventType(String table) {
    return "table." + table;
  }

  /** Takes a table in and gives it a name. */
  String receive(InputStream sent) throws IOException {
    Files.createDirectories(folder);
    String name = UUID.randomUUID().toString();
    Path draft = folder.resolve(name + ".draft");
    try (InputStream limited = Upload.limited(sent, settings.mostUpload());
        OutputStream kept = Files.newOutputStream(draft)) {
      limited.transferTo(kept);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(draft);
      throw e;
    }
    Files.move(draft, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    return name;
  }

  TableFile file(String upload) {
    return new TableFile(folder.resolve(upload), settings.mostUnpacked());
  }

  void remove(String upload) throws IOException {
    Files.deleteIfExists(folder.resolve(upload));
  }

  /** What a table that was taken in holds. */
  TableSource read(String upload, char delimiter, TableRequest request) throws IOException {
    TableFile file = file(upload);
    TableReading reading = new TableReading(request);
    file.forEach(delimiter, reading::take);
    return reading.finish(sha256(file));
  }

  private static String sha256(TableFile file) throws IOException {
    MessageDigest digest = RowsFile.sha256();
    try (InputStream bytes = new DigestInputStream(file.bytes(), digest)) {
      bytes.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The feature view of a table: of each column the last value. */
  String view(TableSource source, Instant asOf) {
    ObjectNode view = json.createObjectNode();
    view.put("view", "table_" + source.name());
    view.put("entity", "customer");
    view.put("description", "The table %s as of %s".formatted(source.name(), asOf));
    ArrayNode features = view.putArray("features");
    for (TableColumn column : source.columns()) {
      ObjectNode feature = features.addObject();
      feature.put("name", column.name());
      feature.put("event", eventType(source.name()));
      feature.put("aggregate", "last");
      feature.put("of", column.name());
      if (column.type() == ColumnType.CATEGORY) {
        feature.put("type", "category");
      }
    }
    return view.toString();
  }
}
