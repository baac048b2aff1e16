package io.churnops.ingestion.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.kit.problem.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.servlet.ModelAndView;

class UploadFilterTests {

  private static final int MOST = 100;

  private final List<Exception> problems = new ArrayList<>();

  @TempDir Path folder;

  @AfterEach
  void leave() {
    SecurityContextHolder.clearContext();
  }

  @Test
  void takesUploadsOfWhoMayImport() throws Exception {
    callWith("SCOPE_events:backfill");
    assertThat(upload("/v1/imports", MOST)).isTrue();
    assertThat(upload("/v1/imports:dryRun", MOST)).isTrue();
    assertThat(problems).isEmpty();
    assertThat(upload("/v1/imports", MOST + 1)).isFalse();
    assertThat(problems).singleElement().asString().contains("max-spool");
  }

  @Test
  void reservesNothingForWhoMayNotImport() throws Exception {
    assertThat(upload("/v1/imports", MOST + 1)).isFalse();
    callWith("SCOPE_events:write");
    assertThat(upload("/v1/imports", MOST + 1)).isFalse();
    assertThat(problems).hasSize(2).hasOnlyElementsOfType(AccessDeniedException.class);
  }

  @Test
  void refusesFormsWhereNobodyTakesThem() throws Exception {
    callWith("SCOPE_events:backfill");
    for (String path : List.of("/v1/events", "/v1/imports/x", "/elsewhere")) {
      assertThat(upload(path, MOST + 1)).as(path).isFalse();
    }
    assertThat(problems)
        .hasSize(3)
        .allSatisfy(problem ->
            assertThat(((ProblemException) problem).getStatusCode().value()).isEqualTo(415));
  }

  private static void callWith(String scope) {
    SecurityContextHolder.getContext()
        .setAuthentication(new TestingAuthenticationToken("key", "none", scope));
  }

  /** Whether it comes through. */
  private boolean upload(String path, int bytes) throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest("POST", path);
    request.setContentType("multipart/form-data; boundary=b");
    request.setContent(new byte[bytes]);
    MockFilterChain chain = new MockFilterChain();
    try (Spool spool = new Spool(folder)) {
      new UploadFilter(
              new SpoolRoom(spool, MOST),
              Long.MAX_VALUE,
              (_, _, _, problem) -> {
                problems.add(problem);
                return new ModelAndView();
              })
          .doFilter(request, new MockHttpServletResponse(), chain);
    }
    return chain.getRequest() != null;
  }
}
