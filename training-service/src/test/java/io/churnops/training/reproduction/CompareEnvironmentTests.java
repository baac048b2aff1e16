package io.churnops.training.reproduction;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.training.reproduction.Findings.Cause;
import io.churnops.training.reproduction.Findings.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CompareEnvironmentTests {

  @Test
  void findsNothingWhereCommitAndMachineAreTheSame() {
    assertThat(CompareEnvironment.compare(made("4f2a"), made("4f2a"))).isEmpty();
  }

  @Test
  void takesTheCodeOfAnotherCommitForAnother() {
    assertThat(reasons("4f2a", "77b1"))
        .containsExactly(new Reason(Cause.CODE, "gitCommit was 4f2a and is 77b1 now."));
  }

  @Test
  void cannotTellWhetherChangedFilesAreTheSameAgain() {
    assertThat(reasons("4f2a-dirty", "4f2a-dirty"))
        .singleElement()
        .satisfies(reason -> {
          assertThat(reason.cause()).isEqualTo(Cause.CODE);
          assertThat(reason.toString()).contains("no longer those of the commit 4f2a,");
        });
  }

  private static List<Reason> reasons(String recorded, String now) {
    return CompareEnvironment.reasons(CompareEnvironment.compare(made(recorded), made(now)));
  }

  private static JsonNode made(String commit) {
    return JsonMapper.shared().createObjectNode().put("gitCommit", commit).put("java", "25.0.3");
  }
}
