package io.churnops.features.engine;

import java.util.List;

/** What rows hold of a customer beside labels, folded on the way and evaluated at cutoffs. */
interface RowFeatures {

  void add(CustomerEvent event);

  FeatureVector at(long cutoffMicros);

  static RowFeatures of(CompiledView view) {
    CustomerFold fold = view.newFold();
    return new RowFeatures() {
      @Override
      public void add(CustomerEvent event) {
        fold.add(event);
      }

      @Override
      public FeatureVector at(long cutoffMicros) {
        return view.evaluate(fold.state(), cutoffMicros);
      }
    };
  }

  /** For those who only want to know the labels. */
  static RowFeatures none() {
    FeatureVector empty = FeatureVector.of(List.of(), List.of());
    return new RowFeatures() {
      @Override
      public void add(CustomerEvent event) {}

      @Override
      public FeatureVector at(long cutoffMicros) {
        return empty;
      }
    };
  }
}
