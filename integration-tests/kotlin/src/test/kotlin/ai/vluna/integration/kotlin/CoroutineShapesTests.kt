package ai.vluna.integration.kotlin

import ai.vluna.spring.test.assertions.EmbeddedGateAssertions.assertThat
import ai.vluna.spring.test.assertions.LedgerEntryAssert
import ai.vluna.spring.test.autoconfigure.AutoConfigureEmbeddedGate
import ai.vluna.spring.test.gate.EmbeddedGate
import ai.vluna.spring.test.gate.script.Endpoint
import ai.vluna.spring.test.gate.script.Fault
import java.time.Duration
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineName
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatIllegalStateException
import org.awaitility.Awaitility.await
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.springframework.beans.factory.annotation.Autowired
import org.springframework.boot.test.context.SpringBootTest

/**
 * Tests for suspending functions and flows, each with each of its ends.
 */
@SpringBootTest
@AutoConfigureEmbeddedGate
class CoroutineShapesTests(@param:Autowired private val gate: EmbeddedGate, @param:Autowired private val texts: Texts) {

	private val text = "some words"

	private val length = text.length.toLong()

	@BeforeEach
	fun reset() {
		this.gate.reset()
	}

	@Test
	fun chargesTheValueOfASuspendingFunction() {
		assertThat(runBlocking { texts.value(text) }).isEqualTo(text)
		awaitSettled().wasCommittedWith(this.length).isPaidBy("acme", "alice")
	}

	@Test
	fun chargesASuspendingFunctionWithoutValue() {
		runBlocking { texts.unit(text) }
		awaitSettled().wasCommittedWith(this.length)
	}

	@Test
	fun chargesTheBodyOfAResponse() {
		assertThat(runBlocking { texts.entity(text) }.body).isEqualTo(text)
		awaitSettled().wasCommittedWith(this.length)
	}

	@Test
	fun chargesWhatASuspendingFunctionReports() {
		runBlocking { texts.reporting(text) }
		awaitSettled().wasCommittedWith(this.length)
	}

	@Test
	fun cancelsASuspendingFunctionWithoutUsage() {
		runBlocking { texts.withoutUsage(text) }
		awaitSettled().wasCancelled()
	}

	@Test
	fun cancelsASuspendingFunctionThatFails() {
		assertThatIllegalStateException().isThrownBy { runBlocking { texts.failing(text) } }.withMessage("no $text")
		awaitSettled().wasCancelled()
	}

	@Test
	fun cancelsASuspendingFunctionThatIsCancelled() {
		this.texts.started = CompletableDeferred()
		runBlocking {
			val call = launch(Dispatchers.Default) { texts.forever(text) }
			texts.started.await()
			call.cancelAndJoin()
		}
		awaitSettled().wasCancelled()
	}

	@Test
	fun runsInTheContextOfItsCaller() {
		val place = runBlocking(Dispatchers.Default + CoroutineName("caller")) { texts.place(text) }
		assertThat(place).startsWith("some words in CoroutineName(caller) on DefaultDispatcher-worker")
	}

	@Test
	fun doesNotKeepTheThreadOfACoroutineWaiting() {
		this.gate.on(Endpoint.AUTHORIZE).once(Fault.delay(Duration.ofMillis(300)))
		val order = mutableListOf<String>()
		runBlocking {
			val call = async { texts.value(text).also { order.add("billed") } }
			launch { order.add("meanwhile") }
			call.await()
		}
		assertThat(order).containsExactly("meanwhile", "billed")
	}

	@Test
	fun chargesTheLastUsageOfAFlow() {
		assertThat(collect(this.texts.flow(this.text))).hasSize(this.text.length)
		awaitSettled().wasCommittedWith(this.length)
	}

	@Test
	fun chargesEachCollectionOfAFlow() {
		val flow = this.texts.flow(this.text)
		assertThat(this.gate).hasReceived(Endpoint.AUTHORIZE, 0)
		collect(flow)
		collect(flow)
		assertThat(this.gate).hasLedgerOf(2).hasSettledEveryLeaseOnce().hasReceived(Endpoint.COMMIT, 2)
	}

	@Test
	fun chargesAFlowOfASuspendingFunction() {
		val words = runBlocking { texts.suspendedFlow(text).toList() }
		assertThat(words).hasSize(this.text.length)
		awaitSettled().wasCommittedWith(this.length)
	}

	@Test
	fun cancelsAFlowThatFails() {
		assertThatIllegalStateException().isThrownBy { collect(texts.failingFlow(text)) }.withMessage("no $text")
		awaitSettled().wasCancelled()
	}

	@Test
	fun cancelsAFlowWhoseRestIsNotWanted() {
		assertThat(runBlocking { texts.flow(text).first() }).isEqualTo("s")
		awaitSettled().wasCancelled()
	}

	@Test
	fun cancelsAFlowWithoutUsage() {
		assertThat(collect(this.texts.flow(""))).isEmpty()
		awaitSettled().wasCancelled()
	}

	private fun collect(flow: Flow<String>): List<String> =
		runBlocking { withContext(Dispatchers.Default) { flow.toList() } }

	private fun settled(): LedgerEntryAssert =
		assertThat(this.gate).hasLedgerOf(1).hasSettledEveryLeaseOnce().hasSingleLease()

	private fun awaitSettled(): LedgerEntryAssert {
		await().atMost(Duration.ofSeconds(20)).untilAsserted {
			assertThat(this.gate).hasLedgerOf(1).hasSettledEveryLeaseOnce()
		}
		return settled()
	}

}
