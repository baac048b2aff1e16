package io.churnops.ingestion.sources;

import java.net.InetAddress;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Looks names up for connections: what is checked is what is connected to, as nobody looks a second
 * time. The host keeps its name in the request and in TLS.
 */
final class CheckedNames implements DnsResolver {

  private final AllowedDestinations allowed;
  private final int port;

  CheckedNames(AllowedDestinations allowed, int port) {
    this.allowed = allowed;
    this.port = port;
  }

  @Override
  public InetAddress[] resolve(String host) {
    return allowed
        .resolve(new Destination(host.replaceAll("[\\[\\]]", ""), port))
        .toArray(InetAddress[]::new);
  }

  /** Only Kerberos asks for it. */
  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }
}
