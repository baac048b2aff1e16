package io.churnops.forest.tribuo;

import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import com.oracle.labs.mlrg.olcut.util.Pair;
import java.util.concurrent.CancellationException;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.math.la.SGDVector;

/**
 * Tribuo's logarithmic loss for a training that can be stopped: it is asked at every example, and
 * throws where the thread is interrupted. In a model's provenance it is Tribuo's own.
 */
class InterruptibleObjective extends LogMulticlass {

  /**
   * Goes on unless the thread is interrupted.
   *
   * @throws CancellationException if it is; it stays so
   */
  static void check() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("the training was interrupted");
    }
  }

  @Override
  public Pair<Double, SGDVector> lossAndGradient(Integer truth, SGDVector prediction) {
    check();
    return super.lossAndGradient(truth, prediction);
  }

  @Override
  public ConfiguredObjectProvenance getProvenance() {
    return new LogMulticlass().getProvenance();
  }
}
