package ai.vluna.integration.springai.webflux;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingMethod;
import reactor.blockhound.BlockingOperationError;

/**
 * Lets BlockHound watch, and remembers what it caught: the error that it throws may be
 * swallowed by whoever catches everything.
 */
class BlockingCalls implements BeforeEachCallback, AfterEachCallback {

	private static final ConcurrentLinkedQueue<BlockingOperationError> caught = new ConcurrentLinkedQueue<>();

	static {
		// Netty takes a lock of its own when many threads ask for buffers at once, and a
		// timer's queue when something is taken back from it.
		BlockHound.builder()
			.loadIntegrations()
			.allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator", "allocate")
			.allowBlockingCallsInside("java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue", "remove")
			.blockingMethodCallback(BlockingCalls::caught)
			.install();
	}

	private static void caught(BlockingMethod method) {
		BlockingOperationError error = new BlockingOperationError(method);
		caught.add(error);
		throw error;
	}

	static List<BlockingOperationError> take() {
		List<BlockingOperationError> taken = new ArrayList<>(caught);
		caught.clear();
		return taken;
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		caught.clear();
	}

	@Override
	public void afterEach(ExtensionContext context) {
		List<BlockingOperationError> taken = take();
		if (!taken.isEmpty()) {
			AssertionError failure = new AssertionError("Event loops were blocked %d times".formatted(taken.size()));
			taken.forEach(failure::addSuppressed);
			throw failure;
		}
	}

}
