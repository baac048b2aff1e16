package io.churnops.training.export;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something that the MLflow server has not been told of, or not of how it looks now. */
sealed interface Untold {

  /** What there is to tell of, in the order in which one needs the other. */
  enum Kind {
    RUN,
    MODEL,
    VERSION,
    ALIAS
  }

  Kind kind();

  /** Unique among its kind. */
  String subject();

  /** How it looks now. */
  String face();

  /** What the server calls it, once it took it. */
  @Nullable String theirId();

  /**
   * A training run, or a trial of one, that is over.
   *
   * @param theirParent what the server calls the run that it is a trial of
   */
  record OfRun(String runId, @Nullable String theirId, @Nullable String theirParent)
      implements Untold {

    static final String FACE = "told";

    @Override
    public Kind kind() {
      return Kind.RUN;
    }

    @Override
    public String subject() {
      return runId;
    }

    @Override
    public String face() {
      return FACE;
    }
  }

  /** A model that has versions. */
  record OfModel(
      String name,
      String description,
      Map<String, String> tags,
      String face,
      @Nullable String theirId)
      implements Untold {

    @Override
    public Kind kind() {
      return Kind.MODEL;
    }

    @Override
    public String subject() {
      return name;
    }
  }

  /**
   * A version whose run and model the server knows.
   *
   * @param theirRun what the server calls its run
   */
  record OfVersion(
      String model,
      int version,
      String description,
      Map<String, String> tags,
      String theirRun,
      String face,
      @Nullable String theirId)
      implements Untold {

    @Override
    public Kind kind() {
      return Kind.VERSION;
    }

    @Override
    public String subject() {
      return model + "/" + version;
    }
  }

  /**
   * An alias of a version that the server knows.
   *
   * @param theirVersion the number of that version there; absent if the alias was removed
   */
  record OfAlias(String model, String alias, @Nullable String theirVersion) implements Untold {

    @Override
    public Kind kind() {
      return Kind.ALIAS;
    }

    @Override
    public String subject() {
      return model + "@" + alias;
    }

    @Override
    public String face() {
      return String.valueOf(theirVersion);
    }

    @Override
    public @Nullable String theirId() {
      return theirVersion;
    }
  }
}
