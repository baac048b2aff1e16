package io.churnops.platform;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the local servers keep things, where they listen and which passwords they ask for.
 *
 * @param dataDirectory one folder per server is made in it; keep it to keep the data
 * @param cacheDirectory unpacked programs, shared by all platforms of this user
 * @param logDirectory {@code postgres.log} and {@code redis.log}; Kafka logs through SLF4J
 * @param ports ports to listen on, loopback only
 * @param passwords of the database's roles and of Redis
 */
public record PlatformSettings(
    Path dataDirectory,
    Path cacheDirectory,
    Path logDirectory,
    PlatformPorts ports,
    PlatformPasswords passwords) {

  public PlatformSettings {
    dataDirectory = dataDirectory.toAbsolutePath().normalize();
    cacheDirectory = cacheDirectory.toAbsolutePath().normalize();
    logDirectory = logDirectory.toAbsolutePath().normalize();
  }

  /** Ports of the three servers. */
  public record PlatformPorts(int postgres, int redis, int kafka) {

    public static PlatformPorts free() {
      var ports = Ports.free(3);
      return new PlatformPorts(ports.get(0), ports.get(1), ports.get(2));
    }
  }

  /**
   * Passwords of the servers.
   *
   * @param admin of the database's superuser {@code postgres}
   * @param services of each service's role
   * @param redis empty when Redis asks for none
   */
  public record PlatformPasswords(
      String admin, Map<ServiceSchema, String> services, Optional<String> redis) {

    public PlatformPasswords {
      services = Map.copyOf(services);
      for (ServiceSchema schema : ServiceSchema.values()) {
        if (!services.containsKey(schema)) {
          throw new IllegalArgumentException("No password for role " + schema.schemaName());
        }
      }
    }

    /** The same password for every role, and none for Redis: for tests. */
    public static PlatformPasswords same(String password) {
      Map<ServiceSchema, String> services = new EnumMap<>(ServiceSchema.class);
      for (ServiceSchema schema : ServiceSchema.values()) {
        services.put(schema, password);
      }
      return new PlatformPasswords(password, services, Optional.empty());
    }

    /** Passwords are not for logs. */
    @Override
    public String toString() {
      return "PlatformPasswords[...]";
    }
  }
}
