package io.churnops.training.runs;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.SpringBootVersion;
import org.springframework.stereotype.Component;
import org.tribuo.Tribuo;
import tools.jackson.databind.json.JsonMapper;

/** What a run ran on, so that it can be run again. */
@Component
class RunEnvironment {

  private final String json;

  RunEnvironment(JsonMapper mapper, TrainingProperties properties) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("java", Runtime.version().toString());
    facts.put("javaVendor", System.getProperty("java.vendor"));
    facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    facts.put("springBoot", SpringBootVersion.getVersion());
    facts.put("tribuo", Tribuo.VERSION);
    facts.put("threads", properties.threads());
    if (!properties.gitCommit().isEmpty()) {
      facts.put("gitCommit", properties.gitCommit());
    }
    this.json = mapper.writeValueAsString(facts);
  }

  String json() {
    return json;
  }
}
