package io.churnops.kit.client;

import io.churnops.kit.security.ClientKey;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/** Makes clients of other services from the interface that the caller declares. */
public final class ServiceClients {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

  private final RestClient.Builder builder;
  private final ClientKey key;

  ServiceClients(RestClient.Builder builder, ClientKey key) {
    this.builder = builder;
    this.key = key;
  }

  /** A client of an {@code @HttpExchange} interface with this service's key on each request. */
  public <T> T create(Class<T> type, URI baseUrl, Duration readTimeout) {
    return HttpServiceProxyFactory.builderFor(
            RestClientAdapter.create(restClient(baseUrl, readTimeout)))
        .build()
        .createClient(type);
  }

  /** The plain client, for streamed bodies. */
  public RestClient restClient(URI baseUrl, Duration readTimeout) {
    var requests =
        new JdkClientHttpRequestFactory(
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .build());
    requests.setReadTimeout(readTimeout);
    return builder
        .clone()
        .requestFactory(requests)
        .baseUrl(baseUrl)
        .requestInterceptor((request, body, execution) -> {
          request.getHeaders().set(HttpHeaders.AUTHORIZATION, key.bearer());
          return execution.execute(request, body);
        })
        .build();
  }
}
