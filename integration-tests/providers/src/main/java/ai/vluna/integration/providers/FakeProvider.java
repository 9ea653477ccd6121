package ai.vluna.integration.providers;

import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A model provider on loopback that does as it is told and remembers what it was asked.
 * Each request takes the next scripted reply; when there is none, what {@link #otherwise}
 * says, and without that an error no client tries again.
 * <p>
 * Safe for use by any number of threads. It has event loops of its own, which are plain
 * threads to a detector of blocking calls.
 */
public abstract sealed class FakeProvider implements AutoCloseable permits FakeOpenAi, FakeAnthropic {

	static final JsonMapper JSON = JsonMapper.shared();

	private final Queue<Reply> script = new ConcurrentLinkedQueue<>();

	private final List<ProviderRequest> requests = new CopyOnWriteArrayList<>();

	private final ProviderServer server;

	private volatile @Nullable Function<ProviderRequest, Reply> otherwise;

	FakeProvider() {
		this.server = new ProviderServer(this);
	}

	/**
	 * Return where clients find the provider.
	 * @return the base URL that its SDK takes
	 */
	public abstract String baseUrl();

	/**
	 * Script the next replies.
	 * @param replies the replies, one for each request
	 */
	public void reply(Reply... replies) {
		this.script.addAll(List.of(replies));
	}

	/**
	 * Say what to reply when nothing is scripted.
	 * @param reply decides by the request
	 */
	public void otherwise(Function<ProviderRequest, Reply> reply) {
		this.otherwise = reply;
	}

	/**
	 * Return what was asked.
	 * @return the requests, oldest first
	 */
	public List<ProviderRequest> requests() {
		return List.copyOf(this.requests);
	}

	/**
	 * Return the latest request.
	 * @return the request
	 */
	public ProviderRequest lastRequest() {
		List<ProviderRequest> all = requests();
		if (all.isEmpty()) {
			throw new AssertionError("The provider was not asked anything");
		}
		return all.get(all.size() - 1);
	}

	/**
	 * Forget the script and what was asked. It keeps listening.
	 */
	public void reset() {
		this.script.clear();
		this.otherwise = null;
		this.requests.clear();
	}

	@Override
	public void close() {
		this.server.stop();
	}

	/**
	 * Take a request.
	 * @param request the request
	 * @return what to reply
	 */
	Reply receive(ProviderRequest request) {
		this.requests.add(request);
		Reply scripted = this.script.poll();
		if (scripted != null) {
			return scripted;
		}
		Function<ProviderRequest, Reply> last = this.otherwise;
		return (last != null) ? last.apply(request) : Reply.refusal(400).header("x-fake", "nothing scripted");
	}

	/**
	 * Return the root of the server.
	 * @return its URL, without a path
	 */
	URI root() {
		return URI.create("http://127.0.0.1:" + this.server.port());
	}

	/**
	 * Word an answer that is not streamed.
	 * @param request the request
	 * @param completion what the model says
	 * @return the body
	 */
	abstract JsonNode whole(ProviderRequest request, Completion completion);

	/**
	 * Word an answer that is streamed.
	 * @param request the request
	 * @param completion what the model says
	 * @return the events
	 */
	abstract EventStream events(ProviderRequest request, Completion completion);

	/**
	 * Word embeddings.
	 * @param request the request
	 * @param vectors the vectors
	 * @return the body
	 */
	abstract JsonNode embeddings(ProviderRequest request, Vectors vectors);

	/**
	 * Word an error.
	 * @param status the HTTP status
	 * @return the body
	 */
	abstract JsonNode error(int status);

}
