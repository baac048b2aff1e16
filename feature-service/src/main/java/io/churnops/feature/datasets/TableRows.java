package io.churnops.feature.datasets;

import io.churnops.feature.datasets.TableSource.TableColumn;
import io.churnops.feature.definitions.FeatureViews;
import io.churnops.feature.ledger.ErasureLedger;
import io.churnops.feature.log.EventTime;
import io.churnops.features.engine.ColumnType;
import io.churnops.features.engine.CompiledView;
import io.churnops.features.engine.CustomerEvent;
import io.churnops.features.engine.FeatureState;
import io.churnops.features.engine.Outcome;
import io.churnops.features.engine.TrainingRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the rows of a training set from a table, in the order of the table. Each row passes through
 * the table's view as the event {@code table.<name>} would, so that such events can be scored
 * later.
 */
@Component
class TableRows {

  private static final int PIECE = 1_000;

  private final FeatureViews views;
  private final TableUploads uploads;
  private final ErasureLedger ledger;
  private final JsonMapper json;

  TableRows(FeatureViews views, TableUploads uploads, ErasureLedger ledger, JsonMapper json) {
    this.views = views;
    this.uploads = uploads;
    this.ledger = ledger;
    this.json = json;
  }

  BuiltRows write(TableSpec spec, Path folder) throws IOException {
    TableSource source = spec.source();
    CompiledView view = views.find(spec.viewFingerprint());
    DatasetManifest.Label label = label(spec);
    List<DatasetManifest.Label> labels = List.of(label);
    try (RowsFile rows =
            new RowsFile(
                folder, DatasetFolder.ROWS, BuiltRows.labelColumns(labels), view.columns());
        RowsPart part = rows.part(0)) {
      Row row = new Row(view, source, EventTime.toMicros(spec.asOf()), ledger, part);
      uploads
          .file(spec.upload())
          .forEach(
              spec.delimiter(),
              line -> {
                if (Thread.currentThread().isInterrupted()) {
                  throw new CancellationException("Interrupted while making rows");
                }
                row.take(line.fields());
              });
      row.flush();
      rows.join(part.finish());
      rows.finish();
      return new BuiltRows(
          new DatasetManifest.View(
              view.definition().name(),
              view.definition().fingerprint(),
              json.readTree(view.definition().canonicalJson())),
          view.columns(),
          labels,
          List.of(rows.outcomes(0)),
          List.of(spec.asOf()),
          KnownTimeMode.AS_KNOWN,
          rows.rows(),
          rows.sha256Hex(),
          null,
          null,
          source,
          null,
          null);
    }
  }

  private DatasetManifest.Label label(TableSpec spec) {
    TableSource source = spec.source();
    ObjectNode definition =
        json.createObjectNode()
            .put("table", source.sha256())
            .put("column", source.label())
            .put("positive", source.positive());
    return new DatasetManifest.Label(
        FeatureNames.snakeCase(source.label()),
        source.sha256().substring(0, 32),
        definition,
        spec.horizon());
  }

  /** Turns the lines of a table into rows; the first one is the header. */
  private static final class Row {

    private final CompiledView view;
    private final TableSource source;
    private final long asOf;
    private final ErasureLedger ledger;
    private final RowsPart part;
    private final List<List<String>> waiting = new ArrayList<>();
    private int id = -1;
    private int label = -1;
    private int[] places = new int[0];

    Row(CompiledView view, TableSource source, long asOf, ErasureLedger ledger, RowsPart part) {
      this.view = view;
      this.source = source;
      this.asOf = asOf;
      this.ledger = ledger;
      this.part = part;
    }

    void take(List<String> fields) {
      if (id < 0) {
        id = fields.indexOf(source.id());
        label = fields.indexOf(source.label());
        places =
            source.columns().stream().mapToInt(column -> fields.indexOf(column.header())).toArray();
      } else {
        waiting.add(fields);
        if (waiting.size() == PIECE) {
          flush();
        }
      }
    }

    /** Makes rows of what has waited, except of customers who were erased. */
    void flush() {
      Set<String> erased = ledger.erased(waiting.stream().map(fields -> fields.get(id)).toList());
      for (List<String> fields : waiting) {
        if (!erased.contains(fields.get(id))) {
          part.add(row(fields));
        }
      }
      waiting.clear();
    }

    private TrainingRow row(List<String> fields) {
      FeatureState state = view.emptyState();
      view.fold(
          state,
          new CustomerEvent(
              "/tables/" + source.name(),
              fields.get(id),
              TableUploads.eventType(source.name()),
              fields.get(id),
              asOf - 1,
              asOf,
              data(fields)));
      return new TrainingRow(
          fields.get(id), asOf, List.of(outcome(fields.get(label))), view.evaluate(state, asOf));
    }

    private Outcome outcome(String field) {
      if (field.isEmpty()) {
        return Outcome.IMMATURE;
      }
      return field.equals(source.positive()) ? Outcome.CHURNED : Outcome.STAYED;
    }

    private ObjectNode data(List<String> fields) {
      ObjectNode data = JsonNodeFactory.instance.objectNode();
      for (int i = 0; i < places.length; i++) {
        TableColumn column = source.columns().get(i);
        String field = fields.get(places[i]);
        if (column.type() == ColumnType.NUMBER) {
          TableFields.number(field).ifPresent(number -> data.put(column.name(), number));
        } else if (!field.isEmpty()) {
          data.put(column.name(), field);
        }
      }
      return data;
    }
  }
}
