package ai.vluna.spring.interceptor.shape;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import ai.vluna.spring.annotation.BilledOperation;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpEntity;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;

/**
 * Work that counts, in every shape that goes on after the method returned. What it counts
 * is its usage.
 */
class Counting {

	/**
	 * What is counted; a {@link RuntimeException} is thrown when it is reached.
	 */
	List<?> elements = List.of(1, 2, 3);

	boolean returning = true;

	int closed;

	Runnable taken = () -> {
	};

	@Nullable RuntimeException closing;

	@Nullable Flux<Object> body;

	@BilledOperation("work")
	@Nullable Stream<Object> stream() {
		return orNull(StreamSupport.stream(spliterator(), false).onClose(() -> this.closed++));
	}

	@BilledOperation("work")
	@Nullable Stream<Object> parallelStream() {
		return orNull(this.elements.parallelStream().map(Counting::taken));
	}

	@BilledOperation("work")
	@Nullable IntStream intStream() {
		Stream<Object> stream = stream();
		return (stream != null) ? stream.mapToInt((element) -> ((Number) element).intValue()) : null;
	}

	@BilledOperation("work")
	@Nullable LongStream longStream() {
		Stream<Object> stream = stream();
		return (stream != null) ? stream.mapToLong((element) -> ((Number) element).longValue()) : null;
	}

	@BilledOperation("work")
	@Nullable DoubleStream doubleStream() {
		Stream<Object> stream = stream();
		return (stream != null) ? stream.mapToDouble((element) -> ((Number) element).doubleValue()) : null;
	}

	@BilledOperation("work")
	@Nullable Iterator<Object> iterator() {
		return orNull(new Cursor());
	}

	@BilledOperation("work")
	@Nullable ClosedIterator closedIterator() {
		return orNull(new Cursor());
	}

	@BilledOperation("work")
	@Nullable Document document() {
		return orNull(new Pages());
	}

	@BilledOperation("work")
	@Nullable Pages pages() {
		return orNull(new Pages());
	}

	@BilledOperation("work")
	@Nullable ResponseEntity<Flux<Object>> entityOfFlux() {
		return orNull(ResponseEntity.accepted().header("X-Test", "yes").body(flux()));
	}

	@BilledOperation("work")
	HttpEntity<Mono<Object>> entityOfMono() {
		return new HttpEntity<>(Mono.fromSupplier(() -> taken(this.elements.get(this.elements.size() - 1))));
	}

	@BilledOperation("work")
	ResponseEntity<Stream<Object>> entityOfStream() {
		return ResponseEntity.of(Optional.ofNullable(stream()));
	}

	@BilledOperation("work")
	Mono<ResponseEntity<Flux<Object>>> monoOfEntityOfFlux() {
		return Mono.fromSupplier(() -> this.returning ? ResponseEntity.ok(flux()) : null);
	}

	@BilledOperation("work")
	Mono<Stream<Object>> monoOfStream() {
		return Mono.fromSupplier(this::stream);
	}

	@BilledOperation("work")
	ResponseEntity<Object> entity() {
		return ResponseEntity.ok(last());
	}

	@BilledOperation(feature = "work", quantity = "#result")
	Mono<ResponseEntity<Integer>> monoOfEntity() {
		return Mono.fromSupplier(() -> ResponseEntity.ok((Integer) last()));
	}

	@BilledOperation("work")
	Flux<ServerSentEvent<Object>> events() {
		return flux().map((element) -> ServerSentEvent.builder(element).build());
	}

	private Flux<Object> flux() {
		return (this.body != null) ? this.body : Flux.fromIterable(this.elements).map(Counting::taken);
	}

	private Spliterator<Object> spliterator() {
		return Spliterators.spliteratorUnknownSize(new Cursor(), 0);
	}

	private Object last() {
		return taken(this.elements.get(this.elements.size() - 1));
	}

	private <T> @Nullable T orNull(T result) {
		return this.returning ? result : null;
	}

	private static Object taken(Object element) {
		if (element instanceof RuntimeException failure) {
			throw failure;
		}
		return element;
	}

	/**
	 * Is closed, and is an iterator as well.
	 */
	interface ClosedIterator extends Iterator<Object>, AutoCloseable {

		@Override
		void close();

	}

	/**
	 * Is closed.
	 */
	interface Document extends AutoCloseable {

		@Nullable Object read();

		@Override
		void close();

	}

	private final class Cursor implements ClosedIterator {

		private int position;

		@Override
		public boolean hasNext() {
			return this.position < Counting.this.elements.size();
		}

		@Override
		public Object next() {
			if (!hasNext()) {
				throw new NoSuchElementException();
			}
			Counting.this.taken.run();
			return taken(Counting.this.elements.get(this.position++));
		}

		@Override
		public void close() {
			Counting.this.closed++;
		}

	}

	/**
	 * Knows what was read of it.
	 */
	class Pages implements Document {

		private final Cursor cursor = new Cursor();

		private Object read = "nothing";

		@Override
		public @Nullable Object read() {
			Counting.this.taken.run();
			if (!this.cursor.hasNext()) {
				return null;
			}
			this.read = this.cursor.next();
			return this.read;
		}

		Object used() {
			return this.read;
		}

		@Override
		public void close() {
			Counting.this.closed++;
			if (Counting.this.closing != null) {
				throw Counting.this.closing;
			}
		}

	}

}
