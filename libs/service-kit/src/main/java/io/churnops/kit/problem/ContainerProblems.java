package io.churnops.kit.problem;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * What Tomcat refuses before anybody else sees it, such as a path that cannot be decoded or headers
 * that are too long, is answered as a problem, too, and not as a page.
 */
@Component
final class ContainerProblems
    implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {

  private final JsonMapper json;

  ContainerProblems(JsonMapper json) {
    this.json = json;
  }

  @Override
  public void customize(ConfigurableTomcatWebServerFactory server) {
    server.addContextCustomizers(
        context -> context.getParent().getPipeline().addValve(new ProblemValve(json)));
  }

  private static final class ProblemValve extends ErrorReportValve {

    private final JsonMapper json;

    ProblemValve(JsonMapper json) {
      this.json = json;
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable throwable) {
      HttpStatus status = HttpStatus.resolve(response.getStatus());
      if (status == null
          || !status.isError()
          || response.getContentWritten() > 0
          || !response.setErrorReported()) {
        return;
      }
      response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
      response.setCharacterEncoding(StandardCharsets.UTF_8);
      try (Writer body = response.getReporter()) {
        if (body != null) {
          json.writeValue(
              body,
              ProblemException.ofStatus(
                  status,
                  status.is4xxClientError()
                      ? ProblemErrorController.UNREADABLE
                      : "The request failed."));
        }
      } catch (IOException | IllegalStateException gone) {
        container.getLogger().debug("A problem was not written", gone);
      }
    }
  }
}
