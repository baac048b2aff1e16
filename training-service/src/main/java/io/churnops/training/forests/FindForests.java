package io.churnops.training.forests;

import io.churnops.forest.ForestPart;
import io.churnops.training.datasets.DatasetException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Gives runs the forests that they were asked to use. */
@Component
public class FindForests {

  private final ForestRows rows;
  private final KeepForest keepForest;
  private final int grownAgain;

  FindForests(ForestRows rows, KeepForest keepForest, ForestProperties properties) {
    this.rows = rows;
    this.keepForest = keepForest;
    this.grownAgain = properties.grownAgain();
  }

  /**
   * Makes sure that forests are there and stay there while a run waits.
   *
   * @throws io.churnops.kit.problem.ProblemException if one of them is not
   */
  public void want(List<String> forestIds) {
    keepForest.want(forestIds);
  }

  /**
   * The forests of a run.
   *
   * @throws DatasetException if one of them is not there
   */
  public GrownForests find(List<String> forestIds) {
    Map<String, ForestPart> forests = new TreeMap<>();
    for (String forestId : forestIds) {
      forests.put(forestId, read(forestId));
    }
    return new GrownForests(forests, new SecureRandom(), grownAgain);
  }

  private ForestPart read(String forestId) {
    try (SpooledForest spooled = SpooledForest.open()) {
      int place = 0;
      for (Optional<byte[]> chunk = rows.chunk(forestId, place);
          chunk.isPresent();
          chunk = rows.chunk(forestId, place)) {
        spooled.add(ByteBuffer.wrap(chunk.get()));
        place++;
      }
      if (place == 0) {
        throw new DatasetException(
            "forest_gone", "Forest %s is kept no longer. Upload it again.".formatted(forestId));
      }
      return ForestPart.decode(spooled.bytes());
    } catch (IOException e) {
      throw new UncheckedIOException("Forest %s cannot be read".formatted(forestId), e);
    }
  }
}
