package io.churnops.kit.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.ExecutorConfigurationSupport;

/** Tasks of one service, some of which wait, fail or are at work when it ends. */
@ExtendWith(OutputCaptureExtension.class)
class SchedulingTests {

  private static final int SEVERAL = 5;

  private final ApplicationContextRunner service =
      new ApplicationContextRunner()
          .withPropertyValues("spring.threads.virtual.enabled=true")
          .withConfiguration(
              AutoConfigurations.of(
                  TaskExecutionAutoConfiguration.class,
                  TaskSchedulingAutoConfiguration.class,
                  SchedulingAutoConfiguration.class));

  @Test
  void letsNoTaskWaitForAnotherNorRunTwiceAtOnce() {
    service
        .withUserConfiguration(Waiting.class)
        .run(context -> {
          Waiting tasks = context.getBean(Waiting.class);
          assertThat(tasks.beside.await(2, TimeUnit.MINUTES)).isTrue();
          assertThat(tasks.begun).as("runs of each that waits").hasValue(2);
          assertThat(tasks.isVirtual).isTrue();
          tasks.over.countDown();
        });
  }

  @Test
  void tellsAnErrorAndRunsTheTaskAgain(CapturedOutput output) {
    service
        .withUserConfiguration(Failing.class)
        .run(context -> {
          Failing tasks = context.getBean(Failing.class);
          assertThat(tasks.failed.await(2, TimeUnit.MINUTES)).isTrue();
          assertThat(tasks.broken.await(2, TimeUnit.MINUTES)).isTrue();
          assertThat(output).contains("a task failed").contains("a task broke");
        });
  }

  @Test
  void endsATaskThatIsAtWorkBeforeWhatItNeedsIsGone() {
    service
        .withUserConfiguration(Working.class)
        .run(context -> {
          Working tasks = context.getBean(Working.class);
          assertThat(tasks.atWork.await(2, TimeUnit.MINUTES)).isTrue();
          context.getSourceApplicationContext().close();
          assertThat(tasks.done).as("runs with all they need").hasValue(1);
          assertThat(tasks.begun).as("runs").hasValue(1);
        });
  }

  @Configuration
  @EnableScheduling
  static class Waiting {

    final CountDownLatch over = new CountDownLatch(1);
    final CountDownLatch beside = new CountDownLatch(SEVERAL);
    final AtomicInteger begun = new AtomicInteger();
    volatile boolean isVirtual;

    @Scheduled(fixedDelay = 1)
    void waits() throws InterruptedException {
      begun.incrementAndGet();
      over.await();
    }

    @Scheduled(fixedRate = 1)
    void waitsToo() throws InterruptedException {
      begun.incrementAndGet();
      over.await();
    }

    @Scheduled(fixedDelay = 1)
    void goesOn() {
      isVirtual = Thread.currentThread().isVirtual();
      beside.countDown();
    }
  }

  @Configuration
  @EnableScheduling
  static class Failing {

    final CountDownLatch failed = new CountDownLatch(SEVERAL);
    final CountDownLatch broken = new CountDownLatch(SEVERAL);

    @Scheduled(fixedDelay = 1)
    void fails() {
      failed.countDown();
      throw new IllegalStateException("a task failed");
    }

    @Scheduled(fixedDelay = 1)
    void breaks() {
      broken.countDown();
      throw new AssertionError("a task broke");
    }
  }

  @Configuration
  @EnableScheduling
  static class Working {

    final CountDownLatch atWork = new CountDownLatch(1);
    final CountDownLatch goOn = new CountDownLatch(1);
    final AtomicInteger begun = new AtomicInteger();
    final AtomicInteger done = new AtomicInteger();
    volatile boolean isGone;

    @Scheduled(fixedDelay = 1)
    void works() throws InterruptedException {
      begun.incrementAndGet();
      atWork.countDown();
      goOn.await();
      if (!isGone) {
        done.incrementAndGet();
      }
    }

    @Bean
    DisposableBean whatTheTaskNeeds() {
      return () -> isGone = true;
    }

    /** Lets the task go on when the service is being stopped. */
    @Bean
    SmartLifecycle stop() {
      return new SmartLifecycle() {
        private volatile boolean running;

        @Override
        public void start() {
          running = true;
        }

        @Override
        public void stop() {
          running = false;
          goOn.countDown();
        }

        @Override
        public boolean isRunning() {
          return running;
        }

        @Override
        public int getPhase() {
          return ExecutorConfigurationSupport.DEFAULT_PHASE;
        }
      };
    }
  }
}
