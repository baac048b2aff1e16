package io.churnops.cli.suite;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.core.type.classreading.SimpleMetadataReaderFactory;

/**
 * What class files say, for all contexts that start in this JVM. They weigh the same hundreds of
 * configurations, which each would read for itself.
 */
final class SharedClassMetadata
    implements MetadataReaderFactory,
        ApplicationContextInitializer<ConfigurableApplicationContext> {

  /** The bean that Boot asks for metadata; it makes one of its own when there is none. */
  static final String BEAN =
      "org.springframework.boot.autoconfigure.internalCachingMetadataReaderFactory";

  private final MetadataReaderFactory files =
      new SimpleMetadataReaderFactory(new DefaultResourceLoader());
  private final Map<String, MetadataReader> byName = new ConcurrentHashMap<>();
  private final Map<Resource, MetadataReader> byFile = new ConcurrentHashMap<>();

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    ((BeanDefinitionRegistry) context.getBeanFactory())
        .registerBeanDefinition(
            BEAN,
            BeanDefinitionBuilder.rootBeanDefinition(MetadataReaderFactory.class, () -> this)
                .getBeanDefinition());
  }

  @Override
  public MetadataReader getMetadataReader(String className) throws IOException {
    MetadataReader known = byName.get(className);
    if (known == null) {
      known = files.getMetadataReader(className);
      byName.put(className, known);
    }
    return known;
  }

  @Override
  public MetadataReader getMetadataReader(Resource file) throws IOException {
    MetadataReader known = byFile.get(file);
    if (known == null) {
      known = files.getMetadataReader(file);
      byFile.put(file, known);
    }
    return known;
  }

  @Override
  public ResourceLoader getResourceLoader() {
    return files.getResourceLoader();
  }

  /** How many class files it knows. */
  int size() {
    return byName.size() + byFile.size();
  }

  /** Lets go of everything once the contexts have started. */
  void forget() {
    byName.clear();
    byFile.clear();
  }
}
