package io.churnops.ingestion.sources;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The places that may be asked; nothing is unless it is listed. A name is looked up each time and
 * every address of it checked: the machine itself, its neighbours on the link and the metadata
 * service of a cloud are reached only where the list has their address, or {@code localhost}.
 */
final class AllowedDestinations {

  private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-f]*:[0-9a-f:.]*");
  private static final Set<String> METADATA = Set.of("fd00:ec2:0:0:0:0:0:254", "100.100.100.200");

  private final Set<Destination> allowed = new HashSet<>();
  private final Names names;

  /** Tells the addresses of a host. */
  @FunctionalInterface
  interface Names {

    InetAddress[] of(String host) throws UnknownHostException;
  }

  AllowedDestinations(List<String> allowed) {
    this(allowed, InetAddress::getAllByName);
  }

  AllowedDestinations(List<String> allowed, Names names) {
    this.names = names;
    allowed.stream()
        .map(String::strip)
        .filter(entry -> !entry.isEmpty())
        .forEach(entry -> {
          int colon = entry.lastIndexOf(':');
          if (colon < 1 || !entry.substring(colon + 1).matches("\\d{1,5}")) {
            throw new IllegalArgumentException(
                "churnops.ingestion.sources.allow: host:port is needed, not " + entry);
          }
          String host = entry.substring(0, colon).replaceAll("[\\[\\]]", "");
          this.allowed.add(new Destination(host, Integer.parseInt(entry.substring(colon + 1))));
        });
  }

  /** Whether a place is listed. */
  boolean lists(Destination destination) {
    return allowed.contains(destination);
  }

  /**
   * The addresses of a place, each of which may be asked.
   *
   * @throws SourceFailedException if it is not listed, not known, or at a place it must not be at
   */
  List<InetAddress> resolve(Destination destination) {
    if (!lists(destination)) {
      throw new SourceFailedException(
          destination + " may not be asked (churnops.ingestion.sources.allow).");
    }
    try {
      List<InetAddress> addresses = List.of(names.of(destination.host()));
      if (!isNamedByAddress(destination.host())) {
        addresses.forEach(address -> requireOutside(destination, address));
      }
      return addresses;
    } catch (UnknownHostException unknown) {
      throw new SourceFailedException("The host of " + destination + " is not known.", unknown);
    }
  }

  private static boolean isNamedByAddress(String host) {
    return host.equals("localhost") || LITERAL.matcher(host).matches();
  }

  private static void requireOutside(Destination destination, InetAddress address) {
    if (isWithin(address)) {
      throw new SourceFailedException(
          destination
              + " is at an address of this machine, its link or its cloud's metadata; such an"
              + " address is asked only where the list has the address itself.");
    }
  }

  /** Whether an address leads to where no name may lead. */
  static boolean isWithin(InetAddress address) {
    return address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isAnyLocalAddress()
        || address.isMulticastAddress()
        || METADATA.contains(address.getHostAddress());
  }
}
