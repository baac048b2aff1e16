package io.churnops.feature.datasets;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.churnops.feature.statistics.Shift;
import io.churnops.feature.statistics.TableStatistics;
import io.churnops.features.engine.ColumnType;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One training set held against another.
 *
 * @param identical whether the rows are the same to the byte
 * @param rows how single rows differ; absent where one is of a table, whose rows have no order
 * @param onlyInBase columns that the other lacks or has with another type
 * @param onlyInOther columns that the base lacks or has with another type
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DatasetComparison(
    Side base,
    Side other,
    boolean identical,
    @Nullable RowDifferences rows,
    List<String> onlyInBase,
    List<String> onlyInOther,
    List<Column> columns) {

  /**
   * One of the two.
   *
   * @param positiveShare of the labelled rows; absent without any
   */
  @Schema(name = "ComparedDataset")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Side(
      String datasetId,
      long rows,
      long labelled,
      long positives,
      @Nullable Double positiveShare,
      String sha256) {

    static Side of(DatasetManifest manifest) {
      return new Side(
          manifest.datasetId(),
          manifest.rows(),
          manifest.labelled(),
          manifest.positives(),
          manifest.labelled() == 0
              ? null
              : (Double) ((double) manifest.positives() / manifest.labelled()),
          manifest.sha256());
    }
  }

  /**
   * A column that both have.
   *
   * @param psi population stability index over ten bins of the base, or its categories, with
   *     missing as a bin of its own; each bin gets half a row more, so that an empty one counts
   * @param shift by the usual bounds of the index: below .1 none, below .25 moderate
   */
  @Schema(name = "ComparedColumn")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Column(
      String name,
      ColumnType type,
      double psi,
      Extent shift,
      double baseMissingShare,
      double otherMissingShare,
      @Nullable Double baseMean,
      @Nullable Double otherMean,
      @Nullable Double baseAuc,
      @Nullable Double otherAuc) {

    static Column of(TableStatistics.Column base, TableStatistics.Column other, Shift shift) {
      double psi = shift.psi();
      return new Column(
          base.name(),
          base.type(),
          psi,
          Extent.of(psi),
          missing(base),
          missing(other),
          base.mean(),
          other.mean(),
          base.auc(),
          other.auc());
    }

    private static double missing(TableStatistics.Column column) {
      long rows = column.values() + column.missing();
      return rows == 0 ? 0 : (double) column.missing() / rows;
    }
  }

  /** How far a column has moved. */
  enum Extent {
    NONE,
    MODERATE,
    LARGE;

    private static final double SOME = 0.1;
    private static final double MUCH = 0.25;

    static Extent of(double psi) {
      return psi < SOME ? NONE : psi < MUCH ? MODERATE : LARGE;
    }
  }
}
