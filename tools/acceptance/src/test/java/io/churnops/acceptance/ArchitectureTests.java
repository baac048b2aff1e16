package io.churnops.acceptance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.ObjectInputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullMarked;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The rules of the house that byte code can show. Each says why. */
@AnalyzeClasses(packages = "io.churnops", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

  private static final List<String> SERVICES =
      List.of("ingestion", "feature", "training", "serving", "monitoring");

  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices()
          .matching("io.churnops.(**)")
          .should()
          .beFreeOfCycles()
          .because("a cycle is one part with two names");

  @ArchTest
  static final ArchRule servicesDoNotKnowEachOther =
      classes()
          .should(
              new ArchCondition<JavaClass>("depend on no other service") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                  String own = serviceOf(type);
                  if (own.isEmpty()) {
                    return;
                  }
                  type.getDirectDependenciesFromSelf().stream()
                      .filter(dependency -> {
                        String other = serviceOf(dependency.getTargetClass());
                        return !other.isEmpty() && !other.equals(own);
                      })
                      .forEach(dependency ->
                          events.add(
                              SimpleConditionEvent.violated(type, dependency.getDescription())));
                }
              })
          .because("services meet on the wire; a consumer declares its own client and records");

  @ArchTest
  static final ArchRule pureLibsKnowNoFramework =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.churnops.contract..", "io.churnops.features.engine..", "io.churnops.forest..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework..", "org.apache.kafka..", "java.sql..", "io.lettuce..")
          .because("one class computes a feature online and offline, so it knows neither place");

  @ArchTest
  static final ArchRule tribuoStaysWhereModelsAreMade =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.churnops.forest..", "io.churnops.training..", "io.churnops.benchmarks..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.tribuo..")
          .because("no Tribuo type reaches a controller, an event or a table");

  @ArchTest
  static final ArchRule nobodyReadsTheClock =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.churnops.cli..", "io.churnops.platform..")
          .and()
          .doNotHaveFullyQualifiedName("io.churnops.kit.KitAutoConfiguration")
          .and()
          .doNotHaveFullyQualifiedName("io.churnops.simulator.SimulateShop")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(LocalDate.class, "now")
          .orShould()
          .callMethod(LocalDateTime.class, "now")
          .orShould()
          .callMethod(OffsetDateTime.class, "now")
          .orShould()
          .callMethod(ZonedDateTime.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callMethod(Clock.class, "systemDefaultZone")
          .because("time is an injected InstantSource, so that tests can set it");

  @ArchTest
  static final ArchRule randomnessHasASeed =
      noClasses()
          .should()
          .callConstructor(Random.class)
          .orShould()
          .callMethod(Math.class, "random")
          .because("what cannot be repeated cannot be explained");

  @ArchTest
  static final ArchRule nothingDeserialisesJavaObjects =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(ObjectInputStream.class)
          .because("bytes that name classes to run are a door");

  @ArchTest
  static final ArchRule processesStartWhileNoPortIsTried =
      noClasses()
          .that()
          .resideInAnyPackage("io.churnops.cli..", "io.churnops.platform..")
          .and()
          .doNotHaveFullyQualifiedName("io.churnops.platform.Processes")
          .should()
          .callMethod(ProcessBuilder.class, "start")
          .orShould()
          .callMethod(ProcessBuilder.class, "startPipeline", List.class)
          .because("a new process holds the sockets of its parent for a moment");

  @ArchTest
  static final ArchRule nothingIsInjectedIntoFields =
      noFields()
          .should()
          .beAnnotatedWith(Autowired.class)
          .because("a constructor says what a class needs");

  @ArchTest
  static final ArchRule controllersAndRowsAreNotPublic =
      classes()
          .that()
          .areTopLevelClasses()
          .and(
              DescribedPredicate.<JavaClass>describe(
                  "are controllers, or rows of a service's tables",
                  type ->
                      type.isAnnotatedWith(RestController.class)
                          || (!serviceOf(type).isEmpty() && type.getSimpleName().endsWith("Row"))))
          .should()
          .notBePublic()
          .because("the edge and the table are nobody else's business");

  @ArchTest
  static final ArchRule everyHandlerAsksForAScope =
      methods()
          .that()
          .areMetaAnnotatedWith(RequestMapping.class)
          .and()
          .areDeclaredInClassesThat()
          .doNotHaveFullyQualifiedName("io.churnops.kit.problem.ProblemErrorController")
          .should()
          .beAnnotatedWith(PreAuthorize.class)
          .because("closed by default means each door names its key");

  @ArchTest
  static final ArchRule onlyControllersAskForAScope =
      methods()
          .that()
          .areAnnotatedWith(PreAuthorize.class)
          .should()
          .beDeclaredInClassesThat()
          .areAnnotatedWith(RestController.class)
          .because("the kit looks for scopes nowhere else");

  @ArchTest
  static final ArchRule everyPackageIsNullMarked =
      classes()
          .that(
              DescribedPredicate.<JavaClass>describe(
                  "are not package-info", type -> !type.getSimpleName().equals("package-info")))
          .should(
              new ArchCondition<JavaClass>("be in a @NullMarked package") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                  if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                    events.add(
                        SimpleConditionEvent.violated(
                            type, type.getPackageName() + " has no @NullMarked package-info"));
                  }
                }
              })
          .because("NullAway checks only what is marked");

  @ArchTest
  static final ArchRule constantsAreTheOnlyStaticState =
      fields().that().areStatic().should().beFinal().because("five services share one JVM");

  private static String serviceOf(JavaClass type) {
    for (String service : SERVICES) {
      String root = "io.churnops." + service;
      if (type.getPackageName().equals(root) || type.getPackageName().startsWith(root + ".")) {
        return service;
      }
    }
    return "";
  }
}
