package io.churnops.platform.test;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.TestContextAnnotationUtils;

/** Turns {@link WithServers} into properties of the test's context. */
final class ServersCustomizerFactory implements ContextCustomizerFactory {

  @Override
  public @Nullable ContextCustomizer createContextCustomizer(
      Class<?> testClass, List<ContextConfigurationAttributes> attributes) {
    WithServers annotation =
        TestContextAnnotationUtils.findMergedAnnotation(testClass, WithServers.class);
    if (annotation == null) {
      return null;
    }
    TestServers.startSoon();
    return new ServersCustomizer(annotation.ownDatabase() ? testClass : null);
  }

  /**
   * Contexts with equal customizers are one context.
   *
   * @param owner the test class whose database nobody shares
   */
  private record ServersCustomizer(@Nullable Class<?> owner) implements ContextCustomizer {

    @Override
    public void customizeContext(
        ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
      TestServers servers = TestServers.shared();
      String url = owner == null ? servers.postgresUrl() : servers.newDatabase();
      context
          .getEnvironment()
          .getPropertySources()
          .addFirst(new MapPropertySource("test-servers", servers.variables(url)));
    }
  }
}
