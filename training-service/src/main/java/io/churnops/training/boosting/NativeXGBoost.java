package io.churnops.training.boosting;

import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.jspecify.annotations.Nullable;

/** XGBoost's native library, unpacked and loaded when it is first needed. */
final class NativeXGBoost {

  private NativeXGBoost() {}

  /**
   * Loads the library, unless it is.
   *
   * @throws AlgorithmUnavailableException if it cannot be loaded, now and until the next start
   */
  static void require() {
    if (Attempt.PROBLEM != null) {
      throw new AlgorithmUnavailableException(Attempt.PROBLEM);
    }
  }

  /**
   * Something that native code does, once: a class whose initialisation failed says why no more.
   */
  private static final class Attempt {

    private static final @Nullable Throwable PROBLEM = problem();

    private static @Nullable Throwable problem() {
      try {
        new DMatrix(new float[] {0}, 1, 1, Float.NaN).dispose();
        return null;
      } catch (ExceptionInInitializerError e) {
        return e.getCause() == null ? e : e.getCause();
      } catch (LinkageError | XGBoostError e) {
        return e;
      }
    }
  }
}
