package io.churnops.feature.lineage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A run event as OpenLineage 2-0-2 has it. */
record OpenLineageRun(
    String eventType,
    Instant eventTime,
    Run run,
    Job job,
    List<Dataset> inputs,
    List<Dataset> outputs,
    URI producer,
    URI schemaURL) {

  static final URI PRODUCER = URI.create("https://churnops.io/feature-service");
  private static final String SPEC = "https://openlineage.io/spec/";
  private static final URI RUN_EVENT = URI.create(SPEC + "2-0-2/OpenLineage.json#/$defs/RunEvent");

  static OpenLineageRun complete(
      Instant at, UUID run, String job, List<Dataset> inputs, List<Dataset> outputs) {
    return new OpenLineageRun(
        "COMPLETE",
        at,
        new Run(run),
        new Job("churnops", job),
        inputs,
        outputs,
        PRODUCER,
        RUN_EVENT);
  }

  record Run(UUID runId) {}

  record Job(String namespace, String name) {}

  /** Anything that is read or made: the events of a type, a training set, a model version. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Dataset(String namespace, String name, @Nullable Facets facets) {}

  record Facets(SchemaFacet schema, ColumnLineageFacet columnLineage) {}

  /** The columns. */
  record SchemaFacet(
      @JsonProperty("_producer") URI producer,
      @JsonProperty("_schemaURL") URI schemaUrl,
      List<Field> fields) {
    static SchemaFacet of(List<Field> fields) {
      return new SchemaFacet(
          PRODUCER,
          URI.create(SPEC + "facets/1-1-1/SchemaDatasetFacet.json#/$defs/SchemaDatasetFacet"),
          fields);
    }
  }

  record Field(String name, String type) {}

  /** What each column is made of. */
  record ColumnLineageFacet(
      @JsonProperty("_producer") URI producer,
      @JsonProperty("_schemaURL") URI schemaUrl,
      Map<String, Column> fields) {
    static ColumnLineageFacet of(Map<String, Column> fields) {
      return new ColumnLineageFacet(
          PRODUCER,
          URI.create(
              SPEC
                  + "facets/1-2-0/ColumnLineageDatasetFacet.json"
                  + "#/$defs/ColumnLineageDatasetFacet"),
          fields);
    }
  }

  record Column(List<InputField> inputFields, String transformationDescription) {}

  record InputField(String namespace, String name, String field) {}
}
