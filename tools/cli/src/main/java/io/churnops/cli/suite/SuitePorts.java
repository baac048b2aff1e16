package io.churnops.cli.suite;

import io.churnops.platform.PlatformSettings.PlatformPorts;
import io.churnops.platform.PortTakenException;
import io.churnops.platform.Ports;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The ports of a suite: the usual ones, all moved by the same offset, so that several suites can
 * run side by side. The usual ones, and those moved by up to 7,000, are below the ports that
 * systems hand to clients, of which one could be taken at any time by whoever is connected to
 * somewhere.
 */
public record SuitePorts(int offset) {

  private static final int POSTGRES = 25432;
  private static final int REDIS = 25379;
  private static final int KAFKA = 25092;
  private static final int LARGEST_OFFSET = 65535 - POSTGRES;

  public SuitePorts {
    if (offset < 0 || offset > LARGEST_OFFSET) {
      throw new IllegalArgumentException(
          "The port offset must be from 0 to %d, not %d.".formatted(LARGEST_OFFSET, offset));
    }
  }

  public int of(SuiteService service) {
    return service.defaultPort() + offset;
  }

  public PlatformPorts servers() {
    return new PlatformPorts(POSTGRES + offset, REDIS + offset, KAFKA + offset);
  }

  /** One sentence for each port that is taken. */
  public List<String> taken() {
    List<String> sentences = new ArrayList<>();
    byPart()
        .forEach((part, port) -> {
          try {
            Ports.requireFree(part, port);
          } catch (PortTakenException e) {
            sentences.add(e.getMessage());
          }
        });
    return List.copyOf(sentences);
  }

  private Map<String, Integer> byPart() {
    Map<String, Integer> ports = new LinkedHashMap<>();
    ports.put("PostgreSQL", servers().postgres());
    ports.put("Redis", servers().redis());
    ports.put("Kafka", servers().kafka());
    for (SuiteService service : SuiteService.values()) {
      ports.put(service.fullName(), of(service));
    }
    return ports;
  }
}
