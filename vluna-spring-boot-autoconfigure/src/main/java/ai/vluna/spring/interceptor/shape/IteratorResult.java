package ai.vluna.spring.interceptor.shape;

import java.util.Iterator;

import ai.vluna.spring.gate.OngoingResult;
import ai.vluna.spring.gate.OpenOperation;

/**
 * An iterator. The work ends well when there is no next element.
 */
@SuppressWarnings("rawtypes")
final class IteratorResult implements OngoingResult<Iterator> {

	@Override
	public Class<Iterator> type() {
		return Iterator.class;
	}

	@Override
	@SuppressWarnings("unchecked")
	public Iterator follow(Iterator result, OpenOperation operation) {
		Iterator<?> billed = new BilledIterator<>(result, operation);
		operation.interruptWhenUnreachable(billed);
		return billed;
	}

}
