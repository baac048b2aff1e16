# One recipe for the five services:
#   docker build --build-arg SERVICE=ingestion-service --build-arg GIT_COMMIT=$(git rev-parse HEAD) \
#     -t churnops/ingestion-service .
FROM maven:3.9.11-eclipse-temurin-25 AS build
ARG SERVICE
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -q -Dquick -pl ${SERVICE} -am package dependency:copy-dependencies \
      -DincludeScope=runtime -DoutputDirectory=/src/${SERVICE}/target/app \
 && cp ${SERVICE}/target/${SERVICE}-*.jar ${SERVICE}/target/app/service.jar

FROM eclipse-temurin:25-jre
ARG SERVICE
ARG GIT_COMMIT=
# XGBoost's native library, which only training-service loads, needs OpenMP.
RUN if [ "${SERVICE}" = training-service ]; then \
      apt-get update && apt-get install -y --no-install-recommends libgomp1 && rm -rf /var/lib/apt/lists/*; \
    fi
# A volume takes over the mode of /data, so that whoever compose runs the service as can write it.
RUN useradd --system --uid 10001 --home-dir /var/lib/churnops --create-home churnops \
 && install -d -m 1777 /data
COPY --from=build /src/${SERVICE}/target/app /app
USER 10001
WORKDIR /var/lib/churnops
ENV CHURNOPS_DATA_DIR=/var/lib/churnops \
    CHURNOPS_GIT_COMMIT=${GIT_COMMIT} \
    JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=70 -XX:+UseSerialGC --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED"
ENTRYPOINT ["java", "-jar", "/app/service.jar"]
