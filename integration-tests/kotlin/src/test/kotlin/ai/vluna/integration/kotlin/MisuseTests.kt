package ai.vluna.integration.kotlin

import ai.vluna.spring.annotation.BilledOperation
import ai.vluna.spring.interceptor.misuse.UnbillableMethodException
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.ValueSource
import org.springframework.beans.factory.ObjectProvider
import org.springframework.boot.autoconfigure.EnableAutoConfiguration
import org.springframework.boot.test.context.runner.ApplicationContextRunner
import org.springframework.core.NestedExceptionUtils

/**
 * Tests for the misuse that Kotlin makes easy.
 */
class MisuseTests {

	@ParameterizedTest
	@ValueSource(classes = [InLambda::class, InNestedLambda::class, InLambdaClass::class, InObject::class])
	fun findsSelfInvocation(type: Class<*>) {
		start(type) { failure ->
			assertThat(NestedExceptionUtils.getMostSpecificCause(failure!!))
				.isInstanceOf(UnbillableMethodException::class.java)
				.hasMessageContaining("'${type.name}.all' calls it on the object itself, past the proxy")
		}
	}

	@ParameterizedTest
	@ValueSource(classes = [OnProxy::class])
	fun leavesCallsOnTheBeanAlone(type: Class<*>) {
		start(type) { failure -> assertThat(failure).isNull() }
	}

	@ParameterizedTest
	@ValueSource(classes = [Closed::class])
	fun namesTheMethodOfAFinalClass(type: Class<*>) {
		start(type) { failure ->
			assertThat(NestedExceptionUtils.getMostSpecificCause(failure!!))
				.isInstanceOf(UnbillableMethodException::class.java)
				.hasMessageContaining("${type.name}.work(String)").hasMessageContaining("the class is final")
		}
	}

	private fun start(type: Class<*>, check: (Throwable?) -> Unit) {
		ApplicationContextRunner()
			.withUserConfiguration(Application::class.java)
			.withPropertyValues(
				"vluna.base-url=http://localhost:1/mgt/v1", "vluna.realm-id=realm", "vluna.service-key.id=pk-test",
				"vluna.service-key.secret=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "vluna.startup-probe.mode=off",
				"vluna.subject.principal=fixed:acme", "vluna.subject.user=fixed:alice"
			)
			.withBean(type)
			.run { check(it.startupFailure) }
	}

	@EnableAutoConfiguration
	open class Application

	open class InLambda {

		open fun all(texts: List<String>): () -> Unit = { texts.forEach { work(it) } }

		@BilledOperation(feature = "text", quantity = "1")
		open fun work(text: String) {
		}

	}

	open class InNestedLambda {

		open fun all(): () -> () -> Unit = { { work("a") } }

		@BilledOperation(feature = "text", quantity = "1")
		open fun work(text: String) {
		}

	}

	open class InLambdaClass {

		open fun all(): suspend () -> Unit = { work("a") }

		@BilledOperation(feature = "text", quantity = "1")
		open fun work(text: String) {
		}

	}

	open class InObject {

		open fun all(): Runnable = object : Runnable {

			override fun run() = work("a")

		}

		@BilledOperation(feature = "text", quantity = "1")
		open fun work(text: String) {
		}

	}

	open class OnProxy(private val self: ObjectProvider<OnProxy>) {

		open fun all(): () -> Unit {
			val bean = this.self.getObject()
			return { bean.work("a") }
		}

		@BilledOperation(feature = "text", quantity = "1")
		open fun work(text: String) {
		}

	}

	class Closed {

		@BilledOperation(feature = "text", quantity = "1")
		fun work(text: String) {
		}

	}

}
