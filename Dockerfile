# One recipe for the five services:
#   docker build --build-arg SERVICE=ingestion-service --build-arg GIT_COMMIT=$(git rev-parse HEAD) \
#     -t churnops/ingestion-service .
FROM maven:3.9.11-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
# All five at once, so that the engine does this stage once for the five images. The folder is each module's own: in a
# common one the servers that tests start would lie beside what the service needs. Builds take turns at the repository.
RUN --mount=type=cache,target=/root/.m2,sharing=locked \
    mvn -B -q -Dquick -pl ingestion-service,feature-service,training-service,serving-service,monitoring-service -am \
      package dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=target/app

FROM eclipse-temurin:25-jre
ARG SERVICE
# XGBoost's native library, which only training-service loads, needs OpenMP.
RUN if [ "${SERVICE}" = training-service ]; then \
      apt-get update && apt-get install -y --no-install-recommends libgomp1 && rm -rf /var/lib/apt/lists/*; \
    fi
# A volume takes over the mode of /data, so that whoever compose runs the service as can write it.
RUN useradd --uid 10001 --home-dir /var/lib/churnops --create-home churnops \
 && install -d -m 1777 /data
COPY --from=build /src/${SERVICE}/target/app /app
COPY --from=build /src/${SERVICE}/target/${SERVICE}-*.jar /app/service.jar
USER 10001
WORKDIR /var/lib/churnops
ARG GIT_COMMIT=
# Beside its heap a service takes 200 to 250 MB: with more than half of its memory for the heap the kernel kills it.
ENV CHURNOPS_DATA_DIR=/var/lib/churnops \
    CHURNOPS_GIT_COMMIT=${GIT_COMMIT} \
    JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=50 -XX:+UseSerialGC --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED"
ENTRYPOINT ["java", "-jar", "/app/service.jar"]
