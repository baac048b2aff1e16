package io.churnops.training.datasets;

import io.churnops.forest.ColumnStorage;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the storage of columns that the properties ask for. */
@Configuration(proxyBeanMethods = false)
class ColumnConfiguration {

  @Bean
  ColumnStorage columnStorage(ColumnProperties properties) {
    long most = (long) (properties.heapShare() * Runtime.getRuntime().maxMemory());
    return ColumnStorage.of(properties.folder(), most);
  }
}
