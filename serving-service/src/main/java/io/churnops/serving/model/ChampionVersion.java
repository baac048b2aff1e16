package io.churnops.serving.model;

/**
 * What the registry says is the champion.
 *
 * @param digest of the artefact
 */
record ChampionVersion(String modelName, int version, String digest) {

  boolean isServedBy(ServedModel model) {
    return model.name().equals(modelName)
        && model.version() == version
        && model.digest().equals(digest);
  }

  @Override
  public String toString() {
    return modelName + " version " + version;
  }
}
