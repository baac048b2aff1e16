package io.churnops.features.engine;

import io.churnops.features.engine.Cel.Refused;
import java.util.Set;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Constant;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Constant.ConstantKindCase;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Expr;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Expr.Call;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Expr.Comprehension;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Expr.CreateList;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Expr.CreateStruct;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Expr.Select;

/**
 * Rewrites a parsed expression so that all its numbers are doubles: whole-number literals become
 * doubles, the size of something is converted. Refuses functions outside a list of total and
 * deterministic ones (no clock, no time zones, no regular expressions) and macros in macros.
 */
final class Doubles {

  private static final Set<String> FUNCTIONS =
      Set.of(
          "_&&_",
          "_||_",
          "!_",
          "_==_",
          "_!=_",
          "_<_",
          "_<=_",
          "_>_",
          "_>=_",
          "_+_",
          "_-_",
          "_*_",
          "_/_",
          "-_",
          "_?_:_",
          "@in",
          "_[_]",
          "@not_strictly_false",
          "size",
          "contains",
          "startsWith",
          "endsWith",
          "double");

  private static final Set<String> WHOLE_NUMBER_FUNCTIONS = Set.of("size");

  /** Where the numbers of the expressions put in begin; the parser numbers from 1. */
  private static final long FIRST_NEW_ID = 1_000_000;

  private long nextId = FIRST_NEW_ID;

  private Doubles() {}

  static Expr rewrite(Expr parsed) throws Refused {
    return new Doubles().rewrite(parsed, false);
  }

  private Expr rewrite(Expr expr, boolean inMacro) throws Refused {
    return switch (expr.getExprKindCase()) {
      case CONST_EXPR -> expr.toBuilder().setConstExpr(constant(expr.getConstExpr())).build();
      case CALL_EXPR -> call(expr, inMacro);
      case SELECT_EXPR -> {
        Select select = expr.getSelectExpr();
        Expr operand = rewrite(select.getOperand(), inMacro);
        yield expr.toBuilder().setSelectExpr(select.toBuilder().setOperand(operand)).build();
      }
      case LIST_EXPR -> {
        CreateList.Builder list = CreateList.newBuilder();
        for (Expr element : expr.getListExpr().getElementsList()) {
          list.addElements(rewrite(element, inMacro));
        }
        yield expr.toBuilder().setListExpr(list).build();
      }
      case STRUCT_EXPR -> struct(expr, inMacro);
      case COMPREHENSION_EXPR -> comprehension(expr, inMacro);
      case IDENT_EXPR, EXPRKIND_NOT_SET -> expr;
    };
  }

  private static Constant constant(Constant constant) {
    return constant.getConstantKindCase() == ConstantKindCase.INT64_VALUE
        ? Constant.newBuilder().setDoubleValue(constant.getInt64Value()).build()
        : constant;
  }

  private Expr call(Expr expr, boolean inMacro) throws Refused {
    Call call = expr.getCallExpr();
    String function = call.getFunction();
    if (!FUNCTIONS.contains(function)) {
      throw new Refused("there is no function " + function.replaceAll("^_(.+)_$", "$1"));
    }
    Call.Builder rewritten = call.toBuilder().clearArgs();
    if (call.hasTarget()) {
      rewritten.setTarget(rewrite(call.getTarget(), inMacro));
    }
    for (Expr argument : call.getArgsList()) {
      rewritten.addArgs(rewrite(argument, inMacro));
    }
    Expr result = expr.toBuilder().setCallExpr(rewritten).build();
    return WHOLE_NUMBER_FUNCTIONS.contains(function) ? toDouble(result) : result;
  }

  private Expr toDouble(Expr wholeNumber) {
    return Expr.newBuilder()
        .setId(nextId++)
        .setCallExpr(Call.newBuilder().setFunction("double").addArgs(wholeNumber))
        .build();
  }

  private Expr struct(Expr expr, boolean inMacro) throws Refused {
    CreateStruct.Builder struct = expr.getStructExpr().toBuilder();
    for (CreateStruct.Entry.Builder entry : struct.getEntriesBuilderList()) {
      if (entry.hasMapKey()) {
        entry.setMapKey(rewrite(entry.getMapKey(), inMacro));
      }
      entry.setValue(rewrite(entry.getValue(), inMacro));
    }
    return expr.toBuilder().setStructExpr(struct).build();
  }

  private Expr comprehension(Expr expr, boolean inMacro) throws Refused {
    if (inMacro) {
      throw new Refused("a macro (all, exists, filter, map) stands inside another");
    }
    Comprehension macro = expr.getComprehensionExpr();
    Comprehension.Builder rewritten =
        macro.toBuilder()
            .setIterRange(rewrite(macro.getIterRange(), false))
            .setAccuInit(rewrite(macro.getAccuInit(), true))
            .setLoopCondition(rewrite(macro.getLoopCondition(), true))
            .setLoopStep(rewrite(macro.getLoopStep(), true))
            .setResult(rewrite(macro.getResult(), true));
    return expr.toBuilder().setComprehensionExpr(rewritten).build();
  }
}
