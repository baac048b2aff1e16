package io.churnops.kit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.churnops.kit.problem.ProblemException;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.http.HttpStatus;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A service made of the kit alone, asked over HTTP. */
class KitServiceTests {

  private static final int MINUTES_OF_PATIENCE = 2;

  private static final HttpClient http = HttpClient.newHttpClient();

  private static ConfigurableApplicationContext service;
  private static URI base;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    Path keys = folder.resolve("api-keys.json");
    Files.writeString(
        keys,
        """
        {"keys": [
          {"id": "a", "sha256": "%s", "principal": "root", "scopes": ["admin"]},
          {"id": "r", "sha256": "%s", "principal": "reader", "scopes": ["features:read"]},
          {"id": "w", "sha256": "%s", "principal": "writer", "scopes": ["features:write"]},
          {"id": "m", "sha256": "%s", "principal": "meter", "scopes": ["metrics:read"]}
        ]}
        """
            .formatted(
                sha256("admin-secret"),
                sha256("reader-secret"),
                sha256("writer-secret"),
                sha256("meter-secret")));
    service =
        ServiceLauncher.of(KitService.class, "kit")
            .run(
                "--server.port=0",
                "--server.tomcat.connection-timeout=1s",
                "--server.tomcat.keep-alive-timeout=60s",
                "--churnops.security.api-keys-file=" + keys);
    base =
        URI.create("http://localhost:" + service.getEnvironment().getProperty("local.server.port"));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void logsAFewLinesAboutAKafkaThatDoesNotAnswer() {
    Map<String, Object> settings =
        new HashMap<>(service.getBean(KafkaAdmin.class).getConfigurationProperties());
    settings.put("bootstrap.servers", "localhost:1");
    settings.put("request.timeout.ms", 1_000);
    settings.put("default.api.timeout.ms", 2_000);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    Logger log = (Logger) LoggerFactory.getLogger("org.apache.kafka.clients.admin.internals");
    log.addAppender(lines);
    try (Admin kafka = Admin.create(settings)) {
      assertThat(kafka.listTopics().names().toCompletionStage())
          .failsWithin(MINUTES_OF_PATIENCE, TimeUnit.MINUTES);
    } finally {
      log.detachAppender(lines);
    }
    assertThat(lines.list).hasSizeLessThan(10);
  }

  @Test
  void answersTheProbesToStrangers() throws Exception {
    for (String probe : new String[] {"/livez", "/readyz", "/actuator/health/liveness"}) {
      assertThat(get(probe, null).statusCode()).as(probe).isEqualTo(200);
    }
  }

  @Test
  void refusesStrangersEverywhereElse() throws Exception {
    for (String path :
        new String[] {
          "/v1/things",
          "/v3/api-docs",
          "/actuator/prometheus",
          "/actuator/health",
          "/nothing",
          "/error"
        }) {
      HttpResponse<String> answer = get(path, null);
      assertThat(answer.statusCode()).as(path).isEqualTo(401);
      assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
      assertThat(answer.body()).contains("https://churnops.io/problems/unauthorized");
    }
    assertThat(get("/v1/things", "no-such-secret").statusCode()).isEqualTo(401);
  }

  @Test
  void asksForTheScopeOfTheHandler() throws Exception {
    assertThat(get("/v1/things", "reader-secret").body()).isEqualTo("things for reader");
    HttpResponse<String> refused = get("/v1/secrets", "reader-secret");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("https://churnops.io/problems/forbidden");
    assertThat(get("/actuator/prometheus", "reader-secret").statusCode()).isEqualTo(403);
    assertThat(get("/v1/secrets", "admin-secret").statusCode()).isEqualTo(200);
    assertThat(get("/actuator/prometheus", "admin-secret").statusCode()).isEqualTo(200);
  }

  @Test
  void tellsWhoMayNotAskNothingOfWhatIsWrongWithTheQuestion() throws Exception {
    assertThat(get("/v1/pages?size=none", "admin-secret").statusCode()).isEqualTo(400);
    assertThat(get("/v1/pages?size=none", "reader-secret").statusCode()).isEqualTo(403);
    assertThat(get("/v1/pages", "reader-secret").statusCode()).isEqualTo(403);
  }

  @Test
  void asksFirstForWhatDoesNotDependOnTheRequest() throws Exception {
    assertThat(get("/v1/limbs?force=maybe", "reader-secret").statusCode()).isEqualTo(400);
    assertThat(get("/v1/limbs?force=true", "reader-secret").statusCode()).isEqualTo(403);
    assertThat(get("/v1/limbs?force=false", "reader-secret").statusCode()).isEqualTo(200);
    assertThat(get("/v1/limbs?force=true", "admin-secret").statusCode()).isEqualTo(200);
    assertThat(get("/v1/limbs?force=maybe", "writer-secret").statusCode()).isEqualTo(403);
  }

  @Test
  void takesAnyOfSeveralScopes() throws Exception {
    assertThat(get("/v1/either", "reader-secret").statusCode()).isEqualTo(200);
    assertThat(get("/v1/either", "writer-secret").statusCode()).isEqualTo(200);
    assertThat(get("/v1/either", "meter-secret").statusCode()).isEqualTo(403);
  }

  @Test
  void showsNothingOfAnUnexpectedError() throws Exception {
    HttpResponse<String> answer = get("/v1/broken", "admin-secret");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body())
        .contains("https://churnops.io/problems/internal-error")
        .doesNotContain("the password", "at java");
  }

  @Test
  void keepsTypeStatusAndHeadersOfAProblem() throws Exception {
    HttpResponse<String> answer = get("/v1/busy", "admin-secret");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("retry-after")).hasValue("7");
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(answer.body()).contains("https://churnops.io/problems/busy");
  }

  @Test
  void asksTheCallerToComeBackWhenAStoreIsAway() throws Exception {
    HttpResponse<String> answer = get("/v1/stores/away", "admin-secret");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("retry-after")).hasValue("2");
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(answer.body())
        .contains("https://churnops.io/problems/store-unavailable")
        .doesNotContain("db.internal");
    assertThat(get("/v1/stores/misunderstood", "admin-secret").statusCode()).isEqualTo(500);
  }

  @Test
  void refusesAFormThatIsNone() throws Exception {
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(base.resolve("/v1/forms"))
                .header("Content-Type", "multipart/form-data")
                .POST(HttpRequest.BodyPublishers.ofString("x")),
            "admin-secret");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("https://churnops.io/problems/unreadable-body");
  }

  @ParameterizedTest
  @CsvSource({
    "things, application/json, {\"name\": ",
    "bytes, application/json, {",
    "forms, multipart/form-data; boundary=x, --x",
  })
  void saysThatABodyStopsOrBreaksOff(String path, String type, String part) throws Exception {
    assertThat(beginning(path, type, part, false))
        .startsWith("HTTP/1.1 408 ")
        .contains("https://churnops.io/problems/request-timeout", "stopped coming");
    assertThat(beginning(path, type, part, true))
        .startsWith("HTTP/1.1 400 ")
        .contains("https://churnops.io/problems/unreadable-body", "broke off");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void takesACallerWhoGoesAwayForNoErrorOfItsOwn(boolean end) throws Exception {
    Logger advice = (Logger) LoggerFactory.getLogger("io.churnops.kit.problem.ProblemAdvice");
    ListAppender<ILoggingEvent> errors = new ListAppender<>();
    errors.start();
    advice.addAppender(errors);
    try {
      beginning("bytes", "application/json", "{\"name\": ", end);
      assertThat(get("/v1/broken", "admin-secret").statusCode()).isEqualTo(500);
    } finally {
      advice.detachAppender(errors);
    }
    assertThat(errors.list)
        .filteredOn(event -> event.getLevel() == Level.ERROR)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly("Request failed: GET /v1/broken");
  }

  @Test
  void saysWhatItWouldHaveTaken() throws Exception {
    HttpRequest.Builder text =
        HttpRequest.newBuilder(base.resolve("/v1/things"))
            .header("Content-Type", "text/plain")
            .POST(HttpRequest.BodyPublishers.ofString("x"));
    assertThat(send(text, "admin-secret").body()).contains(" Send ", "application/json");
    HttpRequest.Builder put =
        HttpRequest.newBuilder(base.resolve("/v1/things")).PUT(HttpRequest.BodyPublishers.noBody());
    assertThat(send(put, "admin-secret").body()).contains("This path takes GET or POST.");
    assertThat(get("/v1/nothing", "admin-secret").body()).contains("tells what there is");
  }

  /** What is answered to the beginning of a body, after which nothing comes or the end. */
  private static String beginning(String path, String type, String part, boolean end)
      throws IOException {
    try (Socket socket = new Socket(base.getHost(), base.getPort())) {
      String request =
          """
          POST /v1/%s HTTP/1.1\r
          Host: localhost\r
          Authorization: Bearer admin-secret\r
          Content-Type: %s\r
          Content-Length: 1000\r
          \r
          %s\
          """
              .formatted(path, type, part);
      socket.getOutputStream().write(request.getBytes(UTF_8));
      if (end) {
        socket.shutdownOutput();
      }
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  @Test
  void namesWhatIsWrongWithABody() throws Exception {
    assertThat(post("{\"name\": \"\"}").statusCode()).isEqualTo(422);
    assertThat(post("{\"name\": \"\"}").body()).contains("\"field\":\"name\"");
    HttpResponse<String> unknown = post("{\"nme\": \"x\"}");
    assertThat(unknown.statusCode()).isEqualTo(400);
    assertThat(unknown.body()).contains("nme").doesNotContain("io.churnops");
    HttpResponse<String> wrong = post("{\"name\": {\"first\": 1}}");
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.body()).contains("name").doesNotContain("java.lang");
    assertThat(post("{\"name\": \"x\", \"count\": 1, \"unit\": \"DAYS\"}").statusCode())
        .isEqualTo(200);
    for (String misfit : List.of("\"count\": 1.9", "\"unit\": 0", "\"unit\": \"EONS\"")) {
      HttpResponse<String> refused = post("{\"name\": \"x\", " + misfit + "}");
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
      assertThat(refused.body()).contains(misfit.substring(1, misfit.indexOf('"', 1)));
    }
    assertThat(detail(post("{\"name\": \"x\", \"since\": \"2026-06-01\"}")))
        .isEqualTo("The body could not be read: since must be a time like 2026-01-31T00:00:00Z.");
    assertThat(post("{\"name\"").body()).contains("https://churnops.io/problems/unreadable-body");
  }

  @Test
  void spellsTheWordsOfAMemberAsABodyDoes() throws Exception {
    assertThat(post("{\"name\": \"x\", \"unit\": \"HALF_HOURS\"}").body())
        .contains("unit is none of DAYS, half-hours.");
    assertThat(post("{\"name\": \"x\", \"count\": 1, \"unit\": \"half-hours\"}").statusCode())
        .isEqualTo(200);
  }

  @Test
  void tellsARuleAboutSeveralMembersOfOneThatTheSenderKnows() throws Exception {
    HttpResponse<String> answer =
        post("{\"name\": \"x\", \"unit\": \"DAYS\", \"range\": {\"from\": 2, \"to\": 1}}");

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body())
        .contains(
            "range must have from and to in this order; unit must come with a count.",
            "\"field\":\"range\"",
            "\"field\":\"unit\"");
  }

  @Test
  void namesWhatIsWrongWithAParameter() throws Exception {
    HttpResponse<String> answer = get("/v1/pages?size=0", "admin-secret");
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body())
        .contains("https://churnops.io/problems/invalid-request", "\"field\":\"size\"");
    assertThat(get("/v1/pages?size=1", "admin-secret").statusCode()).isEqualTo(200);
    assertThat(detail(get("/v1/pages?size=few", "admin-secret")))
        .isEqualTo("size must be a whole number.");
  }

  private static String detail(HttpResponse<String> answer) {
    return new JsonMapper().readTree(answer.body()).path("detail").asString();
  }

  @Test
  void answersUnknownPathsAsProblems() throws Exception {
    HttpResponse<String> answer = get("/v1/nothing-here", "admin-secret");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("https://churnops.io/problems/not-found");
  }

  @Test
  void answersWhatTheContainerRefusesAsProblems() throws Exception {
    for (String path : new String[] {"/v1/things/a%2Fb", "/v1/%FF", "/v1/%2e%2e%2f%2e%2e%2fx"}) {
      assertProblem(get(path, "admin-secret"), 400, "bad-request");
    }
    HttpRequest.Builder longHeader =
        HttpRequest.newBuilder(base.resolve("/v1/things")).header("X-Long", "x".repeat(10_000));
    assertProblem(send(longHeader, "admin-secret"), 400, "bad-request");
    HttpResponse<String> refused = get("/v1/things;a=b", "admin-secret");
    assertProblem(refused, 400, "request-failed");
    assertThat(refused.body()).contains("\"instance\":\"/v1/things;a=b\"");
    assertProblem(get("/v1/pages?size=%FF", "admin-secret"), 400, "unreadable-parameter");
  }

  @Test
  void answersProblemsWhateverIsAccepted() throws Exception {
    for (String accepted : new String[] {"bogus", "image/png", "application/json"}) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(base.resolve("/v1/nothing-here")).header("Accept", accepted);
      assertProblem(send(request, "admin-secret"), 404, "not-found");
    }
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String slug) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("content-type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(answer.body()).contains("https://churnops.io/problems/" + slug + "\"");
  }

  @Test
  void describesItself() throws Exception {
    assertThat(get("/v3/api-docs", "reader-secret").body())
        .contains(
            "Churnops kit-service", "/v1/things", "\"bearer\"", "#/components/schemas/Problem")
        .doesNotContain("\"/error\"");
  }

  @Test
  void documentsEveryErrorAsAProblem() throws Exception {
    JsonNode answers =
        new JsonMapper()
            .readTree(get("/v3/api-docs", "reader-secret").body())
            .at("/paths/~1v1~1busy/get/responses");
    assertThat(answers.at("/503/description").asString()).isEqualTo("Busy.");
    for (String status : new String[] {"503", "default"}) {
      assertThat(answers.path(status).path("content").toString())
          .isEqualTo(
              "{\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}");
    }
    assertThat(answers.at("/200/content").has("application/problem+json")).isFalse();
  }

  @Test
  void documentsWhichScopesAKeyNeeds() throws Exception {
    JsonNode paths =
        new JsonMapper().readTree(get("/v3/api-docs", "reader-secret").body()).path("paths");
    assertThat(paths.at("/~1v1~1limbs/get/security"))
        .hasToString("[{\"bearer\":[\"features:read\"]}]");
    assertThat(paths.at("/~1v1~1either/get/security"))
        .hasToString("[{\"bearer\":[\"features:read\"]},{\"bearer\":[\"features:write\"]}]");
    JsonNode answers = paths.at("/~1v1~1either/get/responses");
    assertThat(answers.at("/403/description").asString())
        .isEqualTo("forbidden: a key without features:read or features:write");
    assertThat(answers.at("/401/content").has("application/problem+json")).isTrue();
  }

  @Test
  void acceptsNoMoreConnectionsThanItHasMemoryFor() {
    WebServer server = ((WebServerApplicationContext) service).getWebServer();

    Connector connector = ((TomcatWebServer) requireNonNull(server)).getTomcat().getConnector();
    assertThat(connector.getProtocolHandler())
        .isInstanceOfSatisfying(
            AbstractProtocol.class,
            protocol -> assertThat(protocol.getMaxConnections()).isEqualTo(1_000));
  }

  @Test
  void tagsItsMetersWithTheService() throws Exception {
    assertThat(get("/actuator/prometheus", "admin-secret").body())
        .contains("service=\"kit-service\"");
  }

  private static HttpResponse<String> get(String path, @Nullable String secret) throws Exception {
    return send(HttpRequest.newBuilder(base.resolve(path)), secret);
  }

  private static HttpResponse<String> post(String body) throws Exception {
    return send(
        HttpRequest.newBuilder(base.resolve("/v1/things"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)),
        "admin-secret");
  }

  private static HttpResponse<String> send(HttpRequest.Builder request, @Nullable String secret)
      throws IOException, InterruptedException {
    if (secret != null) {
      request.header("Authorization", "Bearer " + secret);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private static String sha256(String secret) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes("UTF-8")));
  }

  @SpringBootApplication
  static class KitService {

    @RestController
    static class Things {

      @GetMapping("/v1/things")
      @PreAuthorize("hasAuthority('SCOPE_features:read')")
      String things(java.security.Principal caller) {
        return "things for " + caller.getName();
      }

      @PostMapping("/v1/things")
      @PreAuthorize("hasAuthority('SCOPE_features:write')")
      String create(@Valid @RequestBody Thing thing) {
        return thing.name();
      }

      @PostMapping("/v1/bytes")
      @PreAuthorize("hasAuthority('SCOPE_admin')")
      int bytes(InputStream body) throws IOException {
        return body.readAllBytes().length;
      }

      @GetMapping("/v1/pages")
      @PreAuthorize("hasAuthority('SCOPE_admin')")
      String page(@RequestParam @Min(1) int size) {
        return "page of " + size;
      }

      @GetMapping("/v1/limbs")
      @PreAuthorize(
          "hasAuthority('SCOPE_features:read') and (!#force or hasAuthority('SCOPE_admin'))")
      String limbs(@RequestParam boolean force) {
        return "limbs";
      }

      @GetMapping("/v1/either")
      @PreAuthorize("hasAnyAuthority('SCOPE_features:read', 'SCOPE_features:write')")
      String either() {
        return "either";
      }

      @GetMapping("/v1/secrets")
      @PreAuthorize("hasAuthority('SCOPE_admin')")
      String secrets() {
        return "secrets";
      }

      @GetMapping("/v1/broken")
      @PreAuthorize("hasAuthority('SCOPE_admin')")
      String broken() {
        throw new IllegalStateException("the password is hunter2");
      }

      @GetMapping("/v1/stores/{state}")
      @PreAuthorize("hasAuthority('SCOPE_admin')")
      String store(@PathVariable String state) {
        throw state.equals("away")
            ? new DataAccessResourceFailureException("db.internal refused the connection")
            : new InvalidDataAccessResourceUsageException("bad SQL grammar");
      }

      @PostMapping(path = "/v1/forms", consumes = "multipart/form-data")
      @PreAuthorize("hasAuthority('SCOPE_admin')")
      String form() {
        return "form";
      }

      @GetMapping("/v1/busy")
      @PreAuthorize("hasAuthority('SCOPE_admin')")
      @ApiResponse(responseCode = "200", description = "Not busy.")
      @ApiResponse(responseCode = "503", description = "Busy.")
      String busy() {
        throw new ProblemException(HttpStatus.SERVICE_UNAVAILABLE, "busy", "Busy", "Come back.")
            .retryAfter(7);
      }
    }

    enum Unit {
      DAYS,
      @JsonProperty("half-hours")
      HALF_HOURS
    }

    record Thing(
        @NotBlank String name,
        @Nullable Integer count,
        @Nullable Unit unit,
        @Valid @Nullable Range range,
        @Nullable Instant since) {

      @AssertTrue(message = "must come with a count")
      @JsonIgnore
      boolean isUnitOfCount() {
        return unit == null || count != null;
      }
    }

    record Range(int from, int to) {

      @AssertTrue(message = "must have from and to in this order")
      @JsonIgnore
      boolean isInOrder() {
        return from <= to;
      }
    }
  }
}
