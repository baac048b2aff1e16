package io.churnops.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.io.ClassPathResource;

/**
 * Starts a service the same way alone and beside its four siblings in one JVM: its configuration is
 * {@code <name>.yml}, and the suite's defaults lie below it. In whatever language the machine is
 * set up, numbers are written in the digits that other programs read.
 */
public final class ServiceLauncher {

  private static final String DEFAULTS = "churnops-defaults.yml";

  private ServiceLauncher() {}

  /**
   * A builder for the service.
   *
   * @param service the class annotated as the Spring Boot application
   * @param name the short name, for example {@code ingestion}; also the name of its configuration
   */
  public static SpringApplicationBuilder of(Class<?> service, String name) {
    Locale.setDefault(Locale.ENGLISH);
    Map<String, Object> defaults = new LinkedHashMap<>(suiteDefaults());
    defaults.put("spring.config.name", name);
    defaults.put("spring.application.name", name + "-service");
    return new SpringApplicationBuilder(service).bannerMode(Banner.Mode.OFF).properties(defaults);
  }

  private static Map<String, Object> suiteDefaults() {
    Map<String, Object> defaults = new LinkedHashMap<>();
    try {
      for (var source :
          new YamlPropertySourceLoader().load(DEFAULTS, new ClassPathResource(DEFAULTS))) {
        var properties = (EnumerablePropertySource<?>) source;
        for (String property : properties.getPropertyNames()) {
          defaults.put(property, String.valueOf(properties.getProperty(property)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + DEFAULTS + " from the class path", e);
    }
    return defaults;
  }
}
