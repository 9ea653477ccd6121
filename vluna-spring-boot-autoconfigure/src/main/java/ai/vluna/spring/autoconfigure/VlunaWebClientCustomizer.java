package ai.vluna.spring.autoconfigure;

import org.springframework.web.reactive.function.client.WebClient;

/**
 * Has the last word about the WebClient that talks to Vluna, and only about that one.
 * Register implementations as beans.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface VlunaWebClientCustomizer {

	/**
	 * Customize the builder.
	 * @param builder a builder of its own, with the connector already set
	 */
	void customize(WebClient.Builder builder);

}
