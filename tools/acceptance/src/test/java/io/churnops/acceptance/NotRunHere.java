package io.churnops.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The documented commands that {@link DocsIT} does not run, with the reason. What they name is
 * looked up in the files that would have to know it.
 */
enum NotRunHere {
  MAVEN(
      "Maven is what runs this check",
      "mvn verify",
      "mvn verify -Pfaults",
      "mvn -pl feature-service -am verify",
      "mvn spotless:apply",
      "mvn -Dquick package",
      "mvn -q -pl libs/feature-engine test -Dtest=EngineSpeed -Dtest.compiler=") {
    @Override
    void lookUp(String command) {
      String poms = Repository.text("pom.xml") + Repository.text("tools/benchmarks/pom.xml");
      named(command, "-pl (\\S+)")
          .ifPresent(module -> assertHolds(poms, "<module>" + module + "</module>"));
      named(command, "-D(\\w+) ")
          .ifPresent(property -> assertHolds(poms, "<name>!" + property + "</name>"));
      named(command, "(\\w+):\\w+")
          .ifPresent(
              plugin -> assertHolds(poms, "<artifactId>" + plugin + "-maven-plugin</artifactId>"));
      List<String> phases = List.of("verify", "package", "compile", "test");
      assertThat(phases.stream().anyMatch(command::contains) || command.contains(":")).isTrue();
    }
  },
  MEASURES(
      "it starts suites of its own for minutes",
      "tools/benchmarks/measure-suite up separate demo") {
    @Override
    void lookUp(String command) {
      List<String> words = List.of(command.split(" "));
      assertThat(Repository.root().resolve(words.getFirst())).isExecutable();
      for (String what : words.subList(1, words.size())) {
        assertThat(Repository.text(words.getFirst())).contains("    " + what + ") ");
      }
    }
  },
  LOADS(
      "it keeps every core busy for minutes, and its figures are for a quiet machine",
      "tools/benchmarks/load intake",
      "tools/benchmarks/load intake --while-folding --events 60000 --rounds 9 --warm-up 4",
      "tools/benchmarks/load fold",
      "tools/benchmarks/load freshness --backfill",
      "tools/benchmarks/load reads",
      "tools/benchmarks/load training-sets",
      "tools/benchmarks/load train-forest",
      "tools/benchmarks/load train-forest --who CHURNOPS --rows 100000,300000,1000000,3000000",
      "tools/benchmarks/load train-forest --who CHURNOPS,EXACT --rows 100000",
      "tools/benchmarks/load train-forest --who CHURNOPS,SCIKIT_LEARN",
      "tools/benchmarks/load train-forest --who CHURNOPS,ON_DISK --rows 3000000 --trees 50",
      "tools/benchmarks/load score-forest",
      "tools/benchmarks/load runs",
      "tools/benchmarks/load predictions --customers bjfy-00106,bjfy-01423 --rate 200") {
    @Override
    void lookUp(String command) {
      lookUpDriver(command, "tools/benchmarks/src/main/java");
    }
  },
  CONTAINERS(
      "it needs a container engine, and an hour's download",
      "CHURNOPS_UID=$(id -u) CHURNOPS_GID=$(id -g) docker compose --env-file .churnops/credentials/compose.env up --build --wait",
      "CHURNOPS_UID=$(id -u) CHURNOPS_GID=$(id -g) docker compose --profile observability --env-file .churnops/credentials/compose.env up -d",
      "docker build --build-arg SERVICE=ingestion-service --build-arg GIT_COMMIT=$(git rev-parse HEAD) -t churnops/ingestion-service:0.1.0 .") {
    @Override
    void lookUp(String command) {
      if (command.startsWith("docker build")) {
        lookUpImage(command);
        return;
      }
      String compose = Repository.text("docker-compose.yml");
      named(command, "--profile (\\S+)")
          .ifPresent(profile -> assertThat(compose).contains("profiles: [" + profile + "]"));
      named(command, "^(\\w+)=").ifPresent(name -> assertThat(compose).contains("${" + name));
      assertThat(named(command, "--env-file (\\S+)")).hasValue(STORES);
    }
  },
  SPARK(
      "it needs an Apache Spark cluster, or what one has made",
      "tools/spark/submit rows --manifest manifest.json --postgres-url jdbc:postgresql://postgres:5432/churnops --postgres-password-file features.password --out rows.csv.gz",
      "tools/spark/submit forest --manifest manifest.json --rows rows.csv.gz --learn past --trees 500 --max-depth 12 --out last.part",
      "tools/spark/submit forest --manifest manifest.json --rows rows.csv.gz --learn training --trees 500 --max-depth 12 --out first.part",
      "./churnops train \"$DATASET\" --forest first.part --forest last.part --model churn --promote if_better --wait") {
    @Override
    void lookUp(String command) {
      lookUpDriver(
          command,
          command.startsWith("tools/spark")
              ? "tools/spark/src/main/java"
              : "tools/cli/src/main/java");
    }
  },
  CLUSTER(
      "it needs a cluster",
      "kubectl create namespace churnops",
      "kubectl -n churnops create secret generic churnops-credentials --from-file=.churnops/credentials --from-file=.churnops/credentials/known",
      "kubectl -n churnops create secret generic churnops-stores --from-env-file=.churnops/credentials/compose.env",
      "kubectl apply -k k8s/overlays/dev",
      "kubectl kustomize") {
    @Override
    void lookUp(String command) {
      String overlay = Repository.text("k8s/overlays/dev/kustomization.yaml");
      named(command, "(?:-n|namespace) (\\S+)")
          .ifPresent(namespace -> assertThat(overlay).contains("\nnamespace: " + namespace + "\n"));
      named(command, "generic (\\S+)")
          .ifPresent(secret ->
              assertThat(Repository.text("k8s/base/training-service.yaml"))
                  .containsPattern("(secretName|name): " + secret + "\n"));
      named(command, "-k (\\S+)")
          .ifPresent(folder ->
              assertThat(Repository.root().resolve(folder).resolve("kustomization.yaml")).exists());
      named(command, "--from-env-file=(\\S+)")
          .ifPresent(file -> assertThat(file).isEqualTo(STORES));
    }
  };

  private static final String STORES = ".churnops/credentials/compose.env";

  private final String reason;
  private final List<String> commands;

  NotRunHere(String reason, String... commands) {
    this.reason = reason;
    this.commands = List.of(commands);
  }

  static boolean includes(String command) {
    return Arrays.stream(values()).anyMatch(kind -> kind.commands.contains(command));
  }

  List<String> commands() {
    return commands;
  }

  String reason() {
    return reason;
  }

  /** Fails when the command names something that is not there. */
  abstract void lookUp(String command);

  private static void assertHolds(String file, String words) {
    assertThat(file.contains(words)).as(words).isTrue();
  }

  private static void lookUpDriver(String command, String sources) {
    List<String> words = List.of(command.split(" "));
    assertThat(Repository.root().resolve(words.getFirst())).isExecutable();
    String drivers = Repository.texts(sources);
    assertHolds(drivers, "name = \"" + words.get(1) + "\"");
    words.stream()
        .filter(word -> word.startsWith("--"))
        .forEach(option -> assertHolds(drivers, "\"" + option + "\""));
  }

  private static void lookUpImage(String command) {
    String service = named(command, "SERVICE=(\\S+)").orElseThrow();
    assertThat(Repository.text("Dockerfile")).contains("ARG SERVICE");
    assertThat(Files.isDirectory(Repository.root().resolve(service))).isTrue();
    assertThat(Repository.text("k8s/base/" + service + ".yaml"))
        .contains("image: " + named(command, "-t (\\S+)").orElseThrow() + "\n");
  }

  private static Optional<String> named(String command, String pattern) {
    return Pattern.compile(pattern)
        .matcher(command)
        .results()
        .map(match -> match.group(1))
        .findFirst();
  }
}
