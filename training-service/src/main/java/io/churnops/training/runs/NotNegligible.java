package io.churnops.training.runs;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.hibernate.validator.constraints.CompositionType;
import org.hibernate.validator.constraints.ConstraintComposition;

/** A number that is 0 if it is meant to be, and otherwise far enough from it. */
@DecimalMax("0")
@DecimalMin(RunRequest.Parameters.LEAST)
@ConstraintComposition(CompositionType.OR)
@ReportAsSingleViolation
@Constraint(validatedBy = {})
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@interface NotNegligible {

  String message() default "must be 0 or at least " + RunRequest.Parameters.LEAST;

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};
}
