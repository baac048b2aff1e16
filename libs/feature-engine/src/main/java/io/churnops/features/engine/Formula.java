package io.churnops.features.engine;

import java.util.Map;
import java.util.OptionalDouble;
import org.projectnessie.cel.Program;
import org.projectnessie.cel.common.types.BoolT;
import org.projectnessie.cel.common.types.DoubleT;

/**
 * The expression of a derived feature: a finite number (conditions give 1 or 0) or nothing, and
 * never fails. Nothing comes of a needed operand that is NULL, of a division by zero, of a number
 * too large.
 */
final class Formula {

  private final Program program;

  Formula(Program program) {
    this.program = program;
  }

  /**
   * The value.
   *
   * @param operands Doubles and Strings by column name, without those that are NULL
   */
  OptionalDouble evaluate(Map<String, Object> operands) {
    return switch (Cel.evaluate(program, operands).orElse(null)) {
      case BoolT truth -> OptionalDouble.of(truth.booleanValue() ? 1 : 0);
      case DoubleT number when Double.isFinite(number.doubleValue()) ->
          OptionalDouble.of(withoutNegativeZero(number.doubleValue()));
      case null, default -> OptionalDouble.empty();
    };
  }

  private static double withoutNegativeZero(double number) {
    return number + 0.0;
  }
}
