package io.churnops.training.boosting;

/** This machine cannot run XGBoost's native library. Another machine, or setting, may. */
public final class AlgorithmUnavailableException extends RuntimeException {

  AlgorithmUnavailableException(Throwable cause) {
    super(
        "xgboost is not available on this machine: its native library is for Linux with glibc and"
            + " libgomp, macOS and Windows, and is unpacked to java.io.tmpdir ("
            + System.getProperty("java.io.tmpdir")
            + "), from where it must be allowed to run; "
            + cause,
        cause);
  }
}
