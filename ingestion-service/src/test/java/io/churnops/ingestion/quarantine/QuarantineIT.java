package io.churnops.ingestion.quarantine;

import static io.churnops.ingestion.IngestionClient.ONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.contract.Topics;
import io.churnops.ingestion.EventTexts;
import io.churnops.ingestion.IngestionClient;
import io.churnops.ingestion.IngestionClient.Answer;
import io.churnops.ingestion.TopicReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The quarantine through its door: events are listed, fixed, replayed and discarded. */
class QuarantineIT extends RunningQuarantine {

  @Test
  void holdsAnEventFromTheFutureUntilItIsFixedAndReplayed() throws Exception {
    EventTexts event = order("o-1").with("time", Instant.now().plusSeconds(600).toString());
    Answer verdict = client.post(ONE, event.bytes());
    assertThat(verdict.status()).isEqualTo(422);
    assertThat(verdict.statuses()).containsExactly("QUARANTINED");
    assertThat(verdict.json().get("quarantined").intValue()).isEqualTo(1);

    String path = "/v1/quarantine/" + listed(1).getFirst().get("itemId").stringValue();
    JsonNode held = client.get(path).json();
    assertThat(held.get("code").stringValue()).isEqualTo("time_in_future");
    assertThat(held.get("quarantined").booleanValue()).isTrue();
    assertThat(held.get("text").stringValue()).isEqualTo(event.text());
    Answer early = post(path + ":replay", "");
    assertThat(early.json().get("verdict").stringValue()).isEqualTo("QUARANTINED");

    String fixed = order("o-1").text();
    assertThat(client.put(path + "/event", ONE, fixed).json().get("text").stringValue())
        .isEqualTo(fixed);
    Answer replayed = post(path + ":replay", "{\"reason\":\"clock was wrong\"}");
    assertThat(replayed.status()).isEqualTo(200);
    assertThat(replayed.json().get("verdict").stringValue()).isEqualTo("ACCEPTED");
    assertThat(events()).hasSize(1);
    assertThat(post(path + ":replay", "{}").problem()).isEqualTo("already-settled");

    JsonNode settled = client.get(path).json();
    assertThat(settled.get("status").stringValue()).isEqualTo("REPLAYED");
    assertThat(settled.has("text")).isFalse();
    assertThat(settled.get("history").valueStream().map(deed -> deed.get("action").stringValue()))
        .containsExactly("FIXED", "REPLAYED");
    assertThat(settled.at("/history/1/reason").stringValue()).isEqualTo("clock was wrong");
    assertThat(settled.at("/history/1/by").stringValue()).isEqualTo("admin");
  }

  @Test
  void listsWhatWasRefusedWithTheReasonItHasNow() throws Exception {
    client.post(ONE, order("a").without("source").bytes());
    JsonNode refused = listed(1).getFirst();
    assertThat(refused.get("quarantined").booleanValue()).isFalse();
    assertThat(refused.get("code").stringValue()).isEqualTo("missing_attribute");
    assertThat(refused.has("text")).isFalse();
    String path = "/v1/quarantine/" + refused.get("itemId").stringValue();
    client.put(path + "/event", ONE, order("a").with("type", "no.such").text());
    Answer again = post(path + ":replay", "{}");
    assertThat(again.json().get("verdict").stringValue()).isEqualTo("REJECTED");
    assertThat(client.get(path).json().get("code").stringValue()).isEqualTo("unknown_type");
    assertThat(client.get(path).json().get("status").stringValue()).isEqualTo("OPEN");
    assertThat(TopicReader.recordsOf(Topics.CUSTOMER_EVENTS_DEAD_LETTER, customer))
        .as("a refused replay makes no second letter")
        .hasSize(1);
  }

  @Test
  void replaysManyByFilterInPieces() throws Exception {
    String type = "gift.t" + UUID.randomUUID().toString().replace("-", "");
    for (int i = 0; i < 5; i++) {
      client.post(ONE, order("g" + i).with("type", type).bytes());
    }
    client.post(ONE, order("other").with("type", "no.such").bytes());
    assertThat(listed(6)).hasSize(6);
    String filter = "{\"filter\":{\"type\":\"" + type + "\"},\"limit\":3,\"reason\":\"registered\"";
    assertThat(post("/v1/quarantine:replay", filter + "}").json().get("stillInvalid").intValue())
        .isEqualTo(3);
    post("/v1/event-types", "{\"type\":\"" + type + "\",\"schema\":{\"type\":\"object\"}}");
    Answer first = post("/v1/quarantine:replay", filter + "}");
    assertThat(first.json().get("accepted").intValue()).isEqualTo(3);
    String cursor = first.json().get("nextCursor").stringValue();
    Answer rest = post("/v1/quarantine:replay", filter + ",\"cursor\":\"" + cursor + "\"}");
    assertThat(rest.json().get("accepted").intValue()).isEqualTo(2);
    assertThat(rest.json().get("nextCursor").isNull()).isTrue();
    assertThat(events()).hasSize(5);
    assertThat(listed(1).getFirst().get("type").stringValue()).isEqualTo("no.such");
  }

  @Test
  void discardsWithAReasonAndForgetsTheText() throws Exception {
    String path = held("o-1");
    held("o-2");
    held("o-3");
    assertThat(post(path + ":discard", "{}").problem()).isEqualTo("invalid-request");
    assertThat(post(path + ":discard", "{\"reason\":\" \"}").problem())
        .isEqualTo("invalid-request");
    JsonNode discarded = post(path + ":discard", "{\"reason\":\"a test\"}").json();
    assertThat(discarded.get("status").stringValue()).isEqualTo("DISCARDED");
    assertThat(discarded.has("text")).isFalse();
    assertThat(discarded.at("/history/0/reason").stringValue()).isEqualTo("a test");
    String rest = "{\"filter\":{\"subject\":\"" + customer + "\"},\"reason\":\"all\"}";
    assertThat(post("/v1/quarantine:discard", rest).json().get("discarded").intValue())
        .isEqualTo(2);
    assertThat(post("/v1/quarantine:discard", rest).json().get("discarded").intValue()).isZero();
    assertThat(page("&status=DISCARDED").get("items").size()).isEqualTo(3);
    assertThat(client.put(path + "/event", ONE, "{}").problem()).isEqualTo("already-settled");
  }

  @Test
  void decidesOnAllOnlyWhereTheRequestSaysAll() throws Exception {
    held("o-1");
    String newer = held("o-2");
    for (String how : List.of(":replay", ":discard")) {
      for (String which :
          List.of(
              "",
              "\"filter\":null,",
              "\"filter\":{},",
              "\"filter\":{\"type\":null},",
              "\"filter\":{},\"all\":false,",
              "\"filter\":{\"code\":\"none\"},\"all\":true,")) {
        Answer refused = post("/v1/quarantine" + how, "{" + which + "\"reason\":\"x\"}");
        assertThat(refused.status()).as(how + which).isEqualTo(422);
        assertThat(refused.problem()).isEqualTo("invalid-request");
        assertThat(refused.json().get("detail").stringValue())
            .contains("filter must name something", "\"all\": true");
      }
    }
    assertThat(listed(2)).hasSize(2);

    String cursor = newer.substring(newer.lastIndexOf('/') + 1);
    String all = "{\"all\":true,\"reason\":\"x\",\"limit\":1,\"cursor\":\"" + cursor + "\"}";
    for (String how : List.of(":replay", ":discard")) {
      Answer decided = post("/v1/quarantine" + how, all);
      assertThat(decided.json().get("nextCursor").isString()).as("one was decided on").isTrue();
    }
  }

  @Test
  void listsInPagesNewestFirst() throws Exception {
    for (int i = 0; i < 5; i++) {
      held("o-" + i);
    }
    List<String> seen = new ArrayList<>();
    String cursor = "";
    while (cursor != null) {
      JsonNode page = page("&limit=2" + cursor);
      page.get("items").forEach(item -> seen.add(item.get("id").stringValue()));
      cursor =
          page.get("nextCursor").isNull()
              ? null
              : "&cursor=" + page.get("nextCursor").stringValue();
    }
    assertThat(seen)
        .containsExactly(
            "o-4" + customer,
            "o-3" + customer,
            "o-2" + customer,
            "o-1" + customer,
            "o-0" + customer);
    assertThat(
            page("&code=time_in_future&quarantined=true&type=order.placed&source=/shop/web"
                    + "&since=2020-01-01T00:00:00Z")
                .get("items")
                .size())
        .isEqualTo(5);
    assertThat(page("&until=2020-01-01T00:00:00Z").get("items").isEmpty()).isTrue();
    assertThat(page("&rule=%00").get("items").isEmpty()).isTrue();
    assertThat(page("&since=%2B1000000000-01-01T00:00:00Z").get("items").isEmpty()).isTrue();
    assertThat(page("&until=-1000000000-01-01T00:00:00Z").get("items").isEmpty()).isTrue();
  }

  @Test
  void refusesWhatItCannotFollow() throws Exception {
    String path = held("o-1");
    String unknown = "/v1/quarantine/" + UUID.randomUUID();
    assertThat(client.get(unknown).problem()).isEqualTo("unknown-quarantined-event");
    assertThat(post(unknown + ":replay", "{}").status()).isEqualTo(404);
    assertThat(post(unknown + ":discard", "{\"reason\":\"x\"}").status()).isEqualTo(404);
    assertThat(client.put(unknown + "/event", ONE, "{}").status()).isEqualTo(404);
    assertThat(client.put(path + "/event", ONE, "{").problem()).isEqualTo("unreadable-body");
    assertThat(client.put(path + "/event", ONE, " ".repeat(32 * 1024) + "1").status())
        .isEqualTo(413);
    assertThat(client.put(path + "/event", "text/plain", "{}").status()).isEqualTo(415);
    assertThat(post(path + ":replay", "{\"waiveRules\":true}").problem())
        .isEqualTo("invalid-request");
    assertThat(post(path + ":replay", "{\"reason\":\"" + "x".repeat(401) + "\"}").problem())
        .isEqualTo("invalid-request");
    assertThat(post("/v1/quarantine:replay", "{\"limit\":501}").status()).isEqualTo(422);
    assertThat(client.get("/v1/quarantine?limit=201").status()).isEqualTo(422);
    assertThat(client.get("/v1/quarantine?status=LOST").status()).isEqualTo(400);
  }

  @Test
  void needsItsScopes() throws Exception {
    String path = held("o-1");
    IngestionClient reader = client.withScope("events:read");
    assertThat(reader.get(path).status()).isEqualTo(200);
    assertThat(reader.put(path + "/event", ONE, "{}").status()).isEqualTo(403);
    for (String act : List.of(path, "/v1/quarantine")) {
      String body = act.equals(path) ? "{\"reason\":\"x\"}" : "{\"all\":true,\"reason\":\"x\"}";
      for (String how : List.of(":replay", ":discard")) {
        assertThat(
                reader.post(act + how, "application/json", BodyPublishers.ofString(body)).status())
            .as(act + how)
            .isEqualTo(403);
      }
    }
    assertThat(client.withScope("events:write").get("/v1/quarantine").status()).isEqualTo(403);
    client.put(
        path + "/event",
        ONE,
        order("old")
            .with("time", "2024-01-01T00:00:00Z")
            .with("knowntime", "2024-01-01T00:00:00Z")
            .text());
    Answer late =
        client
            .withScope("events:manage")
            .post(path + ":replay", "application/json", BodyPublishers.ofString("{}"));
    assertThat(late.json().get("code").stringValue()).isEqualTo("backfill_not_allowed");
  }
}
