package io.churnops.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TableTests {

  private static final String REASON = "Of those it calls churners 80.4 % churned; 44.0 % must.";

  private static Table gates() {
    return new Table("gate", "passed", "reason").row("precision", "yes", REASON);
  }

  @Test
  void breaksTheSentencesOfTheLastColumnWhereTheScreenEnds() {
    assertThat(gates().lines(50))
        .containsExactly(
            "gate       passed  reason",
            "precision  yes     Of those it calls churners 80.4",
            "                   % churned; 44.0 % must.");
  }

  @Test
  void givesSentencesLinesOfTheirOwnWhereThereIsNoRoomBesideTheOthers() {
    assertThat(gates().lines(40))
        .containsExactly(
            "gate       passed  reason",
            "precision  yes",
            "    Of those it calls churners 80.4 %",
            "    churned; 44.0 % must.");
  }

  @Test
  void leavesALineInOnePieceForAFile() {
    assertThat(gates().lines())
        .containsExactly("gate       passed  reason", "precision  yes     " + REASON);
  }

  @Test
  void keepsAWordThatIsLongerThanTheScreen() {
    String id = "01a20145-736b-72f0-bb8f-d5039dd75779";
    assertThat(new Table("a", "b").row("x", id + " and more").lines(30))
        .containsExactly("a  b", "x  " + id, "   and more");
  }

  @Test
  void leavesALineInOnePieceThatEndsWithAWord() {
    assertThat(new Table("run", "AUC").row("01a20145-736b", "0.8492").lines(16))
        .containsExactly("run            AUC", "01a20145-736b  0.8492");
  }

  @Test
  void endsNumbersBelowEachOther() {
    assertThat(
            new Table("column", "missing", "AUC")
                .numbersFrom(1)
                .row("orders", "3", "0.71")
                .row("days", "12345678", "-")
                .lines())
        .containsExactly(
            "column   missing   AUC", "orders         3  0.71", "days    12345678     -");
  }

  @Test
  void showsNoMoreProgressThanCanBeErased() {
    StringWriter out = new StringWriter();
    Terminal terminal = terminal(out, 12);

    terminal.progress("Grows trees: 7 of 200");
    terminal.line("Grown.");

    assertThat(out.toString()).isEqualTo("\r\u001b[KGrows trees\r\u001b[KGrown.\n");
  }

  @Test
  void breaksSentencesWhereTheScreenEnds() {
    StringWriter out = new StringWriter();

    terminal(out, 20).below("it is 0, less than most; it raises the risk");
    terminal(out, Terminal.NO_SCREEN).below("it is 0, less than most");

    assertThat(out.toString())
        .isEqualTo(
            """
              it is 0, less
                than most; it
                raises the risk
              it is 0, less than most
            """);
  }

  private static Terminal terminal(StringWriter out, int columns) {
    return new Terminal(new PrintWriter(out), new PrintWriter(out), columns, false);
  }
}
