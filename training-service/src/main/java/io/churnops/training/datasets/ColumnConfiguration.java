package io.churnops.training.datasets;

import io.churnops.forest.ColumnStorage;
import java.nio.file.Path;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the storage of columns that the properties ask for. */
@Configuration(proxyBeanMethods = false)
class ColumnConfiguration {

  @Bean
  ColumnStorage columnStorage(ColumnProperties properties) {
    long most = (long) (properties.heapShare() * Runtime.getRuntime().maxMemory());
    String folder =
        properties.folder().isEmpty() ? System.getProperty("java.io.tmpdir") : properties.folder();
    return ColumnStorage.of(Path.of(folder), most);
  }
}
