package io.churnops.kit.export;

import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.json.JsonMapper;

/** For services that keep something of customers and give it out. */
@AutoConfiguration
public final class ExportAutoConfiguration {

  ExportAutoConfiguration() {}

  @Bean
  @ConditionalOnBean(ExportsCustomers.class)
  CustomerExport customerExport(List<ExportsCustomers> stores, JsonMapper json) {
    return new CustomerExport(stores, json);
  }
}
