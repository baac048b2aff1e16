package io.churnops.kit.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

class UnreadableMembersTests {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private enum Size {
    SMALL,
    LARGE
  }

  private record Part(@Nullable Size size, @Nullable Integer pieces) {}

  private record Parcel(@Nullable String name, @Nullable List<Part> parts) {}

  @Test
  void tellsEveryMemberThatCannotBeRead() {
    assertThat(
            reasons(
                    """
                    {"nmae": "a", "name": {}, "parts": [
                      {"size": "HUGE", "pieces": "many"}, "none", {"pieces": 2}, {"colour": "red"}]}
                    """)
                .split("(?<=\\.) "))
        .containsExactlyInAnyOrder(
            "nmae is not known here.",
            "name is missing or not of the kind that belongs here.",
            "parts.0.size is none of SMALL, LARGE.",
            "parts.0.pieces is missing or not of the kind that belongs here.",
            "parts.1 is missing or not of the kind that belongs here.",
            "parts.3.colour is not known here.");
  }

  @Test
  void tellsOneReasonOfWhatCannotBePassedOver() {
    assertThat(reasons("[]")).isEqualTo("it is missing or not of the kind that belongs here.");
    assertThat(reasons("{\"parts\": [{\"size\": \"HUGE\"}], \"name\": }"))
        .as("the text is broken behind it")
        .isEqualTo("parts.0.size is none of SMALL, LARGE.");
  }

  @Test
  void tellsTwentyAtMost() {
    String members =
        IntStream.range(0, 50).mapToObj("\"m%d\": 0"::formatted).collect(Collectors.joining(","));
    assertThat(reasons("{" + members + "}").split("known here\\.")).hasSize(20);
  }

  private static String reasons(String document) {
    JacksonException first =
        catchThrowableOfType(JacksonException.class, () -> JSON.readValue(document, Parcel.class));
    return UnreadableMembers.reasons(
        first, document.getBytes(StandardCharsets.UTF_8), Parcel.class, JSON);
  }
}
