package io.churnops.features.engine;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.projectnessie.cel.Ast;
import org.projectnessie.cel.Env;
import org.projectnessie.cel.Env.AstIssuesTuple;
import org.projectnessie.cel.EnvOption;
import org.projectnessie.cel.Issues;
import org.projectnessie.cel.Program;
import org.projectnessie.cel.checker.Decls;
import org.projectnessie.cel.common.CELError;
import org.projectnessie.cel.common.types.Err;
import org.projectnessie.cel.common.types.ref.Val;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Decl;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Type;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Type.PrimitiveType;

/**
 * Compiles the expressions of definitions, a part of the Common Expression Language in which every
 * number is a double and every expression ends in time linear in its data.
 */
final class Cel {

  static final String DATA = "data";

  /** Words that CEL takes for itself, so that no column can have them as a name. */
  static final Set<String> RESERVED =
      Set.of(
          "as",
          "bool",
          "break",
          "bytes",
          "const",
          "continue",
          "double",
          "dyn",
          "else",
          "false",
          "for",
          "function",
          "if",
          "import",
          "in",
          "int",
          "let",
          "list",
          "loop",
          "map",
          "namespace",
          "null",
          "null_type",
          "package",
          "return",
          "string",
          "true",
          "type",
          "uint",
          "var",
          "void",
          "while",
          "has",
          "size");

  private static final Env STANDARD = Env.newEnv();
  private static final int LONGEST = 500;
  private static final int DEEPEST = 16;

  /** An expression that cannot be compiled; the message says why. */
  static final class Refused extends Exception {

    Refused(String message) {
      super(message);
    }
  }

  private Cel() {}

  static Condition condition(String text) throws Refused {
    Ast ast = compile(text, List.of(Decls.newVar(DATA, Decls.newMapType(Decls.String, Decls.Dyn))));
    Type type = ast.getResultType();
    if (type.getPrimitive() != PrimitiveType.BOOL && !type.hasDyn()) {
      throw new Refused("it does not say yes or no");
    }
    return new Condition(text, program(ast));
  }

  static Formula formula(String text, List<FeatureColumn> operands) throws Refused {
    List<Decl> variables = new ArrayList<>();
    for (FeatureColumn operand : operands) {
      Type type = operand.type() == ColumnType.NUMBER ? Decls.Double : Decls.String;
      variables.add(Decls.newVar(operand.name(), type));
    }
    Ast ast = compile(text, variables);
    PrimitiveType type = ast.getResultType().getPrimitive();
    if (type != PrimitiveType.DOUBLE && type != PrimitiveType.BOOL) {
      throw new Refused("it gives no number");
    }
    return new Formula(program(ast));
  }

  private static Ast compile(String text, List<Decl> variables) throws Refused {
    if (text.length() > LONGEST) {
      throw new Refused("it is longer than " + LONGEST + " characters");
    }
    if (nesting(text) > DEEPEST) {
      throw new Refused("its brackets are nested deeper than " + DEEPEST);
    }
    Env env = STANDARD.extend(EnvOption.declarations(variables));
    Ast parsed = checked(env.parse(text));
    Ast inDoubles =
        new Ast(Doubles.rewrite(parsed.getExpr()), parsed.getSourceInfo(), parsed.getSource());
    return checked(env.check(inDoubles));
  }

  private static int nesting(String text) {
    int depth = 0;
    int deepest = 0;
    for (int i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '(', '[', '{' -> deepest = Math.max(deepest, ++depth);
        case ')', ']', '}' -> depth--;
        default -> {}
      }
    }
    return deepest;
  }

  private static Ast checked(AstIssuesTuple result) throws Refused {
    if (result.hasIssues()) {
      throw new Refused(messages(result.getIssues()));
    }
    return result.getAst();
  }

  private static String messages(Issues issues) {
    return issues.getErrors().stream()
        .map(CELError::getMessage)
        .map(message -> message.replace(" (in container '')", ""))
        .distinct()
        .collect(joining("; "));
  }

  /** The value of a program; none if it has none, whatever went wrong. */
  static Optional<Val> evaluate(Program program, Map<String, Object> variables) {
    try {
      Val value = program.eval(variables).getVal();
      return Err.isError(value) ? Optional.empty() : Optional.of(value);
    } catch (RuntimeException internalError) {
      return Optional.empty();
    }
  }

  private static Program program(Ast ast) {
    return STANDARD.program(ast);
  }
}
