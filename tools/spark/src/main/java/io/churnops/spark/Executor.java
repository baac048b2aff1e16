package io.churnops.spark;

import io.churnops.forest.ForestPart;
import io.churnops.forest.ForestTrainer;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkEnv;

/** The process that a task runs in, as the forest it grows tells of it. */
final class Executor {

  private Executor() {}

  static String host() {
    return SparkEnv.get().blockManager().blockManagerId().host();
  }

  /** Its JDK and libraries. */
  static Map<String, String> environment() {
    Map<String, String> facts = new TreeMap<>();
    facts.put("java", Runtime.version().toString());
    facts.put("javaVendor", System.getProperty("java.vendor"));
    facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    facts.put("spark", org.apache.spark.package$.MODULE$.SPARK_VERSION());
    String version = ForestTrainer.class.getPackage().getImplementationVersion();
    if (version != null) {
      facts.put("churnops", version);
    }
    return facts;
  }

  /** Trees with the word that they were grown here. */
  static ForestPart grewHere(ForestPart part) {
    return part.grownOn(host(), environment());
  }
}
