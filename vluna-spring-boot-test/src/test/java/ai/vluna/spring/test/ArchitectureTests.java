package ai.vluna.spring.test;

import java.time.Instant;
import java.util.UUID;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

@AnalyzeClasses(packages = "ai.vluna.spring.test", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

	/**
	 * The gate and the client must not be wrong in the same way.
	 */
	@ArchTest
	void gateKnowsNothingOfTheClient(JavaClasses classes) {
		noClasses().that()
			.resideInAPackage("ai.vluna.spring.test.gate..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("ai.vluna.spring.client..", "ai.vluna.spring.gate..", "ai.vluna.spring.autoconfigure..",
					"org.springframework..")
			.check(classes);
	}

	@ArchTest
	void roomsHaveNoCycles(JavaClasses classes) {
		slices().matching("ai.vluna.spring.test.(**)").should().beFreeOfCycles().check(classes);
	}

	@ArchTest
	void engineAndItsOperatorKnowNoHttp(JavaClasses classes) {
		noClasses().that()
			.resideInAnyPackage("..gate.engine..", "..gate.management..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("..gate.http..", "..gate.auth..", "..gate.script..", "io.netty..", "reactor..")
			.check(classes);
	}

	@ArchTest
	void timeAndChanceAreHandedIn(JavaClasses classes) {
		noClasses().should()
			.callMethod(Instant.class, "now")
			.orShould()
			.callMethod(System.class, "currentTimeMillis")
			.orShould()
			.callMethod(UUID.class, "randomUUID")
			.check(classes);
	}

}
