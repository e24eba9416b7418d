package dev.ostiary;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import dev.ostiary.rpc.Problem;
import java.net.URL;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which room may know which (DESIGN section 3). */
class ArchitectureTest {
    private static final String ROOT = "dev.ostiary";
    private static final JavaClasses CLASSES = new ClassFileImporter().importUrl(mainClasses());

    private static URL mainClasses() {
        return Problem.class.getProtectionDomain().getCodeSource().getLocation();
    }

    @Test
    void onlyTheWebServerKnowsJettysServer() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.ostiary.http", "dev.ostiary.outbound")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.jetty..")
                .check(CLASSES);
    }

    @Test
    void whatLeavesTheServerKnowsJettysClientAndNotItsServer() {
        noClasses()
                .that()
                .resideInAPackage("dev.ostiary.outbound")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.jetty.server..")
                .check(CLASSES);
    }

    @Test
    void onlyTheConversationWithADirectoryKnowsTheLdapLibrary() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.ostiary.federation.ldap")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.unboundid..")
                .check(CLASSES);
    }

    @Test
    void aTableIsUsedByItsOwnRoomOnly() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Table")
                .and()
                .doNotHaveFullyQualifiedName("dev.ostiary.store.Table")
                .should(beUsedOnlyFromTheirOwnPackage())
                .check(CLASSES);
    }

    @Test
    void theTranslationOfCallsIsUsedWhereTheServerIsWiredOnly() {
        classes()
                .that()
                .haveNameMatching(".*[a-z]Api")
                .should(beUsedOnlyFrom(ROOT))
                .check(CLASSES);
    }

    @Test
    void theStoreKnowsNoFeature() {
        noClasses()
                .that()
                .resideInAPackage("dev.ostiary.store..")
                .should()
                .dependOnClassesThat(are(resideInAPackage("dev.ostiary..")
                        .and(DescribedPredicate.not(resideInAPackage("dev.ostiary.store..")))))
                .check(CLASSES);
    }

    @Test
    void nothingKnowsWhereItIsWired() {
        noClasses()
                .that()
                .resideInAPackage("dev.ostiary.*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .check(CLASSES);
    }

    @Test
    void roomsDoNotKnowEachOtherInCircles() {
        slices().matching("dev.ostiary.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void roomsWithinTheBrokerDoNotKnowEachOtherInCircles() {
        slices().matching("dev.ostiary.federation.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void onlyTheStartOfTheServerWritesToTheConsole() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT)
                .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
                .check(CLASSES);
        GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(CLASSES);
    }

    @Test
    void everythingIsHandedToAConstructor() {
        GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION.check(CLASSES);
    }

    @Test
    void nothingThatIsSharedByAllCanChange() {
        fields().that()
                .areStatic()
                .and(describe(
                        "are written by people", field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC)))
                .should()
                .beFinal()
                .andShould(notHoldSomethingThatChanges())
                .check(CLASSES);
    }

    @Test
    void theClockIsHandedIn() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT)
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(CLASSES);
    }

    private static ArchCondition<JavaClass> beUsedOnlyFromTheirOwnPackage() {
        return beUsedOnlyFrom("");
    }

    /** @param also a package beside the class's own */
    private static ArchCondition<JavaClass> beUsedOnlyFrom(String also) {
        return new ArchCondition<>("be used only from their own package " + also) {
            @Override
            public void check(JavaClass used, ConditionEvents events) {
                used.getDirectDependenciesToSelf().stream()
                        .filter(use -> !List.of(used.getPackageName(), also)
                                .contains(use.getOriginClass().getPackageName()))
                        .forEach(use -> events.add(SimpleConditionEvent.violated(use, use.getDescription())));
            }
        };
    }

    private static ArchCondition<JavaField> notHoldSomethingThatChanges() {
        Set<String> changing = Set.of(
                "java.util.ArrayList",
                "java.util.HashMap",
                "java.util.LinkedHashMap",
                "java.util.HashSet",
                "java.util.concurrent.ConcurrentHashMap",
                "java.util.concurrent.ConcurrentMap",
                "java.lang.ThreadLocal");
        return new ArchCondition<>("not hold something that changes") {
            @Override
            public void check(JavaField field, ConditionEvents events) {
                String type = field.getRawType().getName();
                if (changing.contains(type) || type.startsWith("java.util.concurrent.atomic.")) {
                    events.add(SimpleConditionEvent.violated(field, field.getFullName() + " can change"));
                }
            }
        };
    }
}
