package io.churnops.training.datasets;

import io.churnops.kit.Ids;
import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Text that feature-service may have named a training set by. */
@Pattern(regexp = Ids.SPELLING)
@ReportAsSingleViolation
@Constraint(validatedBy = {})
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface DatasetId {

  /** What is said of text that no training set is named by. */
  String message() default "must be " + Ids.LIKE;

  /** The groups of rules that this one belongs to. */
  Class<?>[] groups() default {};

  /** What validators of a caller's own may want to know. */
  Class<? extends Payload>[] payload() default {};
}
