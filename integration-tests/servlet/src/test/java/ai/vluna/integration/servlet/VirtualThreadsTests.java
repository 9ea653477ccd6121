package ai.vluna.integration.servlet;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.test.context.TestPropertySource;

/**
 * The same on virtual threads.
 */
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadsTests {

	@Nested
	@TestPropertySource(properties = "spring.threads.virtual.enabled=true")
	class Shapes extends CallShapesTests {

	}

	@Nested
	@TestPropertySource(properties = "spring.threads.virtual.enabled=true")
	class Subjects extends WhoPaysTests {

	}

	@Nested
	@TestPropertySource(properties = "spring.threads.virtual.enabled=true")
	class Order extends AdviceOrderTests {

	}

}
