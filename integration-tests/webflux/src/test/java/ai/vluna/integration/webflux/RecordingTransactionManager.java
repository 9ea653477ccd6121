package ai.vluna.integration.webflux;

import java.util.function.Consumer;

import reactor.core.publisher.Mono;

import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.reactive.AbstractReactiveTransactionManager;
import org.springframework.transaction.reactive.GenericReactiveTransaction;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;

/**
 * Tells what a database would be told.
 */
class RecordingTransactionManager extends AbstractReactiveTransactionManager {

	private static final long serialVersionUID = 1L;

	private final transient Consumer<String> database;

	RecordingTransactionManager(Consumer<String> database) {
		this.database = database;
	}

	@Override
	protected Object doGetTransaction(TransactionSynchronizationManager synchronizations) {
		Object current = synchronizations.getResource(this);
		return (current != null) ? current : new Object();
	}

	@Override
	protected boolean isExistingTransaction(Object transaction) {
		return false;
	}

	@Override
	protected Mono<Void> doBegin(TransactionSynchronizationManager synchronizations, Object transaction,
			TransactionDefinition definition) {
		return tell("begin");
	}

	@Override
	protected Mono<Void> doCommit(TransactionSynchronizationManager synchronizations,
			GenericReactiveTransaction status) {
		return tell("commit");
	}

	@Override
	protected Mono<Void> doRollback(TransactionSynchronizationManager synchronizations,
			GenericReactiveTransaction status) {
		return tell("roll back");
	}

	private Mono<Void> tell(String event) {
		return Mono.fromRunnable(() -> this.database.accept(event));
	}

}
