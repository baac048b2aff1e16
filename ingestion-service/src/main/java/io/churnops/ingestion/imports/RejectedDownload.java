package io.churnops.ingestion.imports;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What an import did not take, written page by page as it is read. */
final class RejectedDownload {

  private static final int PAGE = 500;

  private final RejectedRows rejected;
  private final JsonMapper json;

  RejectedDownload(RejectedRows rejected, JsonMapper json) {
    this.rejected = rejected;
    this.json = json;
  }

  /** As one JSON object per line. */
  void writeNdjson(UUID importId, OutputStream out) throws IOException {
    write(importId, out, rejection -> json.writeValueAsString(object(rejection)) + "\n");
  }

  /** As CSV; the row as it came is JSON in its last field. */
  void writeCsv(UUID importId, OutputStream out) throws IOException {
    out.write("kind,number,line,event_id,code,detail,content\r\n".getBytes(StandardCharsets.UTF_8));
    write(
        importId,
        out,
        rejection ->
            String.join(
                    ",",
                    rejection.kind().name(),
                    Long.toString(rejection.number()),
                    rejection.line() == null ? "" : rejection.line().toString(),
                    quoted(rejection.eventId()),
                    quoted(rejection.code()),
                    quoted(rejection.detail()),
                    quoted(json.writeValueAsString(rejection.content())))
                + "\r\n");
  }

  /** A line of the answer. */
  @FunctionalInterface
  private interface Line {

    String of(Rejection rejection);
  }

  private void write(UUID importId, OutputStream out, Line line) throws IOException {
    Rejection.Kind kind = null;
    long number = 0;
    List<Rejection> page;
    do {
      page = rejected.page(importId, kind, number, PAGE);
      for (Rejection rejection : page) {
        out.write(line.of(rejection).getBytes(StandardCharsets.UTF_8));
        kind = rejection.kind();
        number = rejection.number();
      }
    } while (page.size() == PAGE);
    out.flush();
  }

  private static ObjectNode object(Rejection rejection) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("kind", rejection.kind().name());
    object.put("number", rejection.number());
    if (rejection.line() != null) {
      object.put("line", rejection.line());
    }
    if (rejection.eventId() != null) {
      object.put("eventId", rejection.eventId());
    }
    object.put("code", rejection.code());
    if (rejection.detail() != null) {
      object.put("detail", rejection.detail());
    }
    return object.set("content", rejection.content());
  }

  private static String quoted(@Nullable String text) {
    return text == null ? "" : '"' + text.replace("\"", "\"\"") + '"';
  }
}
