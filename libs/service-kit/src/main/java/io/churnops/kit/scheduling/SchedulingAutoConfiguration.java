package io.churnops.kit.scheduling;

import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.task.ThreadPoolTaskSchedulerBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.scheduling.config.TaskManagementConfigUtils;

/**
 * A virtual thread for each scheduled task of a service. What Boot makes where threads are virtual
 * runs all tasks with a fixed delay on one thread: while a server is away, each would wait for all
 * the others to give up first. A task still waits for its own last run.
 */
@AutoConfiguration(
    after = TaskExecutionAutoConfiguration.class,
    before = TaskSchedulingAutoConfiguration.class)
@ConditionalOnBean(name = TaskManagementConfigUtils.SCHEDULED_ANNOTATION_PROCESSOR_BEAN_NAME)
@ConditionalOnMissingBean(TaskScheduler.class)
public final class SchedulingAutoConfiguration {

  SchedulingAutoConfiguration() {}

  @Bean
  ThreadPoolTaskScheduler taskScheduler(ThreadPoolTaskSchedulerBuilder builder) {
    ThreadPoolTaskScheduler scheduler = builder.build();
    scheduler.setVirtualThreads(true);
    return scheduler;
  }

  /** Comes before the first task is scheduled. */
  @Bean
  SchedulingConfigurer threadForEachTask(ThreadPoolTaskScheduler scheduler) {
    return tasks -> scheduler.setPoolSize(Math.max(1, count(tasks)));
  }

  private static int count(ScheduledTaskRegistrar tasks) {
    return Stream.of(
            tasks.getFixedDelayTaskList(),
            tasks.getFixedRateTaskList(),
            tasks.getCronTaskList(),
            tasks.getTriggerTaskList())
        .mapToInt(List::size)
        .sum();
  }
}
