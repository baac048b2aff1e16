package io.churnops.training.boosting;

import io.churnops.forest.BoostedTree;
import io.churnops.forest.BoostedTrees;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the trees that XGBoost dumps as JSON, with the sums of second derivatives that it calls
 * covers. Its floats are written with as many digits as tell them apart. Per round there is a tree
 * for the score of each class, stayed and churned; the log-odds of churning are the difference of
 * the two, so that the leaves of the former count with their sign turned.
 */
final class BoosterDump {

  private final FeatureOrder order;
  private final JsonMapper json = JsonMapper.shared();

  BoosterDump(FeatureOrder order) {
    this.order = order;
  }

  BoostedTrees trees(String[] dump) {
    var trees = new ArrayList<BoostedTree>();
    for (int tree = 0; tree < dump.length; tree++) {
      trees.add(tree(json.readTree(dump[tree]), tree % BoostedTrees.PER_ROUND == 0 ? -1 : 1));
    }
    return BoostedTrees.of(order.size(), trees);
  }

  /**
   * Breadth first, so that siblings are neighbours. A tree for which no row was drawn is a leaf
   * that nothing covers, and adds nothing.
   */
  private BoostedTree tree(JsonNode root, int sign) {
    var nodes = new ArrayList<BoostedTree.Node>();
    var waiting = new ArrayList<>(List.of(root));
    for (int place = 0; place < waiting.size(); place++) {
      JsonNode node = waiting.get(place);
      float cover = Math.max(node.required("cover").floatValue(), Float.MIN_NORMAL);
      if (node.has("leaf")) {
        nodes.add(new BoostedTree.Leaf(sign * node.required("leaf").floatValue(), cover));
      } else {
        nodes.add(split(node, waiting.size(), cover));
        Map<Integer, JsonNode> children = children(node);
        waiting.add(children.get(node.required("yes").intValue()));
        waiting.add(children.get(node.required("no").intValue()));
      }
    }
    return new BoostedTree(nodes);
  }

  private BoostedTree.Split split(JsonNode node, int left, float cover) {
    int id = Integer.parseInt(node.required("split").stringValue().substring(1)); // f12
    return new BoostedTree.Split(
        order.column(id),
        node.required("split_condition").floatValue(),
        left,
        node.required("missing").intValue() == node.required("yes").intValue(),
        cover);
  }

  private static Map<Integer, JsonNode> children(JsonNode node) {
    var children = new HashMap<Integer, JsonNode>();
    node.required("children")
        .forEach(child -> children.put(child.required("nodeid").intValue(), child));
    return children;
  }
}
