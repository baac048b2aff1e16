package io.churnops.forest.tribuo;

import com.oracle.labs.mlrg.olcut.provenance.ListProvenance;
import io.churnops.forest.TrainingTable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.MutableDataset;
import org.tribuo.MutableFeatureMap;
import org.tribuo.MutableOutputInfo;
import org.tribuo.OutputInfo;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.impl.ArrayExample;
import org.tribuo.protos.core.DatasetProto;
import org.tribuo.provenance.DataProvenance;
import org.tribuo.provenance.DatasetProvenance;

/**
 * A training table as a Tribuo dataset with the labels "0" (stayed) and "1" (churned). Its examples
 * are made when they are asked for, as Tribuo's own datasets take several times the memory. Some
 * columns may have mirrors ({@link MirroredColumns}), which are features behind all columns.
 */
public final class TableDataset extends Dataset<Label> {

  private final TrainingTable table;
  private final int[] mirrored;
  private final String[] names;
  private final MutableFeatureMap features = new MutableFeatureMap();
  private final MutableOutputInfo<Label> labels;

  /** A view of the table; {@code source} says where its rows come from. */
  public TableDataset(TrainingTable table, DataProvenance source) {
    this(table, source, new int[0]);
  }

  /** A view of the table whose columns of these numbers have mirrors. */
  TableDataset(TrainingTable table, DataProvenance source, int[] mirrored) {
    super(source, new LabelFactory());
    this.table = table;
    this.mirrored = mirrored;
    List<String> mirrors = MirroredColumns.names(table.columns());
    names =
        Stream.concat(table.columns().stream(), Arrays.stream(mirrored).mapToObj(mirrors::get))
            .toArray(String[]::new);
    labels = getOutputFactory().generateInfo();
    for (int row = 0; row < table.rows(); row++) {
      labels.observe(ChurnLabels.of(table.label(row)));
      for (int feature = 0; feature < names.length; feature++) {
        features.add(names[feature], value(row, feature));
      }
    }
  }

  /** The same rows, with mirrors of these columns. */
  TableDataset withMirrors(int[] columns) {
    return new TableDataset(table, sourceProvenance, columns);
  }

  private float value(int row, int feature) {
    int columns = names.length - mirrored.length;
    return feature < columns
        ? table.value(row, feature)
        : MirroredColumns.mirrored(table.value(row, mirrored[feature - columns]));
  }

  /**
   * The rows of a dataset; a feature an example lacks is 0, as everywhere in Tribuo.
   *
   * @throws IllegalArgumentException if it has other labels than "0" and "1"
   */
  static TrainingTable tableOf(Dataset<Label> dataset) {
    if (dataset instanceof TableDataset view) {
      return view.table;
    }
    ChurnLabels.check(dataset.getOutputInfo());
    ImmutableFeatureMap ids = dataset.getFeatureIDMap();
    TrainingTable.Builder builder = TrainingTable.builder(columnsOf(dataset));
    for (Example<Label> example : dataset) {
      float[] row = new float[ids.size()];
      example.forEach(feature -> row[ids.getID(feature.getName())] = (float) feature.getValue());
      builder.add(row, ChurnLabels.isChurned(example.getOutput()));
    }
    return builder.build();
  }

  public TrainingTable table() {
    return table;
  }

  /** The columns of the table of a dataset, in order. */
  static List<String> columnsOf(Dataset<Label> dataset) {
    if (dataset instanceof TableDataset view) {
      return view.table.columns();
    }
    ImmutableFeatureMap ids = dataset.getFeatureIDMap();
    return IntStream.range(0, ids.size()).mapToObj(id -> ids.get(id).getName()).toList();
  }

  @Override
  public int size() {
    return table.rows();
  }

  @Override
  public Example<Label> getExample(int row) {
    double[] values = new double[names.length];
    for (int feature = 0; feature < names.length; feature++) {
      values[feature] = value(row, feature);
    }
    return new ArrayExample<>(ChurnLabels.of(table.label(row)), names, values);
  }

  @Override
  public List<Example<Label>> getData() {
    return IntStream.range(0, size()).mapToObj(this::getExample).toList();
  }

  @Override
  public Iterator<Example<Label>> iterator() {
    return IntStream.range(0, size()).mapToObj(this::getExample).iterator();
  }

  @Override
  public Set<Label> getOutputs() {
    return labels.getDomain();
  }

  @Override
  public ImmutableOutputInfo<Label> getOutputIDInfo() {
    return labels.generateImmutableOutputInfo();
  }

  @Override
  public OutputInfo<Label> getOutputInfo() {
    return labels;
  }

  @Override
  public ImmutableFeatureMap getFeatureIDMap() {
    return new ImmutableFeatureMap(features);
  }

  @Override
  public MutableFeatureMap getFeatureMap() {
    return features;
  }

  @Override
  public DatasetProvenance getProvenance() {
    return new DatasetProvenance(sourceProvenance, new ListProvenance<>(), this);
  }

  @Override
  public DatasetProto serialize() {
    return MutableDataset.createDeepCopy(this).serialize();
  }
}
