package io.churnops.feature.erasure;

import io.churnops.contract.Topics;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.TopicBuilder;

/** The topics of erasures: few records, and one order for all of them. */
@Configuration(proxyBeanMethods = false)
class ErasureTopics {

  @Bean
  NewTopic customerErasures() {
    return one(Topics.CUSTOMER_ERASURES);
  }

  @Bean
  NewTopic customerErasureAnswers() {
    return one(Topics.CUSTOMER_ERASURE_ANSWERS);
  }

  @Bean
  NewTopic customerErasureAnswersDeadLetter() {
    return one(Topics.CUSTOMER_ERASURE_ANSWERS + "-dlt");
  }

  private static NewTopic one(String name) {
    return TopicBuilder.name(name).partitions(1).build();
  }
}
