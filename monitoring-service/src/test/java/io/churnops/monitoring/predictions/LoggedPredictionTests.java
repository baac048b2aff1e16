package io.churnops.monitoring.predictions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.churnops.monitoring.predictions.LoggedPrediction.UnreadablePredictionException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class LoggedPredictionTests {

  private static final JsonMapper JSON = new JsonMapper();

  private final ObjectNode message =
      (ObjectNode)
          JSON.readTree(
              """
              {"predictionId": "0199f3a1-7d3c-7c11-9a4e-2f1f3b5d9e01", "customerId": "C-1001",
               "modelName": "churn", "modelVersion": 3, "variant": "champion",
               "evaluatedAt": "2026-11-21T10:15:30Z", "featuresAsOf": "2026-11-21T10:15:30Z",
               "churnProbability": 0.8, "riskBand": "HIGH", "decision": "CHURN", "threshold": 0.42,
               "inputs": {"orders": 1.5}, "degraded": [], "latencyMicros": 850}
              """);

  @Test
  void readsMembersThatItDoesNotKnow() throws Exception {
    message.put("region", "eu");

    assertThat(LoggedPrediction.parse(bytes(message.toString())).customerId()).isEqualTo("C-1001");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "predictionId | \"1\"",
        "modelVersion | 1.5",
        "modelVersion | \"3\"",
        "modelVersion | 99999999999",
        "modelName | \"churn\\u0000\"",
        "customerId | \"C\\u0000\"",
        "evaluatedAt | \"yesterday\"",
        "evaluatedAt | \"1969-12-31T23:59:59Z\"",
        "featuresAsOf | \"+200000-01-01T00:00:00Z\"",
        "featuresAsOf | \"+1000000000-12-31T23:59:59Z\"",
        "churnProbability | \"NaN\"",
        "churnProbability | \"0.5\"",
        "churnProbability | -0.001",
        "churnProbability | 1.001",
        "churnProbability | 1e999",
        "threshold | \"NaN\"",
        "threshold | 2",
        "inputs | []",
        "inputs | {\"orders\": 1e999}",
        "inputs | {\"orders\": true}",
        "inputs | {\"orders\": [1]}",
        "inputs | {\"orders\": {}}",
        "degraded | [null]",
        "degraded | \"no\"",
      })
  void refusesValuesOfTheWrongKind(String member, String value) {
    refuses(message.put(member, "?").toString().replace("\"?\"", value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "predictionId",
        "customerId",
        "modelName",
        "modelVersion",
        "variant",
        "evaluatedAt",
        "featuresAsOf",
        "churnProbability",
        "riskBand",
        "decision",
        "threshold",
        "inputs",
        "degraded",
        "latencyMicros"
      })
  void refusesMembersThatAreNullOrAbsent(String member) {
    refuses(message.deepCopy().putNull(member).toString());
    JsonNode removed = message.remove(member);
    assertThat(removed).isNotNull();
    refuses(message.toString());
  }

  @Test
  void refusesTextsAndNumbersTooLongForTheDatabase() {
    refuses(message.deepCopy().put("modelName", "m".repeat(201)).toString());
    refuses(message.deepCopy().put("customerId", "c".repeat(1_025)).toString());
    refuses(message.toString().replace("1.5", "9".repeat(400)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "null", "7", "[]", "{", "{}", "{} {}", "\u0000", "not JSON"})
  void refusesWhatIsNoObject(String value) {
    refuses(value);
  }

  @Test
  void refusesBytesThatAreNoText() {
    assertThatThrownBy(() -> LoggedPrediction.parse(new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1}))
        .isInstanceOf(UnreadablePredictionException.class);
  }

  @Test
  void refusesDeepNesting() {
    int depth = 10_000;
    refuses(message.toString().replace("{\"orders\":1.5}", "[".repeat(depth) + "]".repeat(depth)));
    refuses("[".repeat(depth));
  }

  @Test
  void refusesARecordWithoutAValue() {
    assertThatThrownBy(() -> LoggedPrediction.parse(null))
        .isInstanceOf(UnreadablePredictionException.class);
  }

  private static void refuses(String value) {
    assertThatThrownBy(() -> LoggedPrediction.parse(bytes(value)))
        .as(value.length() > 500 ? "long" : value)
        .isInstanceOf(UnreadablePredictionException.class);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
