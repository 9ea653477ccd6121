package ai.vluna.integration.kotlin

import ai.vluna.spring.annotation.BilledOperation
import ai.vluna.spring.usage.Usage
import ai.vluna.spring.usage.UsageReporter
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineName
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.reactor.ReactorContext
import org.springframework.http.ResponseEntity
import org.springframework.stereotype.Service

/**
 * Work in the shapes of Kotlin. A character is a unit.
 */
@Service
open class Texts {

	open var started = CompletableDeferred<Unit>()

	@BilledOperation(feature = "text", quantity = "#result.length()")
	open suspend fun value(text: String): String {
		delay(10)
		return text
	}

	@BilledOperation(feature = "text", quantity = "#text.length()")
	open suspend fun unit(text: String) {
		delay(10)
	}

	@BilledOperation("text")
	open suspend fun withoutUsage(text: String): String = text

	@BilledOperation("text")
	open suspend fun reporting(text: String): String {
		val context = currentCoroutineContext()[ReactorContext]!!.context
		UsageReporter.report(context, Usage.of(text.length.toLong()))
		return text
	}

	@BilledOperation(feature = "text", quantity = "#result.length()")
	open suspend fun failing(text: String): String {
		delay(10)
		throw IllegalStateException("no $text")
	}

	@BilledOperation(feature = "text", quantity = "#result.length()")
	open suspend fun forever(text: String): String {
		this.started.complete(Unit)
		awaitCancellation()
	}

	@BilledOperation(feature = "text", quantity = "#result.length()")
	open suspend fun place(text: String): String =
		"$text in ${currentCoroutineContext()[CoroutineName]} on ${Thread.currentThread().name}"

	@BilledOperation(feature = "text", quantity = "#result.length()")
	open suspend fun entity(text: String): ResponseEntity<String> = ResponseEntity.ok(text)

	@BilledOperation(feature = "text", quantity = "#result.length()")
	open fun flow(text: String): Flow<String> = flow {
		for (end in 1..text.length) {
			delay(1)
			emit(text.substring(0, end))
		}
	}

	@BilledOperation(feature = "text", quantity = "#result.length()")
	open suspend fun suspendedFlow(text: String): Flow<String> {
		delay(10)
		return flow(text)
	}

	@BilledOperation(feature = "text", quantity = "#result.length()")
	open fun failingFlow(text: String): Flow<String> = flow {
		emit(text)
		throw IllegalStateException("no $text")
	}

}
