package io.churnops.feature.lineage;

import java.util.List;

/**
 * Where something comes from and what comes of it: event type, feature, view, label, training set,
 * model version. An edge leads from what is read to what is made of it.
 */
record LineageGraph(List<Node> nodes, List<Edge> edges) {

  enum Kind {
    EVENT_TYPE,
    FEATURE,
    FEATURE_VIEW,
    LABEL,
    TRAINING_DATASET,
    MODEL_VERSION
  }

  /**
   * Something that has or is a source.
   *
   * @param id unique among all nodes
   * @param name as people know it
   */
  record Node(String id, Kind kind, String name) {}

  record Edge(String from, String to) {}
}
