package ai.vluna.spring.client;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import ai.vluna.spring.client.protocol.Page;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;
import org.springframework.util.Assert;

/**
 * The items of a list that the gate hands out page by page. A page is requested when its
 * items are needed, and again whenever the list is read again. Items that are added or
 * removed meanwhile may be missed.
 *
 * @param <T> the type of the items
 * @since 0.1.0
 */
public final class VlunaPages<T> implements Iterable<T> {

	private static final String REMEDY = "Subscribe to VlunaPages.flux() instead";

	private final VlunaClient client;

	private final CallContext context;

	private final VlunaRequest request;

	private final ParameterizedTypeReference<Page<T>> pageType;

	VlunaPages(VlunaClient client, CallContext context, VlunaRequest request, Class<T> itemType) {
		this.client = client;
		this.context = context;
		this.request = request;
		this.pageType = ParameterizedTypeReference
			.forType(ResolvableType.forClassWithGenerics(Page.class, itemType).getType());
		Assert.isTrue(request.method().equals("GET"), "Only a GET request is answered page by page");
		// What cannot be sent is refused here and now.
		call(null);
	}

	/**
	 * Return the items without blocking. No page is requested before the items of the one
	 * before it are consumed.
	 * @return the items, or an error of type {@link VlunaException}
	 */
	public Flux<T> flux() {
		return Mono.defer(() -> fetch(null))
			.expand((page) -> Mono.justOrEmpty(page.nextCursor()).flatMap(this::fetch), 1)
			.concatMapIterable(Page::items, 1);
	}

	private Mono<Page<T>> fetch(@Nullable String cursor) {
		return call(cursor).send().map((response) -> page(cursor, response));
	}

	/**
	 * Return the items, each page being waited for when its first item is asked for.
	 * @return an iterator whose methods throw {@link VlunaException} when a page cannot
	 * be had, and {@link IllegalStateException} when the current thread must not block
	 */
	@Override
	public Iterator<T> iterator() {
		return new Items();
	}

	/**
	 * Return the items as a stream, each page being waited for when its first item is
	 * asked for.
	 * @return a sequential stream, see {@link #iterator()} for what it throws
	 */
	public Stream<T> stream() {
		return StreamSupport.stream(Spliterators.spliteratorUnknownSize(iterator(), Spliterator.ORDERED), false);
	}

	private Page<T> await(@Nullable String cursor) {
		BlockingAwait.requireBlockingThread(REMEDY);
		return page(cursor, call(cursor).await());
	}

	private VlunaCall<Page<T>> call(@Nullable String cursor) {
		return this.client.call(this.context, (cursor != null) ? this.request.query("cursor", cursor) : this.request,
				this.pageType);
	}

	// Some lists tell the cursor beside the data, some in it.
	private Page<T> page(@Nullable String cursor, VlunaResponse<Page<T>> response) {
		Page<T> page = response.data();
		String next = (page.nextCursor() != null) ? page.nextCursor() : response.nextCursor();
		if (next != null && next.equals(cursor)) {
			throw new VlunaUnavailableException(this.request.toString(), response.requestId(), null, null,
					"a page that names itself as the next one", List.of(), null);
		}
		return new Page<>(page.items(), next);
	}

	private final class Items implements Iterator<T> {

		private Iterator<T> items = Collections.emptyIterator();

		private @Nullable String cursor;

		private boolean last;

		@Override
		public boolean hasNext() {
			while (!this.items.hasNext() && !this.last) {
				Page<T> page = await(this.cursor);
				this.items = page.items().iterator();
				this.cursor = page.nextCursor();
				this.last = this.cursor == null;
			}
			return this.items.hasNext();
		}

		@Override
		public T next() {
			if (!hasNext()) {
				throw new NoSuchElementException();
			}
			return this.items.next();
		}

	}

}
