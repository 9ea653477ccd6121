package ai.vluna.spring.test.contract.embedded;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import org.junit.jupiter.api.Tag;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

@AnalyzeClasses(packages = "ai.vluna.spring.test.contract")
class ContractArchitectureTests {

	private static final String SUITE = "ai.vluna.spring.test.contract";

	/**
	 * What is proved of the client must hold on any gate.
	 */
	@ArchTest
	void onlyTheChoiceOfTheTargetKnowsTheEmbeddedGate(JavaClasses classes) {
		noClasses().that()
			.resideInAPackage(SUITE)
			.and()
			.doNotHaveFullyQualifiedName(SUITE + ".ContractTarget")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("ai.vluna.spring.test.gate..", "ai.vluna.spring.test.autoconfigure..",
					"ai.vluna.spring.test.assertions..")
			.check(classes);
	}

	@ArchTest
	void allTestsBelongToTheSuite(JavaClasses classes) {
		classes().that()
			.resideInAPackage(SUITE)
			.and()
			.haveSimpleNameEndingWith("Tests")
			.should()
			.beMetaAnnotatedWith(Tag.class)
			.check(classes);
	}

}
