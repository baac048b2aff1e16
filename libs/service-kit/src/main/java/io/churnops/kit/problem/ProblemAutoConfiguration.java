package io.churnops.kit.problem;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Import;

/** Problems for every error of every service. */
@AutoConfiguration(before = {WebMvcAutoConfiguration.class, ErrorMvcAutoConfiguration.class})
@Import({
  ContainerProblems.class,
  ProblemAdvice.class,
  ProblemErrorController.class,
  StoreTroubleAdvice.class
})
public final class ProblemAutoConfiguration {

  ProblemAutoConfiguration() {}
}
