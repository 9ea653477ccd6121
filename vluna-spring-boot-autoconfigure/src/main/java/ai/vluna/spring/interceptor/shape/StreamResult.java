package ai.vluna.spring.interceptor.shape;

import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import ai.vluna.spring.gate.OngoingResult;
import ai.vluna.spring.gate.OpenOperation;

/**
 * A stream of the Java library. The work ends well when the last element was taken, and
 * before its time when the stream is closed.
 *
 * @param <R> the type of the stream
 * @param type the type of the stream
 * @param following follows a stream
 */
record StreamResult<R>(Class<R> type, BiFunction<R, OpenOperation, R> following) implements OngoingResult<R> {

	@SuppressWarnings("unchecked")
	static final List<OngoingResult<?>> KINDS = List.of(new StreamResult<>(Stream.class, StreamResult::objects),
			new StreamResult<>(IntStream.class,
					(source, operation) -> objects(source.boxed(), operation).mapToInt((element) -> element)),
			new StreamResult<>(LongStream.class,
					(source, operation) -> objects(source.boxed(), operation).mapToLong((element) -> element)),
			new StreamResult<>(DoubleStream.class,
					(source, operation) -> objects(source.boxed(), operation).mapToDouble((element) -> element)));

	@Override
	public R follow(R result, OpenOperation operation) {
		return this.following.apply(result, operation);
	}

	private static <T> Stream<T> objects(Stream<T> source, OpenOperation operation) {
		return StreamSupport.stream(new BilledSpliterator<>(source.spliterator(), operation), source.isParallel())
			.onClose(source::close)
			.onClose(operation::interrupt);
	}

}
